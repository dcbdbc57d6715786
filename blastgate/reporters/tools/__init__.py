"""How the list of known AI tools looks: one file per format, each with ``report(tools, look)``."""
