"""Elixir: modules by name, wherever ``alias``, ``import``, ``use``, ``require`` or code in full names them.

Sees: ``alias A.{B, C}``, dotted module names in code, names that an alias shortens. The resolver reads which modules
each file defines, once more than extraction does. Does not see: names put together at run time, modules that macros
define, EEx templates.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from sys import intern

from blastgate.languages._code import blank, first_lines
from blastgate.languages._lexing import DOUBLE_QUOTED, LineCounter, text
from blastgate.languages._paths import nearest_first
from blastgate.languages.interface import Import
from blastgate.model.snapshot import Snapshot

NAME = "elixir"
EXTENSIONS = (".ex", ".exs")
VERSION = 1

_HEREDOC = rb'"""(?:[^"]++|"(?!""))*+(?:""")?'
_HIDDEN = re.compile(_HEREDOC + rb"|" + DOUBLE_QUOTED + rb"|\?[\"#]|#[^\n]*+", re.DOTALL)
_GROUP = re.compile(rb"(?:alias|import|require|use)[ \t]++([A-Z]\w*+(?:\.[A-Z]\w*+)*+)\.\{([^{}]{0,5000}+)\}")
_ALIAS = re.compile(rb"alias[ \t]++([A-Z]\w*+(?:\.[A-Z]\w*+)*+)(?!\.)(?:,[ \t]*+as:[ \t]*+([A-Z]\w*+))?")
_DEFINED = re.compile(rb"def(?:module|protocol)[ \t]++([A-Z][\w.]*+)")
_WORD = re.compile(rb"\n|[A-Za-z_:@][\w.@]*+")


def extract(data: bytes) -> tuple[Import, ...]:
    """Find the modules that an Elixir file names."""
    code = blank(data, _HIDDEN)
    found = list(_grouped(code))
    short = {text(name).rpartition(".")[2]: text(name) for name, _ in _ALIAS.findall(code)}
    short |= {text(as_): text(name) for name, as_ in _ALIAS.findall(code) if as_}
    short |= {one.name.rpartition(".")[2]: one.name for one in found}
    seen = {text(name) for name in _DEFINED.findall(code)}
    for word, line in first_lines(blank(code, _GROUP), _WORD):
        name = _module(text(word))
        first, dot, rest = name.partition(".")
        full = short[first] + dot + rest if dot and first in short else name
        if full and full not in seen and (dot or first not in short):
            seen.add(full)
            found.append(Import(intern(full), line))
    return tuple(sorted(found, key=lambda one: one.line))


def is_test(path: str) -> bool:
    """Tell ``test`` folders and ``_test.exs`` files by whole tokens."""
    *folders, file = path.split("/")
    return "test" in folders or file.endswith("_test.exs")


def resolver(snapshot: Snapshot) -> ElixirResolver:
    """Read which modules every Elixir file of a snapshot defines."""
    return ElixirResolver(snapshot)


def _grouped(code: bytes) -> Iterator[Import]:
    lines = LineCounter(code)
    for match in _GROUP.finditer(code):
        line = lines.at(match.start())
        for name in text(match[2]).split(","):
            if name.strip():
                yield Import(intern(f"{text(match[1])}.{name.strip()}"), line)


def _module(word: str) -> str:
    """Return the parts of a dotted word that name a module: those in capitals, from the first on."""
    parts: list[str] = []
    for part in word.split("."):
        if not part[:1].isupper():
            break
        parts.append(part)
    return ".".join(parts)


class ElixirResolver:
    """Answers from the modules that files define."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._modules: dict[str, list[str]] = {}
        wanted = sorted(path for path in snapshot.entries if path.endswith(EXTENSIONS))
        for path, content in snapshot.read_many(wanted):
            outer = ""
            for name in _DEFINED.findall(blank(content.data or b"", _HIDDEN)):
                outer = outer or text(name)
                for spelled in {text(name), f"{outer}.{text(name)}"}:
                    self._modules.setdefault(spelled, []).append(path)

    def resolve(self, path: str, found: Import) -> tuple[str, ...] | None:
        """Find the file that defines a module, the nearest of several; never a test for what ships.

        mix.exs runs before the project is compiled: the modules it lists are names.
        """
        if path.rpartition("/")[2] == "mix.exs":
            return ()
        files = self._modules.get(found.name, [])
        if not is_test(path):
            files = [file for file in files if not is_test(file)]
        return (nearest_first(files, path.rpartition("/")[0])[0],) if files else ()
