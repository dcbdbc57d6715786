"""Style sheets: ``@import`` of CSS, Less and Sass, ``@use`` and ``@forward`` of Sass.

Sees: relative names, with Sass's partials (``_x.scss``) and index files. Does not see: load paths and bundlers'
aliases, ``url()`` of images, ``composes``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from sys import intern

from blastgate.languages._code import COMMENTS, blank, hidden
from blastgate.languages._lexing import DOUBLE_QUOTED, SINGLE_QUOTED, LineCounter, text
from blastgate.languages.interface import Import
from blastgate.model.paths import normalize
from blastgate.model.snapshot import Snapshot

NAME = "css"
EXTENSIONS = (".css", ".scss", ".sass", ".less")
VERSION = 1

_HIDDEN = hidden(DOUBLE_QUOTED + rb"|" + SINGLE_QUOTED + rb"|url\([^)\n]*+\)?|" + COMMENTS)
_RULE = re.compile(rb"@(?:import|use|forward)\b[ \t]*+(?:\([\w, ]*+\)[ \t]*+)?([^;{}\n]{1,2000}+)")
_NAME = re.compile(rb"(?:url\()?[\"']?([^\"'()\s,]++)[\"']?\)?[ \t]*+(,?)[ \t]*+")
_SUFFIXES = ("", ".scss", ".sass", ".css", ".less", ".css.scss", ".css.sass")


def extract(data: bytes) -> tuple[Import, ...]:
    """Find the rules that take in other sheets and that no comment hides."""
    if b"@" not in data:
        return ()
    code = blank(data, _HIDDEN, keep=(b'"', b"'", b"url"))
    lines = LineCounter(code)
    found: list[Import] = []
    for match in _RULE.finditer(code):
        line = lines.at(match.start(1))
        found.extend(Import(intern(name), line) for name in _names(match[1]))
    return tuple(found)


def is_test(path: str) -> bool:
    """Tell sheets in test folders by whole tokens."""
    return not {"test", "tests", "__tests__"}.isdisjoint(path.split("/")[:-1])


def resolver(snapshot: Snapshot) -> CssResolver:
    """Keep the paths of a snapshot; style sheets have no settings."""
    return CssResolver(snapshot.entries)


def _names(listed: bytes) -> Iterator[str]:
    position = 0
    while match := _NAME.match(listed, position):
        yield text(match[1])
        position = match.end()
        if not match[2]:
            return


class CssResolver:
    """Answers from the files of the tree."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._files = frozenset(paths)

    def resolve(self, path: str, found: Import) -> tuple[str, ...] | None:
        """Find a sheet beside this one, also as a partial or an index."""
        if ":" in found.name or "node_modules" in found.name or found.name.startswith(("~", "/")):
            return ()
        place = normalize(path.rpartition("/")[0], found.name)
        if place is None:
            return None
        folder, _, file = place.rpartition("/")
        prefix = f"{folder}/" if folder else ""
        for stem in (place, f"{prefix}_{file}", f"{place}/_index", f"{place}/index"):
            if match := next((stem + suffix for suffix in _SUFFIXES if stem + suffix in self._files), None):
                return (match,)
        return None if found.name.startswith(".") else ()
