"""Protobuf definitions: ``import``, also ``public`` and ``weak``, as edges of kind ``contract``.

An import is looked for below the file's own folder and each one above it, then anywhere in the tree, the nearest first,
then at the top without its leading folders (``github.com/acme/shop/api/x.proto``).
Which generated code belongs to a definition is told by the manifests ``proto`` and ``proto_stub``.
Source: https://protobuf.dev/reference/protobuf/proto3-spec/
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from sys import intern

from blastgate.languages._code import COMMENTS, blank, hidden
from blastgate.languages._lexing import DOUBLE_QUOTED, LineCounter, text
from blastgate.languages._paths import folders_up, nearest_first
from blastgate.languages.interface import Import
from blastgate.model.snapshot import Snapshot

NAME = "protobuf"
EXTENSIONS = (".proto",)
VERSION = 1

_OUTSIDE = ("google/protobuf/", "google/api/", "google/rpc/", "google/type/")
_HIDDEN = hidden(DOUBLE_QUOTED + rb"|" + COMMENTS)
_IMPORT = re.compile(rb"import\s++(?:public\s++|weak\s++|option\s++)?+[\"']([^\"'\n]++)[\"']\s*+;")


def extract(data: bytes) -> tuple[Import, ...]:
    """Find the imports of a definition that no comment hides."""
    code = blank(data, _HIDDEN, keep=(b'"',)) if b"/" in data else data
    lines = LineCounter(code)
    found = ((lines.at(match.start(1)), text(match[1])) for match in _IMPORT.finditer(code))
    return tuple(Import(intern(name), line, "contract") for line, name in found)


def is_test(path: str) -> bool:
    """Tell definitions in test folders by whole tokens."""
    return not {"test", "tests", "testdata"}.isdisjoint(path.split("/")[:-1])


def resolver(snapshot: Snapshot) -> ProtobufResolver:
    """Index the definitions of a snapshot; include paths given to the compiler are not read."""
    return ProtobufResolver(snapshot.entries)


class ProtobufResolver:
    """Answers from the definitions of the tree by name."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._named: dict[str, list[str]] = {}
        self._folders: set[str] = set()
        for path in sorted(path for path in paths if path.endswith(EXTENSIONS)):
            self._named.setdefault(path.rpartition("/")[2], []).append(path)
            self._folders.update(path.split("/")[:-1])

    def resolve(self, path: str, found: Import) -> tuple[str, ...] | None:
        """Find the definition that is imported: in the nearest folder above, else the nearest of its name."""
        folder, name = path.rpartition("/")[0], found.name
        named = self._named.get(name.rpartition("/")[2], [])
        ending = [file for file in named if file == name or file.endswith("/" + name)]
        above = {f"{up}/{name}".lstrip("/"): None for up in folders_up(folder)}
        file = next((place for place in above if place in ending), None)
        file = file or (nearest_first(ending, folder)[0] if ending else _at_top(name, named))
        if file is not None:
            return (file,)
        ours = name.partition("/")[0] in self._folders | {name} and not name.startswith(_OUTSIDE)
        return None if ours else ()


def _at_top(name: str, named: Iterable[str]) -> str | None:
    """Drop leading folders, as many as it takes, but keep three parts."""
    parts = name.split("/")
    tails = ["/".join(parts[start:]) for start in range(1, min(len(parts) - 2, 8))]
    return next((tail for tail in tails if tail in named), None)
