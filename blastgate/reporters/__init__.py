"""One file per output format; each is a pure function of an assessment."""
