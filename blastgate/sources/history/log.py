"""A whole history as one stream: each commit, when it landed and, if asked, the paths and lines it touches.

One ``git log`` over the objects alone. Without paths it compares no trees, without lines it reads no file.
Format: git-log(1) "-z", git-diff-tree(1) "RAW OUTPUT FORMAT" and "--numstat".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import IO, Literal

from blastgate.errors import SourceError
from blastgate.model.named import NamedTuple
from blastgate.model.stats import Landed, Touched
from blastgate.sources.git.door import Git
from blastgate.sources.history.commits import commit_of, revisions, shallow_ends
from blastgate.sources.history.notes import Notes

Detail = Literal["commits", "paths", "lines"]
FIELDS = ("%H", "%ct", "%P", "%an", "%ae", "%cn", "%ce", "%aI", "%B")  # git ends each at a NUL, so none holds one
LOG = ("log", "--stdin", "-z", f"--format={'%x00'.join(FIELDS)}", "--encoding=UTF-8", "--no-color", "--no-ext-diff")
OPTIONS: dict[Detail, tuple[str, ...]] = {
    "commits": ("--no-patch",),
    "paths": ("--raw", "--no-renames", "--no-abbrev", "--ignore-submodules=none"),
    "lines": ("--numstat", "-M", "-l1000", "--ignore-submodules=none"),
}
CHUNK = 1 << 18
_raw = re.compile(rb"\n?:\d{6} \d{6} [0-9a-f]+ [0-9a-f]+ [A-Z]\d*").fullmatch
_count = re.compile(rb"\n?(\d+|-)\t(?:\d+|-)\t(.*)", re.DOTALL).fullmatch


class Span(NamedTuple):
    """From when to when, in Unix seconds, both included; None is open."""

    since: int | None = None
    until: int | None = None

    def holds(self, time: int | None) -> bool:
        """Tell whether a time is within; an unknown one is only within a span that is open at both ends."""
        if time is None:
            return self.since is None and self.until is None
        return (self.since is None or time >= self.since) and (self.until is None or time <= self.until)


def read_history(git: Git, wanted: list[str], detail: Detail = "commits", span: Span = Span()) -> Iterator[Landed]:  # noqa: B008
    """Yield the commits that these revisions reach, in git's order, with their notes.

    Every commit is looked at, however its date lies: histories are not in order of time.
    Raises SourceError for an unknown revision, and where paths or lines are asked that are not all here.
    """
    yield from _log(git, revisions(git, wanted), detail, span)


def read_commits_by_id(git: Git, shas: Iterable[str]) -> Iterator[Landed]:
    """Yield just these commits."""
    listed = sorted(set(shas))
    if listed:
        yield from _log(git, listed, "commits", Span(), "--no-walk")


def _log(git: Git, ids: list[str], detail: Detail, span: Span, *walk: str) -> Iterator[Landed]:
    ends = {end.encode() for end in shallow_ends(git)}  # without their parents they seem to add every file there is
    notes, read = Notes(git), {"commits": _nothing, "paths": _paths, "lines": _lines}[detail]
    with git.store.stream(*LOG, *OPTIONS[detail], *walk, input="\n".join([*ids, ""]).encode()) as stream:
        fields = _fields(stream)
        head = next(fields, None)
        while head is not None:
            values = [head, *islice(fields, len(FIELDS) - 1)]
            files, head = read(fields)
            if len(values) < len(FIELDS):
                head = values[0]
                break  # git tells why when it is let go of
            time = _time(values[1])
            if span.holds(time):
                counted = detail == "lines" and values[0] not in ends
                files = files if values[0] not in ends else ()
                added = sum(f.added for f in files) if counted else None
                commit = notes.attach(commit_of([values[0], *values[2:]], added))
                yield Landed(commit, time, files)
    if head is not None:
        raise SourceError("ended in the middle of a commit", "git log", "git fsck tells what is damaged")


def _fields(stream: IO[bytes]) -> Iterator[bytes]:
    rest = b""
    while chunk := stream.read(CHUNK):
        *fields, rest = (rest + chunk).split(b"\0")
        yield from fields
    if rest:
        yield rest


Files = tuple[tuple[Touched, ...], bytes | None]
Reader = Callable[[Iterator[bytes]], Files]


def _nothing(fields: Iterator[bytes]) -> Files:
    return (), next(fields, None)


def _paths(fields: Iterator[bytes]) -> Files:
    """Read ``:modes ids letter``, NUL, path, for as long as there are such; return what comes after, too."""
    found: list[Touched] = []
    field = next(fields, None)
    while field is not None and _raw(field):
        found.append(Touched(_text(next(fields, b"")), 0))
        field = next(fields, None)
    return tuple(found), field


def _lines(fields: Iterator[bytes]) -> Files:
    """Read ``added<TAB>deleted<TAB>path``; an empty path says that the old and the new one follow."""
    found: list[Touched] = []
    field = next(fields, None)
    while field is not None and (entry := _count(field)):
        added = int(entry[1]) if entry[1] != b"-" else 0
        if entry[2]:
            found.append(Touched(_text(entry[2]), added))
        else:
            old, new = next(fields, b""), next(fields, b"")
            found += [Touched(_text(old), 0), Touched(_text(new), added)]
        field = next(fields, None)
    return tuple(found), field


def _text(path: bytes) -> str:
    return path.decode("utf-8", "surrogateescape")


def _time(field: bytes) -> int | None:
    """Read Unix seconds; git prints nothing, or zero, for a date that it cannot read."""
    return int(field) if field.isdigit() and len(field) < 12 and field != b"0" else None
