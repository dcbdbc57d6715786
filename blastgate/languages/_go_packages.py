"""The Go packages of a tree: one folder is one package, joined through its anchor file."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from fnmatch import translate
from functools import lru_cache

from blastgate.model.paths import normalize

_NATIVE = (".s", ".c", ".h", ".cc", ".cpp", ".hpp", ".syso")  # compiled into the package by cgo and the assembler


class Packages:
    """Files by folder: those of the package, its tests, and everything, for embed patterns."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._all = sorted(paths)
        self._sources: dict[str, list[str]] = {}
        self._tests: dict[str, list[str]] = {}
        self._native: dict[str, list[str]] = {}
        for path in self._all:
            folder = path.rpartition("/")[0]
            if path.endswith("_test.go"):
                self._tests.setdefault(folder, []).append(path)
            elif path.endswith(".go"):
                self._sources.setdefault(folder, []).append(path)
            elif path.endswith(_NATIVE):
                self._native.setdefault(folder, []).append(path)

    def anchor(self, folder: str) -> str | None:
        """Return the file that stands for the package in a folder: the one named as the folder, else the first."""
        sources = self._sources.get(folder)
        if not sources:
            return None
        namesake = f"{folder}/{folder.rpartition('/')[2]}.go"
        return namesake if folder and namesake in sources else sources[0]

    def beside(self, path: str) -> tuple[str, ...]:
        """Return what a file is compiled with: all of the package for its anchor, the anchor for the others."""
        folder = path.rpartition("/")[0]
        anchor = self.anchor(folder)
        if path.endswith("_test.go"):
            tests = self._tests.get(folder, [path])
            joined = tests if path == tests[0] else tests[:1]
            return tuple(file for file in (anchor, *joined) if file is not None and file != path)
        if path != anchor:
            return (anchor,) if anchor else ()
        return tuple(file for file in (*self._sources[folder], *self._native.get(folder, ())) if file != path)

    def embedded(self, folder: str, pattern: str) -> tuple[str, ...] | None:
        """Return the files that an embed pattern takes in (rules of package embed); None when there are none.

        A folder is taken with all below it, but for names that begin with ``.`` or ``_``, unless it is ``all:``.
        """
        hidden = pattern.startswith("all:")
        place = normalize(folder, pattern.removeprefix("all:"))
        if place is None:
            return None
        fixed = re.split(r"[*?\[\\]", place, maxsplit=1)[0]
        found = []
        for path in self._below(fixed):
            rest = _after_match(place, path)
            if rest is not None and (hidden or not any(part.startswith((".", "_")) for part in rest)):
                found.append(path)
        return tuple(found) or None

    def _below(self, prefix: str) -> list[str]:
        end = bisect_left(self._all, prefix + "\U0010ffff")
        return self._all[bisect_left(self._all, prefix) : end]


def _after_match(pattern: str, path: str) -> list[str] | None:
    """Match the leading parts of a path with a pattern, part by part; return the parts below the match."""
    wanted = pattern.split("/") if pattern else []
    parts = path.split("/")
    if len(parts) < len(wanted):
        return None
    if all(part == want or _part_pattern(want).match(part) for want, part in zip(wanted, parts, strict=False)):
        return parts[len(wanted) :]
    return None


@lru_cache(maxsize=1_000)
def _part_pattern(want: str) -> re.Pattern[str]:
    return re.compile(translate(want.replace("[^", "[!")))
