"""The crates of a tree and their modules, from Cargo.toml files and paths.

Source: https://doc.rust-lang.org/cargo/guide/project-layout.html, https://doc.rust-lang.org/reference/items/modules.html
"""

from __future__ import annotations

from blastgate.languages._cargo import Package, read_package
from blastgate.languages._lexing import text
from blastgate.languages._paths import folders_up, nearest_first
from blastgate.languages.interface import Import
from blastgate.model.paths import normalize
from blastgate.model.snapshot import Snapshot

_TEST_FOLDERS = frozenset({"tests", "benches", "testdata"})

_Answer = tuple[str, ...] | None


def is_test(path: str) -> bool:
    """Tell Cargo's ``tests``, ``benches`` and ``examples`` targets, and ``tests.rs`` files, by whole tokens."""
    *folders, file = path.split("/")
    stem = file.removesuffix(".rs")
    if stem in ("tests", "test") or stem.endswith(("_test", "_tests")) or folders[-1:] == ["examples"]:
        return True
    return not _TEST_FOLDERS.isdisjoint(folders)


class RustResolver:
    """Answers from the crate roots and the files beside them."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._files = snapshot.entries
        self._packages: dict[str, Package] = {}
        self._by_name: dict[str, list[Package]] = {}
        self._bases: dict[str, str] = {}  # folder of a crate's modules -> its root file
        self._roots: set[str] = set()
        self._memo: dict[tuple[str, str], _Answer] = {}
        wanted = sorted(path for path in self._files if path.rpartition("/")[2] == "Cargo.toml")
        for path, content in snapshot.read_many(wanted):
            self._add(read_package(path.rpartition("/")[0], text(content.data or b"")))
        self._find_roots()

    def resolve(self, path: str, found: Import) -> tuple[str, ...] | None:
        """Find the file of a module, or the deepest module file on a path."""
        word, _, rest = found.name.partition(" ")
        if not rest:
            key = (path, word)
            if key not in self._memo:
                self._memo[key] = self._named(path, word.split("::"))
            return self._memo[key]
        if word == "mod":
            file = self._module(self._inside(path), rest)
            return (file,) if file else None
        folder = path.rpartition("/")[0]
        place = normalize(folder, rest)
        if word == "path" and place not in self._files:
            place = normalize(self._inside(path), rest)
        if place is not None and place in self._files:
            return (place,)
        return None if word == "path" else ()

    def _named(self, path: str, parts: list[str]) -> _Answer:
        first, rest = parts[0], parts[1:]
        base = self._base(path)
        if first == "crate":
            return self._deepest(base, rest)
        if first in ("self", "super"):
            folder: str | None = self._inside(path)
            while rest and first == "super":
                folder = folder.rpartition("/")[0] if folder and folder != base else None
                if rest[0] != "super":
                    break
                rest = rest[1:]
            if first == "super" and folder is None:
                return ()
            return self._deepest(folder or "", rest)
        if self._module(self._inside(path), first) and path in self._roots | {path}:
            return self._deepest(self._inside(path), parts)
        package = self._crate(path, first)
        if package is None or package.library is None:
            return ()
        return self._deepest(package.library.rpartition("/")[0], rest, package.library)

    def _deepest(self, folder: str, parts: list[str], root: str | None = None) -> tuple[str, ...]:
        """Follow a path from the folder of a module's children as far as there are files."""
        file = root or self._owner(folder)
        for part in parts[:30]:
            deeper = self._module(folder, part)
            if deeper is None:
                break
            file, folder = deeper, f"{folder}/{part}".lstrip("/")
        return (file,) if file else ()

    def _module(self, folder: str, name: str) -> str | None:
        prefix = f"{folder}/{name}".lstrip("/")
        return next((file for file in (prefix + ".rs", prefix + "/mod.rs") if file in self._files), None)

    def _owner(self, folder: str) -> str | None:
        """Return the file of the module whose children lie in a folder."""
        if folder in self._bases:
            return self._bases[folder]
        return next((file for file in (folder + ".rs", folder + "/mod.rs") if file in self._files), None)

    def _inside(self, path: str) -> str:
        """Return the folder of the modules that a file declares."""
        folder, _, file = path.rpartition("/")
        stem = file.removesuffix(".rs")
        return folder if stem in ("mod", "lib", "main") or path in self._roots else f"{folder}/{stem}".lstrip("/")

    def _base(self, path: str) -> str:
        """Return the folder of the crate's modules that a file belongs to."""
        folder = path.rpartition("/")[0]
        return next((above for above in folders_up(folder) if above in self._bases), folder)

    def _crate(self, path: str, name: str) -> Package | None:
        """Find the package that a crate's name means to a file: its own renaming first, then the nearest."""
        folder = path.rpartition("/")[0]
        own = next((self._packages[above] for above in folders_up(folder) if above in self._packages), None)
        if own is not None and own.name == name:
            return own
        meant = own.renamed.get(name, name) if own else name
        named = {package.folder: package for package in self._by_name.get(meant, ())}
        if own is not None:  # others are named in what a macro writes, or by a test inside the source
            needs = own.needs | own.needs_for_tests if is_test(path) else own.needs
            named = {root: package for root, package in named.items() if name in needs or package.declared in needs}
        return named[nearest_first(named, folder)[0]] if named else None

    def _add(self, package: Package) -> None:
        if package.name:
            self._packages[package.folder] = package
            self._by_name.setdefault(package.name, []).append(package)

    def _find_roots(self) -> None:
        for package in self._packages.values():
            library = package.library or f"{package.folder}/src/lib.rs".lstrip("/")
            package.library = library if library in self._files else None
            self._roots.update(root for root in (package.library, *package.roots) if root and root in self._files)
        for path in self._files:
            if path.endswith(".rs") and self._is_root(path):
                self._roots.add(path)
        for root in sorted(self._roots, key=lambda path: (not path.endswith("/lib.rs"), path)):
            if root.endswith(("lib.rs", "main.rs")) or root == self._library_of(root) or self._alone(root):
                self._bases.setdefault(root.rpartition("/")[0], root)

    def _is_root(self, path: str) -> bool:
        """Tell the roots that Cargo finds by itself."""
        folder, _, file = path.rpartition("/")
        above, _, last = folder.rpartition("/")
        if file == "build.rs":
            return folder in self._packages
        if last == "src":
            return file in ("lib.rs", "main.rs") and above in self._packages
        if last in ("tests", "benches", "examples"):
            return above in self._packages
        if last == "bin":
            return above.rpartition("/")[2] == "src"
        return file == "main.rs" and above.rpartition("/")[2] in ("bin", "tests", "benches", "examples")

    def _library_of(self, path: str) -> str | None:
        folder = path.rpartition("/")[0]
        own = next((self._packages[above] for above in folders_up(folder) if above in self._packages), None)
        return own.library if own else None

    def _alone(self, root: str) -> bool:
        """Tell whether a root of another name has its folder to itself, as ``crates/core/cli.rs`` may."""
        folder, _, file = root.rpartition("/")
        return folder not in self._packages and file != "build.rs" and folder.rpartition("/")[2] not in _SHARED


_SHARED = frozenset({"tests", "benches", "examples", "bin"})
