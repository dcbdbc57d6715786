"""The proof of a verdict as a tree: what follows from what, down to the line that says so."""
