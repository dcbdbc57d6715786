"""How an audit looks: one file per format, each with ``report(report, look)``."""
