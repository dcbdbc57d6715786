"""Where the classes of the Java virtual machine's languages lie, from the paths alone.

A public class ``a.b.C`` is in ``a/b/C.java`` below some source root (javac insists on the file, every tool on the
folder), so a name is found by the end of a path; no root need be known. Of several, those of the nearest module win: a
module is what stands before ``src/`` or before the package's folders.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from blastgate.languages._paths import nearest_first
from blastgate.languages.interface import Import

EXTENSIONS = (".java", ".kt", ".scala", ".groovy")
STANDARD = ("java.", "javax.", "kotlin.", "scala.", "android.", "androidx.", "jakarta.")
_PLATFORMS = frozenset({"jvm", "js", "native", "jvm-native", "shared", "common", "wasm"})
_TEST_FOLDERS = frozenset({"test", "tests", "it", "testFixtures", "integrationTest", "benchmark", "benchmarks"})
_TEST_NAMES = ("Test", "Tests", "TestCase", "IT", "ITCase", "Spec", "Specs", "Suite")

Answer = tuple[str, ...] | None


class ClassFiles:
    """Source files by the name of their class, and folders by the package they may hold."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._files: dict[tuple[str, str], list[str]] = {}
        self._packages: dict[str, set[str]] = {}
        self._names: set[str] = set()
        for path in paths:
            if path.endswith(EXTENSIONS):
                folder, _, file = path.rpartition("/")
                last = folder.rpartition("/")[2]
                name = file.rpartition(".")[0]
                self._names.add(name)
                self._files.setdefault((last, name), []).append(path)
                self._packages.setdefault(last, set()).add(folder)

    def of_class(self, package: str, name: str) -> list[str]:
        """List the files that a class of a package may be in."""
        if name not in self._names and name.removesuffix("Kt") not in self._names:
            return []
        place = package.replace(".", "/")
        key = place.rpartition("/")[2]
        found = self._files.get((key, name)) or self._files.get((key, name.removesuffix("Kt"))) or []
        return [path for path in found if _ends_with(path.rpartition("/")[0], place)]

    def beside(self, path: str, name: str) -> list[str]:
        """List the files of a class in the folder of another file."""
        folder = path.rpartition("/")[0]
        found = self._files.get((folder.rpartition("/")[2], name), ())
        return [file for file in found if file.rpartition("/")[0] == folder]

    def has_package(self, package: str) -> bool:
        """Tell whether some folder of sources is this package's; a name of one part is no proof."""
        place = package.replace(".", "/")
        folders = self._packages.get(place.rpartition("/")[2], ())
        return "/" in place and any(_ends_with(folder, place) for folder in folders)


class JavaResolver:
    """Answers for Java: a class, a nested one through its outer one, a static member through its class."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._files = ClassFiles(paths)
        self._memo: dict[tuple[str, str], Answer] = {}

    def resolve(self, path: str, found: Import) -> tuple[str, ...] | None:
        """Find the file of a class; a package imported whole is no edge, the classes used from it are."""
        key = (path.rpartition("/")[0], found.name)
        if key not in self._memo:
            self._memo[key] = self._look(path, found.name)
        return self._memo[key]

    def by_name(self, path: str, fresh: bool) -> bool:
        """Tell that every class is looked for in a file of its name, and every package by that of its folder."""
        return True

    def _look(self, path: str, written: str) -> Answer:
        used = written.startswith("uses ")
        name = written.removeprefix("uses ").removeprefix("static ")
        whole = name.endswith(".*")
        parts = name.removesuffix(".*").split(".")
        if len(parts) == 1:  # the package without a name is the folder itself
            return tuple(self._files.beside(path, name))
        for end in range(len(parts), 1, -1):
            if candidates := self._files.of_class(".".join(parts[: end - 1]), parts[end - 1]):
                return nearest(candidates, path, used=used)
        if used or whole or is_standard(name):
            return ()
        return None if any(self._files.has_package(".".join(parts[:end])) for end in range(2, len(parts))) else ()


def nearest(candidates: list[str], path: str, *, used: bool = False) -> tuple[str, ...]:
    """Choose the files of the nearest module; what ships is never answered with a test.

    A word that is only used, not imported, means no file when several other modules have one of that name. Modules
    beside each other that are named for platforms (``jvm``, ``js``) are one.
    """
    if not is_test(path):
        candidates = [file for file in candidates if not is_test(file)]
    if len(candidates) < 2:
        return tuple(candidates)
    first = nearest_first(candidates, path.rpartition("/")[0])[0]
    like = module_of if module_of(first) == module_of(path) else _family
    kept = [file for file in candidates if like(file) == like(first) and is_test(file) == is_test(first)]
    if used and like(first) != like(path) and any(like(file) != like(first) for file in candidates):
        return ()
    return tuple(sorted(kept))


def is_standard(name: str) -> bool:
    """Tell whether a name belongs to a platform's own libraries."""
    return name.startswith(STANDARD)


def _family(path: str) -> str:
    above, _, last = module_of(path).rpartition("/")
    return above if last in _PLATFORMS else f"{above}/{last}"


def module_of(path: str) -> str:
    """Return the folder of a source file's module: what stands before ``src/``, else the file's own folder."""
    before, found, _ = path.rpartition("/src/")
    return before if found else "" if path.startswith("src/") else path.rpartition("/")[0]


@lru_cache(maxsize=50_000)  # each candidate of each import is asked
def is_test(path: str) -> bool:
    """Tell the source sets and file names of JUnit, TestNG, Kotest, Spek and ScalaTest by whole tokens.

    Below ``src/main`` folder names are packages: ``org.springframework.test`` ships.
    """
    *folders, file = path.split("/")
    stem = file.partition(".")[0]
    if any(stem.endswith(name) and stem != name for name in _TEST_NAMES):
        return not _ships(path)
    sets = folders[folders.index("src") + 1 :][:1] if "src" in folders else folders
    return any(part in _TEST_FOLDERS or part.endswith("Test") for part in sets)


def _ships(path: str) -> bool:
    return "src/main/" in path or "Main/" in path


def _ends_with(folder: str, place: str) -> bool:
    return not place or folder == place or folder.endswith("/" + place)
