"""Long lists end with a count, and with how to see the rest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from blastgate.reporters.interface import Look
from blastgate.reporters.screen.ink import Line, Span, line

T = TypeVar("T")


def cut(items: Sequence[T], keep: int, look: Look) -> Sequence[T]:
    """Keep the first items of a list; all of them when verbose, or when just one would be left out."""
    return items if look.verbosity > 0 or len(items) <= keep + 1 else items[:keep]


def rest(items: Sequence[T], shown: Sequence[T], indent: int = 2) -> list[Line]:
    """Say how many items are not shown, and how to see them; nothing when all are."""
    hidden = len(items) - len(shown)
    return [line(Span(f"… {hidden:,} more: -v, or --format json", "dim"), indent=indent)] if hidden else []
