"""A change as git or a diff tells it: files, counts and lines."""
