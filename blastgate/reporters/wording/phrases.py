"""Small phrases: counts, numbers, short ids."""

from __future__ import annotations

SHORT_ID = 8


def count(number: int | None, one: str, many: str = "") -> str:
    """Say how many: ``no file``, ``1 file``, ``2 files``; None is told as unknown, never as zero."""
    plural = many or f"{one}s"
    if number is None:
        return f"unknown {plural}"
    return f"{'no' if number == 0 else f'{number:,}'} {one if number < 2 else plural}"


def number(value: int | None) -> str:
    """Write a number with thousands separators; None is ``unknown``."""
    return "unknown" if value is None else f"{value:,}"


def short(commit: str) -> str:
    """Shorten a commit id for reading; a side that is no commit stays as it is."""
    return commit[:SHORT_ID]
