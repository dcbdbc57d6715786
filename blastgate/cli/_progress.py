"""Progress of long work: one line on stderr that is written over, on a terminal only."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from time import monotonic
from typing import TypeVar

from blastgate.reporters.escape import for_terminal

T = TypeVar("T")
EVERY = 0.2  # seconds between two drawings
LOOK_EVERY = 512  # items between two looks at the clock


class Progress:
    """Says how far it is; says nothing where stderr is no terminal, or where quiet was asked for."""

    def __init__(self, quiet: bool = False) -> None:
        self._shown = sys.stderr.isatty() and not quiet
        self._next = monotonic() + EVERY
        self._drawn = False

    def through(self, what: str, items: Iterator[T]) -> Iterator[T]:
        """Pass items on, telling how many went by."""
        if not self._shown:
            return items
        return self._counted(what, items)

    def step(self, what: str, done: int, of: int) -> None:
        """Tell that some of many are done."""
        if self._shown:
            self._draw(f"{what} {done:,} of {of:,}")
            if done == of:
                self.clear()

    def clear(self) -> None:
        """Wipe the line."""
        if self._drawn:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
            self._drawn = False

    def _counted(self, what: str, items: Iterator[T]) -> Iterator[T]:
        try:
            for number, item in enumerate(items, 1):
                yield item
                if number % LOOK_EVERY == 0:
                    self._draw(f"{what} {number:,}")
        finally:
            self.clear()

    def _draw(self, text: str) -> None:
        now = monotonic()
        if now >= self._next:
            self._next, self._drawn = now + EVERY, True
            print(f"\r\x1b[K{for_terminal(text)[:78]}", end="", file=sys.stderr, flush=True)
