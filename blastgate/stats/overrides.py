"""Which commits tell that they went ahead by an override: whoever merges may put the line into the message."""

from __future__ import annotations

import re

KEY = "Blastgate-Override:"
LOOKED_AT = 20_000  # characters of a message
_LINE = re.compile(rf"^{KEY}[ \t]{{0,10}}(\S.{{0,500}})$", re.MULTILINE)


def told_override(message: str) -> str:
    """Return what a message says behind ``Blastgate-Override:`` (see docs/records.md); empty where it says nothing."""
    found = _LINE.search(message[:LOOKED_AT]) if KEY in message else None
    return found[1].strip() if found else ""
