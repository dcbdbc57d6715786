"""The nearest valid name to a mistyped one, for hints."""

from __future__ import annotations

from collections.abc import Iterable

MAX_LISTED = 12


def nearest(name: str, valid: Iterable[str]) -> str | None:
    """Return the valid name that looks most like ``name``, or None when none comes close."""
    import difflib

    found = difflib.get_close_matches(name[:200], list(valid), n=1, cutoff=0.6)
    return found[0] if found else None


def did_you_mean(name: str, valid: Iterable[str]) -> str:
    """Write the hint for an unknown name: the nearest one, else the whole list where it is short."""
    names = sorted(valid)
    near = nearest(name, names)
    if near is not None:
        return f"did you mean {near!r}?"
    return f"one of {', '.join(names)}" if 0 < len(names) <= MAX_LISTED else ""
