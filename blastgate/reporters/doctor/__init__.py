"""How an examination looks: one file per format, each with ``report(report, look)``."""
