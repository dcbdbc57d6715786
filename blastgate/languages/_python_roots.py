"""Where Python looks for modules in a tree that nobody installed: the source roots, found from the paths alone.

A file sees the folders above it that are not packages, nearest first (the script's folder, the project, the top), then
the roots of other projects: parents of regular packages, ``src/`` folders and folders with a build file. A module found
in a nearer root shadows one of the same name farther away, so ``utils`` of one service is never that of another.
"""

from __future__ import annotations

from collections.abc import Iterable

from blastgate.languages._paths import nearest_first
from blastgate.languages._python_stdlib import NAMES
from blastgate.languages.interface import Import

_SUFFIXES = {".py": 0, ".pyi": 1, ".pyx": 2}  # what runs comes before the stub that describes it
_BUILD_FILES = frozenset({"pyproject.toml", "setup.py", "setup.cfg"})
_NOT_SHARED = frozenset({"setup", "conftest", "noxfile", "tests", "test"})  # every project has its own

_Answer = tuple[str, ...] | None


class PythonResolver:
    """Answers from two tables: module path (``a/b`` for a/b.py and a/b/__init__.py) to file, and all folders."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._modules: dict[str, str] = {}
        self._packages: set[str] = set()
        self._folders: set[str] = set()
        self._shared: dict[str, list[str]] = {}
        self._chains: dict[str, tuple[str, ...]] = {}
        self._memo: dict[tuple[str, ...], dict[str, _Answer]] = {}
        self._memo_of: dict[str, dict[str, _Answer]] = {}
        self._memo_of_relative: dict[tuple[str, str], _Answer] = {}
        self._index(paths)

    def resolve(self, path: str, found: Import) -> tuple[str, ...] | None:
        """Find the file of a module; for ``from a import b`` module ``a.b`` if there is one, else ``a``."""
        folder = path.rpartition("/")[0]
        name = found.name
        if name[0] == ".":
            if (folder, name) not in self._memo_of_relative:
                self._memo_of_relative[folder, name] = self._relative(folder, name)
            return self._memo_of_relative[folder, name]
        memo = self._memo_of.get(folder)
        if memo is None:
            memo = self._memo_of[folder] = self._memo.setdefault(self._chain(folder), {})
        if name not in memo:
            memo[name] = self._absolute(self._chain(folder), name)
        return memo[name]

    def by_name(self, path: str, fresh: bool) -> bool:
        """Tell files apart that make a folder a package or a project, and so change what others' names mean."""
        file = path.rpartition("/")[2]
        return file not in _BUILD_FILES and (fresh or file.partition(".")[0] != "__init__")

    def _relative(self, folder: str, name: str) -> _Answer:
        module = name.lstrip(".")
        for _ in range(len(name) - len(module) - 1):
            if not folder:
                return None
            folder = folder.rpartition("/")[0]
        package, _, attribute = module.partition(":")
        base = _join(folder, package.replace(".", "/")) if package else folder
        return self._find(base, attribute)

    def _absolute(self, chain: tuple[str, ...], name: str) -> _Answer:
        package, _, attribute = name.partition(":")
        package = package.replace(".", "/")
        top = package.partition("/")[0]
        standard = top in NAMES
        committed = False
        for root in chain:
            here = _join(root, top)
            regular = here in self._modules and (top == package or here in self._packages)  # a module has none below
            if standard and not regular:
                continue
            answer = self._find(_join(root, package), attribute)
            if answer is not None and (answer or regular):
                return answer
            committed = committed or regular
        if standard:
            return None if committed else ()
        for root in self._nearest_first(top, chain):
            if answer := self._find(_join(root, package), attribute):
                return answer
        return None if committed else ()

    def _find(self, base: str, attribute: str) -> _Answer:
        """Look in one place: the submodule, the module itself, or a namespace folder, which has no file of its own."""
        file = self._modules.get(_join(base, attribute)) if attribute else None
        file = file or self._modules.get(base)
        if file is not None:
            return (file,)
        if attribute:
            return () if _join(base, attribute) in self._folders else None
        return () if base in self._folders else None

    def _chain(self, folder: str) -> tuple[str, ...]:
        """List the folders above a file that are not packages, nearest first."""
        chain = self._chains.get(folder)
        if chain is None:
            above = self._chain(folder.rpartition("/")[0]) if folder else ()
            chain = self._chains[folder] = above if folder and folder in self._packages else (folder, *above)
        return chain

    def _nearest_first(self, top: str, chain: tuple[str, ...]) -> list[str]:
        """Order the roots of other projects that offer a top-level name."""
        others = (root for root in self._shared.get(top, ()) if root not in chain)
        return nearest_first(others, chain[0] if chain else "")

    def _index(self, paths: Iterable[str]) -> None:
        rank: dict[str, tuple[bool, int]] = {}
        declared = {""}
        for path in paths:
            folder, _, file = path.rpartition("/")
            stem, dot, suffix = file.rpartition(".")
            order = _SUFFIXES.get(dot + suffix)
            if file in _BUILD_FILES:
                declared.update((folder, _join(folder, "src")))
            if order is None:
                continue
            package = stem == "__init__"
            key = folder if package else _join(folder, stem)
            if package:
                self._packages.add(folder)
            if key not in rank or (not package, order) < rank[key]:
                rank[key] = (not package, order)
                self._modules[key] = path
            self._add_folders(folder)
        self._share(declared | {f for f in self._folders if f == "src" or f.endswith("/src")})

    def _add_folders(self, folder: str) -> None:
        while folder and folder not in self._folders:
            self._folders.add(folder)
            folder = folder.rpartition("/")[0]

    def _share(self, declared: set[str]) -> None:
        """Note which roots offer which top-level names to files elsewhere in the repository."""
        for key in {**self._modules, **dict.fromkeys(self._folders)}:
            root, _, top = key.rpartition("/")
            offered = (key in self._packages or root in declared) and root not in self._packages
            if key and offered and top not in _NOT_SHARED:
                self._shared.setdefault(top, []).append(root)


def _join(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder and name else folder or name
