"""Go modules of a tree, and the folder that an import path means.

Rules from the Go modules reference: the module with the longest matching path holds a package; ``replace`` with a path
leads to a folder, in go.mod for its own module and in go.work for all below it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from blastgate.languages._go_packages import Packages
from blastgate.languages._lexing import text
from blastgate.languages._paths import folders_up, nearest_first
from blastgate.languages.interface import Import
from blastgate.model.paths import normalize
from blastgate.model.snapshot import Snapshot

_MODULE = re.compile(rb"^[ \t]*+module[ \t]++\(?\s*+[\"`]?([^\s\"`]++)", re.MULTILINE)
_REPLACE = re.compile(
    rb"^[ \t]*+(?:replace[ \t(]++)?+[\"`]?([^\s\"`]++)[\"`]?[^\n=]*?=>[ \t]*+[\"`]?(\.[^\s\"`]*+)", re.M
)

_Answer = tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Module:
    """One go.mod: its folder, its path, and the import paths it replaces by folders."""

    root: str
    path: str
    replaced: dict[str, str]


class GoResolver:
    """Answers from the packages of the tree and its modules."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._packages = Packages(snapshot.entries)
        self._modules: dict[str, Module] = {}
        self._by_path: dict[str, list[Module]] = {}
        self._own: dict[str, Module | None] = {}
        self._memo: dict[tuple[str | None, str], _Answer] = {}
        self._read(snapshot)

    def resolve(self, path: str, found: Import) -> tuple[str, ...] | None:
        """Find the anchor of a package, the other files of the own one, or the files an embed pattern takes in."""
        folder = path.rpartition("/")[0]
        name = found.name
        if name.startswith("package "):
            return self._packages.beside(path)
        if name.startswith("go:embed "):
            return self._packages.embedded(folder, name.removeprefix("go:embed "))
        if name.startswith("."):
            place = normalize(folder, name)
            return self._anchor(place) if place is not None else None
        module = self._module_of(folder)
        key = (module.root if module else None, name)
        if key not in self._memo:
            self._memo[key] = self._find(module, folder, name)
        return self._memo[key]

    def _find(self, module: Module | None, folder: str, name: str) -> _Answer:
        """Look in replaced paths, the own module, all modules (longest path first), and the vendor folder."""
        missing: _Answer = ()
        for prefix in _prefixes(name):
            for root in self._roots(module, folder, prefix):
                place = normalize(root, name[len(prefix) :])
                if place is not None and (answer := self._anchor(place)):
                    return answer
                missing = None
        if module is not None and (answer := self._anchor(f"{module.root}/vendor/{name}".lstrip("/"))):
            return answer
        return missing

    def _roots(self, module: Module | None, folder: str, prefix: str) -> list[str]:
        """List where the module of this path may lie, nearest to the importer first."""
        roots = []
        if module is not None:
            roots += [module.replaced[prefix]] if prefix in module.replaced else []
            roots += [module.root] if module.path == prefix else []
        others = (other.root for other in self._by_path.get(prefix, ()))
        return roots + nearest_first(others, folder)[:1]

    def _anchor(self, folder: str) -> _Answer:
        anchor = self._packages.anchor(folder)
        return (anchor,) if anchor else None

    def _module_of(self, folder: str) -> Module | None:
        if folder not in self._own:
            nearest = next((above for above in folders_up(folder) if above in self._modules), None)
            self._own[folder] = self._modules[nearest] if nearest is not None else None
        return self._own[folder]

    def _read(self, snapshot: Snapshot) -> None:
        wanted = sorted(path for path in snapshot.entries if path.rpartition("/")[2] in ("go.mod", "go.work"))
        files = {path: content.data or b"" for path, content in snapshot.read_many(wanted)}
        works = {
            path.rpartition("/")[0]: _replaced(path, data) for path, data in files.items() if path.endswith(".work")
        }
        for path, data in files.items():
            declared = _MODULE.search(data)
            if not path.endswith("go.mod") or declared is None:
                continue
            root = path.rpartition("/")[0]
            work = next((works[above] for above in folders_up(root) if above in works), {})
            module = self._modules[root] = Module(root, text(declared[1]), _replaced(path, data) | work)
            self._by_path.setdefault(module.path, []).append(module)


def _replaced(path: str, data: bytes) -> dict[str, str]:
    found = {}
    for match in _REPLACE.finditer(data):
        place = normalize(path.rpartition("/")[0], text(match[2]))
        if place is not None:
            found[text(match[1])] = place
    return found


def _prefixes(name: str) -> Iterable[str]:
    """Yield an import path and those above it, longest first."""
    while name:
        yield name
        name = name.rpartition("/")[0]
