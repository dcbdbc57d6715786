"""One file per command; parsing, calling the pipeline, printing, exit codes."""
