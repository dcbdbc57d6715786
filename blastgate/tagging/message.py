"""The parts of a commit message in the making, as git sees them: the text, its trailer block, and what git cuts off.

The rules are those of git's trailer.c, commit.c and wt-status.c, where ``git interpret-trailers --no-divider`` lives; a
test compares the two. Unlike git, lines that end in CRLF count as what they are, and no byte is ever rewritten.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from blastgate.model.named import NamedTuple

AUTO = b"auto"
CANDIDATES = b"#;@!$%^&|:"  # git-config(1), core.commentChar: what ``auto`` chooses from
CUT = b" ------------------------ >8 ------------------------"
GENERATED = (b"Signed-off-by: ", b"(cherry picked from commit ")
SIGN_OFF = b"signed-off-by:"

_LINE = re.compile(rb"[^\n]*\n|[^\n]+")
_TRAILER = re.compile(rb"[A-Za-z0-9-]+[ \t]*:")


class Message(NamedTuple):
    """Lines with their ends: ``lines[:end]`` is the text, ``lines[start:end]`` its trailer block (perhaps empty), and
    what follows is comments, blank lines and the diff below the scissors. ``comment`` begins a comment."""

    lines: tuple[bytes, ...]
    start: int
    end: int
    comment: bytes

    @property
    def text(self) -> bytes:
        """The text without its comments: what will be committed."""
        return b"".join(line for line in self.lines[: self.end] if not line.startswith(self.comment))

    @property
    def is_empty(self) -> bool:
        """Tell whether git takes the message for empty: nothing but comments, blank lines and sign-offs."""
        written = (line.strip().lower() for line in self.text.split(b"\n"))
        return all(not line or line.startswith(SIGN_OFF) for line in written)


def read_message(message: bytes, comment: bytes = b"#") -> Message:
    """Find the parts of a message; ``comment`` is core.commentChar or core.commentString, and may be ``auto``."""
    lines = tuple(_LINE.findall(message))
    if comment == AUTO:
        comment = _chosen(lines)
    end = _end_of_text(lines, comment or b"#")
    return Message(lines, _start_of_trailers(lines[:end], comment or b"#"), end, comment or b"#")


def with_trailer(message: Message, trailer: bytes) -> bytes:
    """Add a line at the end of the trailer block, or begin one; every other byte stays."""
    lines, start, end, _ = message
    before, after = b"".join(lines[:end]), b"".join(lines[end:])
    eol = _eol(lines[:end])
    gap = eol if start == end else b""
    if before.endswith(b"\n"):
        return before + gap + trailer + eol + after
    return before + eol + gap + trailer + after


def _eol(lines: Sequence[bytes]) -> bytes:
    ended = [line for line in lines if line.endswith(b"\n")]
    return b"\r\n" if ended and ended[-1].endswith(b"\r\n") else b"\n"


def _chosen(lines: Sequence[bytes]) -> bytes:
    """Guess what ``auto`` chose: git tells nobody, but begins each line of its block of hints with it."""
    cut = next((line for line in lines if line[1:].rstrip() == CUT and line[:1] in CANDIDATES), b"")
    last = cut or next((line for line in reversed(lines) if line.strip()), b"")
    mark = last[:1]
    return mark if mark and mark in CANDIDATES and last[1:2] in (b" ", b"\t", b"\n", b"\r", b"") else b"\0"


def _end_of_text(lines: Sequence[bytes], comment: bytes) -> int:
    """Leave out what is below the scissors, then trailing comments, blank lines, and git's old list of conflicts."""
    end = next((i for i, line in enumerate(lines) if line.rstrip(b"\r\n") == comment + CUT), len(lines))
    kept, in_conflicts = 0, False
    for number, line in enumerate(lines[:end], 1):
        if line.startswith(comment) or not line.strip():
            continue
        if line.rstrip(b"\r\n") == b"Conflicts:" and line.endswith(b"\n"):
            in_conflicts = True
        elif not (in_conflicts and line.startswith(b"\t")):
            kept, in_conflicts = number, False
    return kept


def _start_of_trailers(lines: Sequence[bytes], comment: bytes) -> int:
    """Find the last paragraph if it is trailers: all of it, or a quarter with one that git itself writes.

    The first paragraph is the title, never trailers. Returns the number of lines where there is no such paragraph.
    """
    title = _title(lines, comment)
    trailers = others = folded = 0
    generated = False
    for number in range(len(lines) - 1, title - 1, -1):
        line = lines[number]
        if line.startswith(comment):
            others, folded = others + folded, 0
        elif not line.strip():
            others += folded
            mixed = generated and trailers * 3 >= others
            return number + 1 if mixed or (trailers and not others) else len(lines)
        elif line.startswith(GENERATED) or _TRAILER.match(line):
            generated = generated or line.startswith(GENERATED)
            trailers, folded = trailers + 1, 0
        elif line[:1].isspace():
            folded += 1
        else:
            others, folded = others + folded + 1, 0
    return len(lines)


def _title(lines: Sequence[bytes], comment: bytes) -> int:
    for number, line in enumerate(lines):
        if not line.startswith(comment) and not line.strip():
            return number
    return len(lines)
