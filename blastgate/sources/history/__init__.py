"""Commits one after the other, and which of them each line is from."""
