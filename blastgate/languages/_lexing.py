"""What scanners share: quoted-string and comment patterns that cannot backtrack, line counting, JSON with comments.

Every quantifier here is possessive (Python 3.11), so matching is linear in the bytes whatever they hold.
"""

from __future__ import annotations

import json
import re
from typing import Any

DOUBLE_QUOTED = rb'"(?:[^"\\\n]++|\\.)*+"?'
SINGLE_QUOTED = rb"'(?:[^'\\\n]++|\\.)*+'?"
LINE_COMMENT = rb"//[^\n]*+"
_JSON_TOKEN = re.compile(
    rb'(?P<keep>"(?:[^"\\\n]++|\\.)*+")|//[^\n]*+|/\*|(?P<comma>,)(?=(?:\s++|//[^\n]*+\n)*+[}\]])', re.DOTALL
)


class LineCounter:
    """Turns byte positions into 1-based line numbers; positions must be asked in rising order to stay linear."""

    __slots__ = ("_data", "_line", "_position")

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._line = 1
        self._position = 0

    def at(self, position: int) -> int:
        """Return the line of a position at or after the last one asked."""
        self._line += self._data.count(b"\n", self._position, position)
        self._position = max(position, self._position)
        return self._line


def block_comment_end(data: bytes, start: int) -> int:
    """Return where the ``/*`` comment that opens at ``start`` ends; an open one runs to the end of the data."""
    end = data.find(b"*/", start + 2)
    return len(data) if end < 0 else end + 2


def text(data: bytes) -> str:
    """Decode source bytes as paths are decoded, so that hostile names still compare equal."""
    return data.decode("utf-8", "surrogateescape")


def read_jsonc(data: bytes | None) -> dict[str, Any]:
    """Read a JSON object that may hold comments, trailing commas and a BOM; anything else is an empty object.

    The dialect is TypeScript's for tsconfig.json.
    """
    if data is None:
        return {}
    try:
        value = json.loads(_plain_json(data.removeprefix(b"\xef\xbb\xbf")))
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _plain_json(data: bytes) -> bytes:
    without_comments = _drop(data, commas=False) if b"/*" in data or b"//" in data else data
    return _drop(without_comments, commas=True)


def _drop(data: bytes, *, commas: bool) -> bytes:
    kept: list[bytes] = []
    position = 0
    while match := _JSON_TOKEN.search(data, position):
        end = match.end()
        kept.append(data[position : match.start()])
        if match["keep"] is not None or (match["comma"] is not None and not commas):
            kept.append(match[0])
        elif match[0] == b"/*":
            end = block_comment_end(data, match.start())
        position = end
    kept.append(data[position:])
    return b"".join(kept)
