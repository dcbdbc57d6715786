"""What ``blastgate policy test`` prints: one file per format."""
