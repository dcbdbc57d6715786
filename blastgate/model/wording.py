"""How names and numbers stand in a sentence. Names stay raw here: whoever shows a sentence escapes it as a whole."""

from __future__ import annotations

from collections.abc import Sequence

SHOWN_NAMES = 3
SHOWN_LENGTH = 120  # characters; a path may have 4,000


def short(name: str) -> str:
    """Cut the middle out of a very long name."""
    half = SHOWN_LENGTH // 2
    return name if len(name) <= SHOWN_LENGTH else f"{name[:half]}...{name[-half:]}"


def some(names: Sequence[str], limit: int = SHOWN_NAMES) -> str:
    """List the first few names, and say how many more there are."""
    listed = ", ".join(short(name) for name in names[:limit])
    return listed if len(names) <= limit else f"{listed} and {len(names) - limit} more"


def count(number: int, noun: str) -> str:
    """Write a number before its noun: ``1 file``, ``2 files``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
