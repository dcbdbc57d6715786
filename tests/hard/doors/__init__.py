"""Doors for strangers' text: one file per door, found by its name; see ``interface.py``."""
