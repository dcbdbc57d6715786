"""One file per language: source text to imports, and an import's name to the file it means."""
