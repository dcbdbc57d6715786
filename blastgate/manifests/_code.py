"""Build scripts as text: comments blanked, brackets paired, lines counted. For scripts that must never be run.

Everything is found in one pass over strings, comments and brackets, so hostile text costs time linear in its length.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from blastgate.model.named import NamedTuple

_TRIPLE = r'"""(?:[^"\\]|\\.|"(?!""))*+(?:"""|\Z)'
_PLAIN = r'"(?:[^"\\\n]|\\.)*+"' + r"|'(?:[^'\\\n]|\\.)*+'"
_SLASHES = re.compile(rf"{_TRIPLE}|{_PLAIN}|//[^\n]*+|/\*(?:[^*]|\*(?!/))*+(?:\*/|\Z)", re.DOTALL)
_HASH = re.compile(rf"{_TRIPLE}|{_PLAIN}|#[^\n]*+", re.DOTALL)
_BRACKET = re.compile(rf"{_TRIPLE}|{_PLAIN}|[()\[\]{{}}]", re.DOTALL)
_STRING = re.compile(r'"((?:[^"\\\n]|\\.)*+)"' + r"|'((?:[^'\\\n]|\\.)*+)'", re.DOTALL)
MAX_AROUND = 40  # brackets within brackets that are looked at

_PAIRS = {")": "(", "]": "[", "}": "{"}


class Literal(NamedTuple):
    """A string of a script: where it starts, and what stands between its quotes."""

    at: int
    value: str


class Code:
    """A script without its comments. ``hashes``: comments begin with ``#`` instead of ``//``."""

    def __init__(self, text: str, hashes: bool = False) -> None:
        self.text = (_HASH if hashes else _SLASHES).sub(_blanked, text)
        self._newlines = [found.start() for found in re.finditer("\n", text)]
        self._closing: dict[int, int] | None = None
        self._openings: list[int] = []
        self._parents: list[int] = []

    def line(self, at: int) -> int:
        """Return the 1-based line of an offset."""
        return bisect_right(self._newlines, at - 1) + 1

    def closing(self, opening: int) -> int:
        """Return where the bracket at an offset is closed; the end of the text when it is not."""
        return self._pairs().get(opening, len(self.text))

    def enclosing(self, at: int) -> list[int]:
        """List the offsets of the brackets around an offset, the innermost first, at most MAX_AROUND of them."""
        self._pairs()
        found: list[int] = []
        place = bisect_right(self._openings, at - 1) - 1
        for _ in range(MAX_AROUND):
            if place < 0:
                break
            if self.closing(self._openings[place]) > at:
                found.append(self._openings[place])
            place = self._parents[place]
        return found

    def strings(self, start: int = 0, end: int | None = None) -> Iterator[Literal]:
        """Yield the plain strings between two offsets."""
        for found in _STRING.finditer(self.text, start, len(self.text) if end is None else end):
            yield Literal(found.start(), found[1] if found[1] is not None else found[2])

    def _pairs(self) -> dict[int, int]:
        if self._closing is None:
            self._closing = {}
            opened: list[int] = []  # places in _openings
            for found in _BRACKET.finditer(self.text):
                mark = found[0]
                if mark in "([{":
                    self._parents.append(opened[-1] if opened else -1)
                    opened.append(len(self._openings))
                    self._openings.append(found.start())
                elif mark in _PAIRS and opened and self.text[self._openings[opened[-1]]] == _PAIRS[mark]:
                    self._closing[self._openings[opened.pop()]] = found.start()
        return self._closing


def _blanked(found: re.Match[str]) -> str:
    """Keep strings; of a comment keep only its length and its line ends."""
    written = found[0]
    return written if written[0] in "\"'" else re.sub(r"[^\n]", " ", written)
