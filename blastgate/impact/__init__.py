"""The dependency graph of a snapshot, and who a change reaches through it."""
