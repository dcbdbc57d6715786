"""Reading manifests as text: lines of words, folders, relative paths and workspace globs. Nothing here ever raises."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import lru_cache

from blastgate.model.paths import normalize
from blastgate.model.snapshot import Snapshot

_WORD = re.compile(r"[@\w][\w./@:-]*")


def decode(data: bytes) -> str:
    """Decode a manifest as UTF-8; a byte order mark is dropped, undecodable bytes become replacement marks."""
    return data.decode("utf-8-sig", errors="replace")


def folder_of(path: str) -> str:
    """Return the folder of a path; empty at the top."""
    return path[: path.rfind("/")] if "/" in path else ""


def name_of(path: str) -> str:
    """Return the last part of a path."""
    return path[path.rfind("/") + 1 :]


def inside(folder: str, relative: str) -> str | None:
    """Resolve a relative path from a folder; None when it is absolute, variable, remote, or leaves the repository."""
    relative = relative.strip().replace("\\", "/")
    if relative.startswith(("/", "~")) or "$" in relative or "://" in relative or "{{" in relative:
        return None
    return normalize(folder, relative)


def is_within(path: str, folder: str) -> bool:
    """Tell whether a path is a folder itself or anything below it."""
    return not folder or path == folder or path.startswith(folder + "/")


@lru_cache(maxsize=1)
def folders_of(snapshot: Snapshot) -> frozenset[str]:
    """List every folder of a snapshot, the top included."""
    found: set[str] = {""}
    for path in snapshot.entries:
        folder = folder_of(path)
        while folder not in found:
            found.add(folder)
            folder = folder_of(folder)
    return frozenset(found)


@lru_cache(maxsize=1)
def _in_order(snapshot: Snapshot) -> list[str]:
    return sorted(snapshot.entries)


def files_below(folder: str, snapshot: Snapshot, most: int) -> list[str]:
    """List the files below a folder, in order and at most so many of them."""
    paths, prefix = _in_order(snapshot), f"{folder}/" if folder else ""
    start = bisect_left(paths, prefix)
    return [path for path in paths[start : start + most] if path.startswith(prefix)]


@lru_cache(maxsize=1)
def _by_name(snapshot: Snapshot) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for path in _in_order(snapshot):
        found.setdefault(name_of(path), []).append(path)
    return found


def paths_named(snapshot: Snapshot, relative: str) -> list[str]:
    """List the paths that are this relative path or end in it as whole parts, in order."""
    same_name = _by_name(snapshot).get(name_of(relative), [])
    return [path for path in same_name if f"/{path}".endswith(f"/{relative}")]


class Words:
    """Where each word of a text stands: finds 1-based lines of keys without a parser that knows positions."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._lines: dict[str, list[int]] | None = None

    def line(self, *words: str) -> int:
        """Return the line of the last of these words, each looked for from the line of the one before it."""
        at = 1
        for word in words:
            lines = self._index().get(word.strip(), [])
            place = bisect_left(lines, at)
            if place < len(lines):
                at = lines[place]
        return at

    def _index(self) -> dict[str, list[int]]:
        if self._lines is None:
            self._lines = {}
            for number, line in enumerate(self._text.split("\n"), 1):
                for word in _WORD.findall(line):
                    self._lines.setdefault(word.rstrip(":"), []).append(number)
        return self._lines


def matches_glob(pattern: str, path: str) -> bool:
    """Match a workspace glob: ``**`` crosses folders, ``*`` and ``?`` stay in one, dot-folders count."""
    wanted = [part for part in pattern.strip().rstrip("/").split("/") if part not in ("", ".")]
    reached = _skip_stars({0}, wanted)
    for part in path.split("/") if path else ():
        step = set()
        for at in reached:
            if at < len(wanted):
                if wanted[at] == "**":
                    step.add(at)
                elif fnmatchcase(part, wanted[at]):
                    step.add(at + 1)
        reached = _skip_stars(step, wanted)
    return len(wanted) in reached


def _skip_stars(reached: set[int], wanted: list[str]) -> set[int]:
    """``**`` may stand for no folder at all."""
    for at in sorted(reached):
        while at < len(wanted) and wanted[at] == "**":
            at += 1
            reached.add(at)
    return reached


def numbered(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines of a text with their 1-based numbers."""
    return enumerate(text.split("\n"), 1)
