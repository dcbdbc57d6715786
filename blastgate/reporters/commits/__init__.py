"""How the answer of ``blastgate commits`` looks: one file per format, each with ``report(report, look)``."""
