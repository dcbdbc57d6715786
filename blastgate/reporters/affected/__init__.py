"""How the answer of ``blastgate affected`` looks: one file per format, each with ``report(report, look)``."""
