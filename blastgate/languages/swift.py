"""Swift: ``import`` of the modules of Swift packages, and the module as the unit that compiles.

As a Go package is, a module is joined through one of its files, its anchor (``Cart.swift``, else the first by name):
importers have an edge to the anchor, the anchor to every other file of the module and each of those to the anchor. A
file's own module is spelled ``module``. Conditional imports count as present. Does not see: which file of a module
declares what, modules of Xcode projects and other builds, products of other repositories, resources.
"""

from __future__ import annotations

import re
from sys import intern

from blastgate.languages._code import COMMENTS, RAW_TRIPLE, blank, hidden
from blastgate.languages._lexing import DOUBLE_QUOTED, LineCounter, text
from blastgate.languages._paths import folders_up, nearest_first
from blastgate.languages._swift_targets import children_of, declared, folders_of
from blastgate.languages.interface import Import
from blastgate.model.snapshot import Snapshot

NAME = "swift"
EXTENSIONS = (".swift",)
VERSION = 1

_HIDDEN = hidden(RAW_TRIPLE + rb"|" + DOUBLE_QUOTED + rb"|" + COMMENTS)
_IMPORT = re.compile(
    rb"(?:^|;)[ \t]*+(?:@\w++(?:\([^()\n]*+\))?[ \t]++)*+(?:(?:public|package|internal|fileprivate|private)[ \t]++)?+"
    rb"import[ \t]++(?:(?:typealias|struct|class|enum|protocol|actor|let|var|func)[ \t]++)?+([A-Za-z_]\w*+)",
    re.MULTILINE,
)
_SOURCES = (".swift", ".h", ".hpp", ".c", ".cc", ".cpp", ".m", ".mm", ".s", ".metal")
_MANIFEST = "Package.swift"


def extract(data: bytes) -> tuple[Import, ...]:
    """Find the modules that a Swift file imports, its own first."""
    code = blank(data, _HIDDEN)
    lines = LineCounter(code)
    imported = (Import(intern(text(match[1])), lines.at(match.start(1))) for match in _IMPORT.finditer(code))
    return (Import("module", 1), *imported)


def is_test(path: str) -> bool:
    """Tell ``Tests`` and ``CartTests`` folders and test classes (``CartTests.swift``, ``CartSpec.swift``)."""
    *folders, file = path.split("/")
    if any(folder in ("test", "tests") or folder.endswith("Tests") for folder in folders):
        return True
    stem = file.partition(".")[0]
    return stem.endswith(("Test", "Tests", "TestCase", "Spec", "Specs")) and stem not in ("Test", "Tests", "Spec")


def resolver(snapshot: Snapshot) -> SwiftResolver:
    """Read every Package.swift of a snapshot and index the files of its targets."""
    return SwiftResolver(snapshot)


class SwiftResolver:
    """Answers from the targets of the packages in the tree."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._modules: dict[str, list[str]] = {}  # name -> folders
        self._files: dict[str, list[str]] = {}  # folder of a target -> its files
        self._names: dict[str, str] = {}
        sources = sorted(path for path in snapshot.entries if path.lower().endswith(_SOURCES))
        children = children_of(sources)
        manifests = [path for path in sources if path.rpartition("/")[2] == _MANIFEST]
        for path, content in snapshot.read_many(manifests):
            targets = folders_of(path.rpartition("/")[0], declared(content.data or b""), children)
            for name, folder in targets.items():
                self._modules.setdefault(name, []).append(folder)
                self._names.setdefault(folder, name)
        for path in sources:
            if (own := self._target_of(path)) is not None and path not in manifests:
                self._files.setdefault(own, []).append(path)

    def resolve(self, path: str, found: Import) -> tuple[str, ...] | None:
        """Find the anchor of a module, or the files the own one is compiled with."""
        own = self._target_of(path)
        if found.name == "module":
            return self._beside(path, own)
        folders = [folder for folder in self._modules.get(found.name, ()) if folder in self._files]
        if not folders:
            return ()
        folder = nearest_first(folders, path.rpartition("/")[0])[0]
        return () if folder == own else (self._anchor(folder),)

    def _beside(self, path: str, folder: str | None) -> tuple[str, ...]:
        """Return all of the module for its anchor, the anchor for the others."""
        if folder is None or path not in self._files[folder]:
            return ()
        anchor = self._anchor(folder)
        return (anchor,) if path != anchor else tuple(file for file in self._files[folder] if file != path)

    def _anchor(self, folder: str) -> str:
        files = self._files[folder]
        return next((file for file in files if file.endswith(f"/{self._names[folder]}.swift")), files[0])

    def _target_of(self, path: str) -> str | None:
        return next((above for above in folders_up(path.rpartition("/")[0]) if above in self._names), None)
