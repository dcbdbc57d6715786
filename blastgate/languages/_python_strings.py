"""Where Python source is string or comment, found only around the positions asked for."""

from __future__ import annotations

import re

from blastgate.languages._lexing import DOUBLE_QUOTED, SINGLE_QUOTED

_TOKEN = re.compile(rb"\"\"\"|'''|#[^\n]*+|" + DOUBLE_QUOTED + b"|" + SINGLE_QUOTED, re.DOTALL)


class Mask:
    """Tells whether a position lies in a string or comment; asked in rising order, so that each byte is seen once.

    Only triple-quoted strings reach over lines, so a line without one before it is code at its start.
    """

    __slots__ = ("_data", "_double", "_end", "_safe", "_single", "_triple")

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._safe = 0  # known to be outside any string
        self._end = 0  # end of the last triple-quoted string seen
        self._triple = self._double = self._single = -1  # the next of them at or after _safe, once looked up

    def hides(self, position: int) -> bool:
        """Tell whether a triple-quoted string covers a position."""
        if position <= self._triple:  # none has begun since the last one seen
            return position < self._end
        while self._safe < position and (triple := self._next_triple()) < position:
            newline = self._data.rfind(b"\n", self._safe, triple)
            self._safe = max(self._safe, newline + 1)
            self._skip_line(triple)
        return position < self._end

    def hides_on_line(self, position: int, line_start: int) -> bool:
        """Tell whether any string or comment covers a position of the line that starts at ``line_start``."""
        if self.hides(position):
            return True
        self._safe = max(self._safe, line_start)
        while token := _TOKEN.search(self._data, self._safe, position):
            end = self._token_end(token)
            self._safe = max(end, self._safe)
            if end >= position:
                self._end = max(self._end, end)
                return True
        self._safe = max(self._safe, position)
        return False

    def _next_triple(self) -> int:
        if self._triple < self._safe:  # to look for two constants is quicker than for one expression
            self._double = self._double if self._double >= self._safe else self._find(b'"""')
            self._single = self._single if self._single >= self._safe else self._find(b"'''")
            self._triple = min(self._double, self._single)
        return self._triple

    def _find(self, quotes: bytes) -> int:
        at = self._data.find(quotes, self._safe)
        return at if at >= 0 else len(self._data)

    def _skip_line(self, triple: int) -> None:
        """Move past the token that holds or hides a triple quote on this line."""
        while self._safe <= triple and (token := _TOKEN.search(self._data, self._safe)):
            self._safe = self._token_end(token)
            if token[0] in (b'"""', b"'''"):
                self._end = self._safe

    def _token_end(self, token: re.Match[bytes]) -> int:
        if token[0] not in (b'"""', b"'''"):
            whole = _TOKEN.match(self._data, token.start())
            return whole.end() if whole else token.end()
        end = self._data.find(token[0], token.end())
        while end >= 0 and _escaped(self._data, end):
            end = self._data.find(token[0], end + 1)
        return len(self._data) if end < 0 else end + 3


def _escaped(data: bytes, position: int) -> bool:
    run = position
    while run and data[run - 1] == 0x5C:
        run -= 1
    return (position - run) % 2 == 1
