"""How the answer of ``blastgate stats`` looks: one file per format, each with ``report(report, look)``."""
