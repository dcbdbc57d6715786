"""Source text of the C family without its comments (and strings), line for line, and the words that are left.

What is blanked keeps its newlines, so a position in the result still tells the line. Every quantifier is possessive.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from blastgate.languages._lexing import DOUBLE_QUOTED, LINE_COMMENT

CHARACTER = rb"'(?:[^'\\\n]|\\.)[^'\n]{0,10}+'"  # a quote that closes near by; a lifetime or a symbol opens nothing
RAW_TRIPLE = rb'"""(?:[^"]++|"(?!""))*+(?:""")?'
_BLOCK_COMMENT = rb"/\*(?:[^*]++|\*(?!/))*+(?:\*/)?"
COMMENTS = LINE_COMMENT + rb"|" + _BLOCK_COMMENT
C_STRINGS = RAW_TRIPLE + rb"|" + DOUBLE_QUOTED + rb"|" + CHARACTER

_TRIPLE = (b'"""', b"'''")
_WORD = re.compile(rb"\n|[A-Za-z_$\x80-\xff][\w$.\x80-\xff]*+")


def hidden(pattern: bytes) -> re.Pattern[bytes]:
    """Compile what :func:`blank` takes out: comments and, where they are given, strings."""
    return re.compile(pattern, re.DOTALL)


C_LIKE = hidden(C_STRINGS + rb"|" + COMMENTS)


def blank(data: bytes, pattern: re.Pattern[bytes] = C_LIKE, keep: tuple[bytes, ...] = ()) -> bytes:
    """Replace what the pattern matches by a blank and its newlines; what begins with one of ``keep`` stays.

    A string in triple quotes never does: no language here names a file in one.
    """

    def replaced(match: re.Match[bytes]) -> bytes:
        found = match[0]
        if keep and found.startswith(keep) and not found.startswith(_TRIPLE):
            return found
        return b" " + b"\n" * found.count(b"\n")

    return pattern.sub(replaced, data)


def first_lines(code: bytes, pattern: re.Pattern[bytes] = _WORD) -> Iterable[tuple[bytes, int]]:
    """Yield each distinct word of blanked code with the 1-based line it first stands on, in that order.

    The pattern, or the one group in it, must also match every newline by itself. Dotted names are one word.
    """
    words = pattern.findall(code)
    first = dict(zip(reversed(words), range(len(words) - 1, -1, -1), strict=True))
    line, done = 1, 0
    for index in sorted(first.values()):
        line += words[done:index].count(b"\n")
        done = index
        if words[index] != b"\n":
            yield words[index], line
