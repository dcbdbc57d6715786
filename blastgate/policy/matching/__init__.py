"""What a rule sees: paths, words of paths, lines, attributes and owners."""
