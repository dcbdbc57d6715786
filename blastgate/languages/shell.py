"""Shell: files taken in by ``source`` or ``.``, and by ``load`` in tests of Bats.

Sees: literal paths, and what is literal after a variable or ``$(dirname ...)``, looked for beside the script, then in
each folder above it. Does not see: other scripts that are run, scripts without an extension, paths put together at run
time, here-documents as text. Source of ``load``: https://bats-core.readthedocs.io/en/stable/writing-tests.html
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
VERSION = 2

_SOURCE = re.compile(
    rb"(?:^|[;&|{(!]|\b(?:if|elif|while|until|then|do|else)\b)[ \t]*+"
    rb"(source|\.|load)[ \t]++(?=([^\n]{1,400}))",
    re.MULTILINE,
)
_LITERAL = re.compile(r"[\w.@+/-]++")
_QUOTES = "\"'`"
_NO_QUOTES = str.maketrans("", "", "\"'")
_LOADED = (".bash", "")  # what Bats adds to a name, then the name itself


def extract(data: bytes) -> tuple[Import, ...]:
    """Find the files that a script takes in, up to the first blank outside of quotes."""
    lines = LineCounter(data)
    found = []
    for match in _SOURCE.finditer(data):
        name, loads = _path(text(match[2])), match[1] == b"load"
        if name and (loads or "." in name or "/" in name):
            found.append(Import(intern(f"load {name}" if loads else name), lines.at(match.start(1))))
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
    """Return the literal end of the first word, after the last variable or substitution in it."""
    word = _first_word(written).translate(_NO_QUOTES)
    end = max(word.rfind(sign) for sign in ")}`$") + 1
    literal = word[end:].partition("/")[2] if end else word.lstrip("/")
    return literal if _LITERAL.fullmatch(literal) else ""


def _first_word(written: str) -> str:
    """Cut a line at the first blank or operator that stands outside of quotes and substitutions."""
    depth, quote = 0, ""
    for at, sign in enumerate(written):
        if sign in "({" and (depth or written[at - 1 : at] == "$"):
            depth += 1
        elif depth:
            depth -= sign in ")}"
        elif quote:
            quote = "" if sign == quote else quote
        elif sign in _QUOTES:
            quote = sign
        elif sign in " \t;&|<>()":
            return written[:at]
    return written


class ShellResolver:
    """Answers from the files of the tree."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._files = frozenset(paths)

    def resolve(self, path: str, found: Import) -> tuple[str, ...] | None:
        """Find a file beside the script, or from a folder above it; what a system has is external."""
        name = found.name.removeprefix("load ")
        endings = _LOADED if name != found.name else ("",)
        for folder in folders_up(path.rpartition("/")[0])[:20]:
            for ending in endings:
                place = normalize(folder, name + ending)
                if place is not None and place in self._files:
                    return (place,)
        return ()
