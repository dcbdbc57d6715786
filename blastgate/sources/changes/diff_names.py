"""File names as diffs write them: quoted like C strings, prefixed, followed by a TAB.

Source: git-diff(1) "Generating patch text with -p", git's quote.c and apply.c.
"""

from __future__ import annotations

import re

NULL = "/dev/null"
_escape = re.compile(rb'\\([abtnvfr"\\]|[0-3][0-7]{2})')
_quoted = re.compile(rb'"((?:[^"\\]|\\.)*)"').match
PLAIN = {b"a": 7, b"b": 8, b"t": 9, b"n": 10, b"v": 11, b"f": 12, b"r": 13, b'"': 34, b"\\": 92}


def decode_name(raw: bytes) -> str:
    """Decode one name, quoted or not; what follows a TAB (a date, or nothing) is cut off."""
    quoted = _quoted(raw)
    name = _escape.sub(_unescape, quoted[1]) if quoted else raw.split(b"\t")[0]
    return name.decode("utf-8", "surrogateescape")


def _unescape(match: re.Match[bytes]) -> bytes:
    code = match[1]
    return bytes([PLAIN[code] if code in PLAIN else int(code, 8)])


def common_name(old: str, new: str) -> str | None:
    """Return the path that two names of one file share under prefixes such as ``a/`` and ``b/``; None if none."""
    if old == new:
        return old
    _, slash, rest = old.partition("/")
    return rest if slash and rest and rest == new.partition("/")[2] else None


def header_name(raw: bytes) -> str | None:
    """Find the one name in ``a/NAME b/NAME``, blanks in it or not; None when the halves do not agree."""
    quoted = _quoted(raw)
    if quoted:
        return common_name(decode_name(raw[: quoted.end()]), decode_name(raw[quoted.end() + 1 :]))
    text = raw.decode("utf-8", "surrogateescape")
    middle = len(text) // 2
    blanks = [middle] if text[middle : middle + 1] == " " else []
    blanks += [i for i, character in enumerate(text[:8192]) if character == " "]
    return next((name for i in blanks if (name := common_name(text[:i], text[i + 1 :]))), None)


def is_plain_path(path: str) -> bool:
    """Tell whether a path stays inside the repository and says where: no ``..``, not absolute, no empty part."""
    return not {"", ".", ".."} & set(path.split("/"))
