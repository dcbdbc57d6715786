"""GitHub as a source: a client that knows few operations, and readers that turn its answers into frozen facts."""
