"""What ``blastgate affected --why`` answers: one file per format."""
