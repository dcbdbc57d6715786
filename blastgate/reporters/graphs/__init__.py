"""The dependency graph, drawn: one file per format."""
