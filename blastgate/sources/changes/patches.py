"""Added and removed lines out of git's own ``-p`` output.

Hunk headers say how many lines follow, so no content can pose as a header; files come in the order of the raw list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import IO

from blastgate.errors import SourceError
from blastgate.model.change import ABSENT, FileChange, Line, Patch

CHUNK_BYTES = 1 << 18
MAX_PATCH_BYTES = 2_000_000  # of one file; beyond, its lines are unknown
MAX_TOTAL_BYTES = 32_000_000  # of a change; beyond, the lines of the files that follow are unknown
_hunk = re.compile(rb"@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@").match


def read_patches(stream: IO[bytes], files: Sequence[FileChange]) -> dict[str, Patch]:
    """Read the lines of each file, by path; files over a bound are left out.

    Raises SourceError when the output and the files do not go together.
    """
    reader = _Reader(stream)
    patches: dict[str, Patch] = {}
    for file in files:
        patch = _read_file(reader, file)
        if patch is not None:
            patches[file.path] = patch
        if reader.total > MAX_TOTAL_BYTES:
            break
    return patches


def _read_file(reader: _Reader, file: FileChange) -> Patch | None:
    """Git shows a change of type (file, link, submodule) as a deletion and an addition."""
    old, new = file.old_blob or file.new_blob, file.new_blob or file.old_blob
    nothing = "0" * len(new)
    if file.old_mode == ABSENT:
        return reader.section(f"{nothing}..{new}")
    if file.new_mode == ABSENT:
        return reader.section(f"{old}..{nothing}")
    if file.old_mode[:2] == file.new_mode[:2]:
        return reader.section(f"{old}..{new}")
    deleted, added = reader.section(f"{old}..{nothing}"), reader.section(f"{nothing}..{new}")
    return Patch(added.added, deleted.removed) if added and deleted else None


class _Reader:
    """Reads one ``diff --git`` section after the other; ``total`` counts the bytes of lines kept."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._lines = _lines(stream)
        self.total = 0
        self._line = next(self._lines, b"")

    def section(self, blobs: str) -> Patch | None:
        """Read the lines of a section that must be of these blobs; None when they are over the bound."""
        if not self._line.startswith(b"diff --git "):
            raise _out_of_step(blobs)
        self._line = next(self._lines, b"")
        while self._line and not self._line.startswith((b"diff --git ", b"@@ ")):
            if self._line.startswith(b"index ") and blobs != self._line.split()[1].decode("ascii", "replace"):
                raise _out_of_step(blobs)
            self._line = next(self._lines, b"")
        kept = _Kept()
        while header := _hunk(self._line):
            self._hunk([int(number or 1) for number in header.groups()], kept)
        self.total += min(kept.size, MAX_PATCH_BYTES)
        return None if kept.size > MAX_PATCH_BYTES else Patch(tuple(kept.added), tuple(kept.removed))

    def _hunk(self, numbers: list[int], kept: _Kept) -> None:
        old, old_count, new, new_count = numbers
        old_end, new_end = old + old_count, new + new_count
        while old < old_end or new < new_end:
            line = next(self._lines, b"")
            mark = line[:1]
            if mark == b"-" and old < old_end:
                kept.keep(kept.removed, old, line)
                old += 1
            elif mark == b"+" and new < new_end:
                kept.keep(kept.added, new, line)
                new += 1
            elif mark == b" ":
                old, new = old + 1, new + 1
            elif mark != b"\\":
                raise _out_of_step(f"line {new}")
        self._line = next(self._lines, b"")
        while self._line.startswith(b"\\"):
            self._line = next(self._lines, b"")


class _Kept:
    """The lines of one file so far; past the bound they are let go."""

    def __init__(self) -> None:
        self.added: list[Line] = []
        self.removed: list[Line] = []
        self.size = 0

    def keep(self, lines: list[Line], number: int, raw: bytes) -> None:
        self.size += len(raw) + 1
        if self.size <= MAX_PATCH_BYTES:
            # bytes that are no UTF-8 become U+FFFD, so that every rule can read the text
            lines.append(Line(number, raw[1:].removesuffix(b"\r").decode("utf-8", "replace")))
        else:
            self.added.clear()
            self.removed.clear()


def _lines(stream: IO[bytes]) -> Iterator[bytes]:
    """Yield lines without their ends; one over the bound comes cut, which puts its file over the bound too."""
    rest = b""
    while chunk := stream.read(CHUNK_BYTES):
        *whole, rest = (rest + chunk).split(b"\n")
        yield from whole
        rest = rest[: MAX_PATCH_BYTES + 2]
    if rest:
        yield rest


def _out_of_step(place: str) -> SourceError:
    return SourceError("the patch does not go with the list of files", f"git diff, at {place[:90]}", "report this")
