"""Where Ruby finds files: the load paths of a tree (every ``lib``), and Zeitwerk's roots (``app/*`` besides)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from blastgate.languages._paths import nearest_first
from blastgate.languages.interface import Import
from blastgate.model.paths import normalize

_Answer = tuple[str, ...] | None


class RubyResolver:
    """Answers from the files of the tree, below each root by their path without underscores."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._files = frozenset(paths)
        self._constants: dict[str, list[str]] = {}
        self._required: dict[str, list[str]] = {}
        self._spaces: set[str] = set()
        self._own: dict[str, str] = {}
        self._memo: dict[tuple[str, str], _Answer] = {}
        for path in sorted(self._files):
            if path.endswith(".rb"):
                self._index(path)

    def resolve(self, path: str, found: Import) -> tuple[str, ...] | None:
        """Find the file that is required, or the one that defines a constant."""
        word, _, name = found.name.partition(" ")
        if word == "require_relative":
            return self._beside(path, name)
        key = (path if word == "uses" else path.rpartition("/")[0], found.name)
        if key not in self._memo:
            self._memo[key] = self._constant(path, name) if word == "uses" else self._require(path, name)
        return self._memo[key]

    def _beside(self, path: str, name: str) -> _Answer:
        place = normalize(path.rpartition("/")[0], name)
        if place is None:
            return None
        return next(((file,) for file in (place + ".rb", place) if file in self._files), None)

    def _require(self, path: str, name: str) -> _Answer:
        if name.startswith("."):
            return self._beside(path, name)
        named = self._required.get(name.removesuffix(".rb"))
        return (nearest_first(named, path.rpartition("/")[0])[0],) if named else ()

    def _constant(self, path: str, name: str) -> tuple[str, ...]:
        """Look in the own namespace, then in those around it; of ``A::B::C`` the longest part that is a file."""
        parts = [part for part in _plain(name.strip(":").replace("::", "/")).split("/") if part]
        around = [""] if name.startswith("::") else list(_outwards(self._own.get(path, "")))
        for end in range(len(parts), 0, -1):
            wanted = "/".join(parts[:end])
            for outer in around:
                key = f"{outer}/{wanted}".lstrip("/")
                if end < len(parts) and key in self._spaces:
                    continue  # a namespace, whose own file says nothing of what is in it
                if files := self._constants.get(key):
                    file = nearest_first(files, path.rpartition("/")[0])[0]
                    return (file,) if file != path else ()
        return ()

    def _index(self, path: str) -> None:
        parts = path.removesuffix(".rb").split("/")
        for index, part in enumerate(parts[:-1][:20]):
            below = parts[index + 1 :]
            if part == "lib":
                self._required.setdefault("/".join(below), []).append(path)
                self._define(path, below)
            elif part == "app" and len(below) > 1:
                self._define(path, below[2:] if below[1] == "concerns" and len(below) > 2 else below[1:])

    def _define(self, path: str, below: list[str]) -> None:
        name = _plain("/".join(below))
        self._own[path] = name
        self._constants.setdefault(name, []).append(path)
        self._spaces.add(name.rpartition("/")[0])


def _plain(name: str) -> str:
    return name.replace("_", "").lower()


def _outwards(name: str) -> Iterator[str]:
    """Yield a namespace and those around it, down to the top."""
    for _ in range(20):
        yield name
        if not name:
            return
        name = name.rpartition("/")[0]
