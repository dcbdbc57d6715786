"""The explicit word of an author that no AI was used: ``AI-assisted: no``."""

from __future__ import annotations

from blastgate.attribution.evidence.trailers import DECLARED, NO, NOISE, trailers
from blastgate.attribution.text import quote, visible


def denial(message: str) -> str:
    """Return the trailer that says no AI was used, on one line; empty where there is none, or where it says nothing."""
    lower = message.lower()
    if not any(key in lower for key in DECLARED):
        return ""
    for key, value, line in trailers(visible(message)):
        said = value.strip(NOISE)
        if key in DECLARED and any(char.isalnum() for char in said) and NO.match(said):
            return quote(line)
    return ""
