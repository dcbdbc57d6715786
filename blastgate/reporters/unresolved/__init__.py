"""What ``blastgate graph --unresolved`` answers: one file per format."""
