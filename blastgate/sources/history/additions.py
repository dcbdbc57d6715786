"""Lines that single commits add, for the AI share of a change."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import IO

from blastgate.errors import SourceError
from blastgate.model.change import Commit
from blastgate.sources.git.door import Git

OPTIONS = ("diff-tree", "--stdin", "-r", "--root", "-M", "-l1000", "--ignore-submodules=none", "--no-ext-diff")
OF_MERGES = ("--cc", "-p", "-U1", "--no-textconv")
MAX_LINE_BYTES = 1 << 20
_hunk = re.compile(rb"@@(@+) ((?:-\d+(?:,\d+)? )+)\+\d+(?:,(\d+))? @@").match


def count_additions(git: Git, commits: Sequence[Commit]) -> dict[str, int]:
    """Count the lines each commit adds, by id; a merge adds those that are in none of its parents.

    Empty when objects are missing here (a partial clone): not counted, never zero.
    """
    single = [commit.sha for commit in commits if len(commit.parents) < 2]
    merges = [commit.sha for commit in commits if len(commit.parents) > 1]
    try:
        return _count_single(git, single) | _count_merges(git, merges)
    except SourceError:
        return {}


def _count_single(git: Git, shas: list[str]) -> dict[str, int]:
    """Read ids, each followed by ``added<TAB>deleted<TAB>path``; an empty path says that two names follow."""
    counts, sha = dict.fromkeys(shas, 0), ""
    fields = iter(git.store.run(*OPTIONS, "--numstat", "-z", input=_lines(shas)).split(b"\0")) if shas else iter(())
    for field in fields:
        added, *rest = field.split(b"\t", 2)
        if not rest:
            sha = field.decode() or sha
            continue
        counts[sha] += int(added) if added != b"-" else 0
        if not rest[1]:
            next(fields), next(fields)
    return counts


def _count_merges(git: Git, shas: list[str]) -> dict[str, int]:
    counts, sha = dict.fromkeys(shas, 0), ""
    if not shas:
        return counts
    with git.store.stream(*OPTIONS, *OF_MERGES, input=_lines(shas)) as stream:
        while line := stream.readline(MAX_LINE_BYTES):
            header = _hunk(line)
            if header:
                counts[sha] += _count_hunk(stream, len(header[1]) + 1, header[2], header[3])
            elif line[:-1].decode("ascii", "replace") in counts:
                sha = line[:-1].decode()
    return counts


def _count_hunk(stream: IO[bytes], parents: int, sizes: bytes, result: bytes | None) -> int:
    """Count lines marked ``+`` for every parent, up to the end that the header tells."""
    left = [int(size.partition(b",")[2] or 1) for size in sizes.split()]
    to_come, added = int(result or 1), 0
    while to_come > 0 or any(size > 0 for size in left):
        line = stream.readline(MAX_LINE_BYTES)
        if not line:
            raise SourceError("ended in the middle of a hunk", "git diff-tree --cc", "report this")
        marks = line[:parents]
        removed = b"-" in marks
        if line.startswith(b"\\"):
            pass
        elif removed:
            left = [size - (mark == ord("-")) for size, mark in zip(left, marks, strict=True)]
        else:
            left = [size - (mark == ord(" ")) for size, mark in zip(left, marks, strict=True)]
            to_come -= 1
            added += marks == b"+" * parents
        while line and not line.endswith(b"\n"):
            line = stream.readline(MAX_LINE_BYTES)
    return added


def _lines(shas: list[str]) -> bytes:
    return "".join(f"{sha}\n" for sha in shas).encode()
