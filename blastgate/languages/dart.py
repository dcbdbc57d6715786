"""Dart: ``import``, ``export`` and ``part`` of relative files and of packages in the repository.

``package:shop/cart.dart`` is ``lib/cart.dart`` of the nearest pubspec.yaml named ``shop``. Conditional imports count in
all their branches. Does not see: generated parts that are not committed (told as unresolved), deferred loading by name.
"""

from __future__ import annotations

import re
from sys import intern

from blastgate.languages._code import COMMENTS, blank, hidden
from blastgate.languages._lexing import DOUBLE_QUOTED, SINGLE_QUOTED, LineCounter, text
from blastgate.languages._paths import nearest_first
from blastgate.languages.interface import Import
from blastgate.model.paths import normalize
from blastgate.model.snapshot import Snapshot

NAME = "dart"
EXTENSIONS = (".dart",)
VERSION = 1

_TRIPLE = rb"'''(?:[^']++|'(?!''))*+(?:''')?|\"\"\"(?:[^\"]++|\"(?!\"\"))*+(?:\"\"\")?"
_HIDDEN = hidden(_TRIPLE + rb"|" + DOUBLE_QUOTED + rb"|" + SINGLE_QUOTED + rb"|" + COMMENTS)
_DIRECTIVE = re.compile(rb"^[ \t]*+(?:import|export|part(?:[ \t]++of)?)\s++(?=[\"'])([^;]{1,2000}+);", re.MULTILINE)
_URI = re.compile(rb"(?:\A|\)\s*+)[\"']([^\"'\n$]++)[\"']")
_PUBSPEC_NAME = re.compile(rb"^name:[ \t]*+[\"']?(\w++)", re.MULTILINE)


def extract(data: bytes) -> tuple[Import, ...]:
    """Find the directives of a Dart file that no comment hides."""
    code = blank(data, _HIDDEN, keep=(b'"', b"'"))
    lines = LineCounter(code)
    found: list[Import] = []
    for match in _DIRECTIVE.finditer(code):
        line = lines.at(match.start(1))
        found.extend(Import(intern(text(uri)), line) for uri in _URI.findall(match[1]))
    return tuple(found)


def is_test(path: str) -> bool:
    """Tell ``test``, ``integration_test`` folders and ``_test.dart`` files by whole tokens."""
    *folders, file = path.split("/")
    return not {"test", "integration_test", "test_driver"}.isdisjoint(folders) or file.endswith("_test.dart")


def resolver(snapshot: Snapshot) -> DartResolver:
    """Read the name in every pubspec.yaml of a snapshot."""
    return DartResolver(snapshot)


class DartResolver:
    """Answers from the packages of the tree by name."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._files = snapshot.entries
        self._packages: dict[str, list[str]] = {}
        wanted = sorted(path for path in self._files if path.rpartition("/")[2] == "pubspec.yaml")
        for path, content in snapshot.read_many(wanted):
            if name := _PUBSPEC_NAME.search(content.data or b""):
                self._packages.setdefault(text(name[1]), []).append(path.rpartition("/")[0])

    def resolve(self, path: str, found: Import) -> tuple[str, ...] | None:
        """Find the file of a URI."""
        folder = path.rpartition("/")[0]
        scheme, colon, rest = found.name.partition(":")
        if not colon:
            place = normalize(folder, found.name)
        elif scheme == "package":
            package, _, file = rest.partition("/")
            roots = self._packages.get(package)
            if not roots:
                return ()
            place = f"{nearest_first(roots, folder)[0]}/lib/{file}".lstrip("/")
        else:
            return ()
        return (place,) if place is not None and place in self._files else None
