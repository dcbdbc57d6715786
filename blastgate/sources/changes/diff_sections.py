"""A diff cut into the sections of its files; hunks are as long as their headers say, so content is never a header."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import NoReturn

from blastgate.errors import SourceError
from blastgate.sources.changes.patches import MAX_PATCH_BYTES

HEADERS = (
    b"old mode ",
    b"new mode ",
    b"deleted file mode ",
    b"new file mode ",
    b"copy from ",
    b"copy to ",
    b"rename from ",
    b"rename to ",
    b"similarity index ",
    b"dissimilarity index ",
    b"index ",
)
_hunk = re.compile(rb"@@ -(\d{1,9})(?:,(\d{1,9}))? \+(\d{1,9})(?:,(\d{1,9}))? @@").match
_binary = re.compile(rb"Binary files (.+) and (.+) differ\r?$").match
_one_sided = re.compile(rb"Only in [^:]+: .").match
_log = re.compile(rb"Submodule (.+) ([0-9a-f]{7,64})\.{2,3}([0-9a-f]{7,64})(?: \([a-z ]+\))?:?\r?$").match


@dataclass(slots=True)
class Section:
    """What a diff says of one file: its header lines, names as written, and its hunks (empty when over the bound)."""

    line: int
    git: bytes | None = None
    headers: dict[bytes, bytes] = field(default_factory=dict)
    old: bytes | None = None
    new: bytes | None = None
    binary: bool = False
    added: int = 0
    removed: int = 0
    hunks: list[bytes] = field(default_factory=list)
    ranges: list[tuple[int, int]] = field(default_factory=list)  # lengths of each hunk on both sides
    size: int = 0
    last: bool = False

    def keep(self, line: bytes) -> None:
        """Keep a line of a hunk, while the file is within its bound."""
        self.size += len(line)
        if self.complete:
            self.hunks.append(line)
        else:
            self.hunks.clear()

    @property
    def complete(self) -> bool:
        """Tell whether all lines of the hunks were kept."""
        return self.size <= MAX_PATCH_BYTES


def read_sections(data: bytes, other: Callable[[bytes], None]) -> Iterator[Section]:
    """Yield the sections of a diff; lines that belong to none (mail, log) go to ``other``.

    Raises SourceError naming the line where the diff is truncated or malformed.
    """
    lines = Lines(data)
    while lines.current:
        line = lines.current
        if line.startswith(b"diff --git "):
            yield _read_git(lines)
        elif line.startswith(b"--- ") and lines.next.startswith(b"+++ "):
            section = Section(lines.number)
            _read_hunks(lines, section)
            yield section
        elif found := _binary(line):
            yield Section(lines.number, None, {}, found[1], found[2], binary=True)
            lines.advance()
        elif found := _log(line):
            mode = {b"index ": found[2] + b".." + found[3] + b" 160000"}
            yield Section(lines.number, b"%s %s" % (found[1], found[1]), mode)
            lines.advance()
        else:
            _refuse_hidden(lines)
            other(line)
            lines.advance()


class Lines:
    """The lines of a diff with one line of foresight; ``number`` is that of ``current``, from 1."""

    def __init__(self, data: bytes) -> None:
        self._source = BytesIO(data)
        self.number = 1
        self.prose = False  # a mail or a log was seen: its text may say anything
        self.current = self._source.readline()
        self.next = self._source.readline()

    def advance(self) -> bytes:
        """Step to the next line and return it; empty at the end."""
        self.number += 1
        self.current, self.next = self.next, self._source.readline()
        return self.current

    def refuse(self, message: str) -> NoReturn:
        """Raise SourceError for the current line."""
        raise SourceError(message, f"the diff, line {self.number}", "make the diff again: git diff BASE...HEAD")


def _refuse_hidden(lines: Lines) -> None:
    """Stop at what tells of a change without showing it."""
    line = lines.current
    if line.startswith(b"@@ -"):
        lines.refuse("a hunk without the names of its file")
    if line.startswith((b"diff --cc ", b"diff --combined ")):
        lines.refuse("a combined diff of a merge shows only part of the change")
    if line.startswith(b"--- ") and not lines.next:
        lines.refuse("ends in the middle of a file header")
    lines.prose |= line.startswith((b"From ", b"From: ", b"commit "))
    if _one_sided(line) and not lines.prose:
        lines.refuse("a file on one side only is not shown: use diff -N")


def _read_git(lines: Lines) -> Section:
    section = Section(lines.number, lines.current[len(b"diff --git ") :].rstrip(b"\r\n"))
    lines.advance()
    while header := next((h for h in HEADERS if lines.current.startswith(h)), b""):
        section.headers[header] = lines.current[len(header) :].rstrip(b"\r\n")
        lines.advance()
    if lines.current.startswith(b"--- "):
        _read_hunks(lines, section)
    elif _binary(lines.current):
        section.binary = True
        lines.advance()
    elif lines.current.rstrip() == b"GIT binary patch":
        section.binary = True
        _skip_binary(lines)
    elif lines.current.startswith((b"@@ -", b"+++ ")):
        lines.refuse("a hunk without the names of its file")
    section.last = not lines.current
    return section


def _skip_binary(lines: Lines) -> None:
    """Step over ``literal N`` or ``delta N`` blocks, each ended by an empty line."""
    lines.advance()
    if not lines.current.startswith((b"literal ", b"delta ")):
        lines.refuse("a binary patch without its data")
    while lines.current.startswith((b"literal ", b"delta ")):
        while lines.current.strip():
            lines.advance()
        if not lines.current:
            lines.refuse("ends in the middle of a binary patch")
        lines.advance()


def _read_hunks(lines: Lines, section: Section) -> None:
    section.old = lines.current[4:].rstrip(b"\r\n")
    if not lines.advance().startswith(b"+++ "):
        lines.refuse("the line with the new name (+++) is missing")
    section.new = lines.current[4:].rstrip(b"\r\n")
    if not lines.advance().startswith(b"@@ -"):
        lines.refuse("the first hunk (@@) is missing")
    while lines.current.startswith(b"@@"):
        _read_hunk(lines, section)
    if lines.current[:1] in (b"+", b"-", b" ") and not _ends_patch(lines):
        lines.refuse("a hunk is longer than its header says")


def _ends_patch(lines: Lines) -> bool:
    """A next file without a ``diff`` line, or the signature that mail puts below."""
    line = lines.current
    return line.rstrip(b"\r\n") in (b"-- ", b"--") or (line.startswith(b"--- ") and lines.next.startswith(b"+++ "))


def _read_hunk(lines: Lines, section: Section) -> None:
    header = _hunk(lines.current)
    if header is None:
        lines.refuse("the header of a hunk is malformed")
    old, new = (int(header[group] or 1) if header[group] != b"0" else 0 for group in (2, 4))
    section.ranges.append((old, new))
    section.keep(lines.current)
    while old > 0 or new > 0:
        line = lines.advance()
        mark = line[:1]
        if mark == b"+":
            new -= 1
            section.added += 1
        elif mark == b"-":
            old -= 1
            section.removed += 1
        elif mark in (b" ", b"\n", b"\r"):
            old, new = old - 1, new - 1
        elif mark != b"\\":
            lines.refuse("ends in the middle of a hunk" if not line else "a line that belongs to no side of the hunk")
        if old < 0 or new < 0:
            lines.refuse("a hunk does not fit the lengths in its header")
        if mark != b"\\":
            section.keep(line)
    while lines.advance().startswith(b"\\"):
        pass
