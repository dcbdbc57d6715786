"""Formats of other houses, written once: whoever has findings or cases fills them in."""
