"""Tagging at the source: message bytes and an environment in, the same bytes with one trailer more out. Pure."""
