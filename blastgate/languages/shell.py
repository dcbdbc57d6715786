"""Shell: files taken in by ``source`` or ``.``.

Sees: literal paths, and what is literal after a variable or ``$(dirname ...)``, looked for beside the script, then in
each folder above it. Does not see: other scripts that are run, paths put together at run time, here-documents as text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from sys import intern

from blastgate.languages._lexing import LineCounter, text
from blastgate.languages._paths import folders_up
from blastgate.languages.interface import Import
from blastgate.model.paths import normalize
from blastgate.model.snapshot import Snapshot

NAME = "shell"
EXTENSIONS = (".sh", ".bash", ".zsh", ".ksh", ".bats")
VERSION = 1

_SOURCE = re.compile(rb"(?:^|[;&|{(]|\b(?:then|do|else)\b)[ \t]*+(?:source|\.)[ \t]++([^\n;&|]{1,400})", re.MULTILINE)
_WORD = re.compile(r"\"([^\"]*)\"?|'([^']*)'?|(\S+)")
_LITERAL = re.compile(r"[\w.@+/-]++(?=[\s\"')]|\Z)")


def extract(data: bytes) -> tuple[Import, ...]:
    """Find the files that a script takes in, up to the first blank outside of quotes."""
    lines = LineCounter(data)
    found = []
    for match in _SOURCE.finditer(data):
        line = lines.at(match.start(1))
        name = _path(text(match[1]))
        if name:
            found.append(Import(intern(name), line))
    return tuple(found)


def is_test(path: str) -> bool:
    """Tell test folders, ``_test.sh`` and ``.bats`` files by whole tokens."""
    *folders, file = path.split("/")
    stem = file.rpartition(".")[0]
    named = stem.startswith("test_") or stem.endswith(("_test", "-test")) or file.endswith(".bats")
    return named or not {"test", "tests", "testdata"}.isdisjoint(folders)


def resolver(snapshot: Snapshot) -> ShellResolver:
    """Keep the paths of a snapshot; the shell has no settings."""
    return ShellResolver(snapshot.entries)


def _path(written: str) -> str:
    """Return the literal end of a word, after the last variable or substitution in it."""
    end = max(written.rfind(")"), written.rfind("}"))
    if written.startswith(('"$(', "$(", '"${', "${", '"`', "`")) and end > 0:
        tail = written[end + 1 :]
    else:
        word = _WORD.match(written)
        tail = next((group for group in word.groups() if group), "") if word else ""
        if tail.startswith("$"):
            tail = tail.partition("/")[2]
    literal = _LITERAL.match(tail.strip().lstrip("\"'").lstrip("/"))
    return literal[0] if literal and ("." in literal[0] or "/" in literal[0]) else ""


class ShellResolver:
    """Answers from the files of the tree."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._files = frozenset(paths)

    def resolve(self, path: str, found: Import) -> tuple[str, ...] | None:
        """Find a file beside the script, or from a folder above it; what a system has is external."""
        for folder in folders_up(path.rpartition("/")[0])[:20]:
            place = normalize(folder, found.name)
            if place is not None and place in self._files:
                return (place,)
        return ()
