"""READ: the edge where facts come in, once, and are frozen."""
