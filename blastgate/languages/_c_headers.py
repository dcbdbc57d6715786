"""Where an include leads in a tree whose compile flags nobody reads: every folder above a header may be on the path."""

from __future__ import annotations

from collections.abc import Iterable

from blastgate.languages._paths import nearest_first
from blastgate.languages.interface import Import
from blastgate.model.paths import normalize

HEADERS = (".h", ".hh", ".hpp", ".hxx", ".cuh")
SOURCES = (".c", ".cc", ".cpp", ".cxx", ".c++", ".m", ".mm", ".cu")
INCLUDE_FOLDERS = frozenset({"include", "includes", "inc", "public", "headers"})
MAX_NAMESAKES = 2_000  # of one file name, how many are compared

_NAMES = (
    "assert complex ctype errno fenv float inttypes limits locale math setjmp signal stdarg stdbool stddef stdint "
    "stdio stdlib string tgmath threads time uchar wchar wctype unistd fcntl poll pthread dlfcn netdb regex sched "
    "syslog termios windows zlib memory strings endian malloc"
)
_STANDARD = frozenset(_NAMES.split())

_Answer = tuple[str, ...] | None


class CResolver:
    """Answers from the files of the tree by name."""

    def __init__(self, paths: Iterable[str], beside: str) -> None:
        self._beside = beside
        self._files = frozenset(paths)
        self._named: dict[str, list[str]] = {}
        self._sources: dict[str, list[str]] = {}
        self._memo: dict[tuple[str, str], _Answer] = {}
        for path in sorted(self._files):
            file = path.rpartition("/")[2]
            stem, dot, suffix = file.rpartition(".")
            if dot + suffix.lower() in SOURCES:
                self._sources.setdefault(stem, []).append(path)
            self._named.setdefault(file, []).append(path)

    def resolve(self, path: str, found: Import) -> tuple[str, ...] | None:
        """Find the header that is meant, or the source behind a header."""
        if found.name == self._beside:
            return self._implementation(path)
        key = (path.rpartition("/")[0], found.name)
        if key not in self._memo:
            self._memo[key] = self._angle(*key) if found.name.startswith("<") else self._quoted(*key)
        return self._memo[key]

    def by_name(self, path: str, fresh: bool) -> bool:
        """Every include ends with the name of the file, and a header is joined to a source of its own name."""
        return True

    def _quoted(self, folder: str, name: str) -> _Answer:
        place = normalize(folder, name)
        if place is not None and place in self._files:
            return (place,)
        candidates = self._ending(name)
        if not candidates:
            return None if name.startswith(".") else ()
        return (nearest_first(candidates, folder)[0],)

    def _angle(self, folder: str, written: str) -> _Answer:
        name = written.strip("<>")
        if name.removesuffix(".h") in _STANDARD or "." not in name:
            return ()
        candidates = self._ending(name)
        offered = [path for path in candidates if _root(path, name).rpartition("/")[2].lower() in INCLUDE_FOLDERS]
        if offered:
            return (nearest_first(offered, folder)[0],)
        return tuple(candidates) if len(candidates) == 1 and "/" in name else ()

    def _ending(self, name: str) -> list[str]:
        """List the files whose path ends with a name as written, ``..`` left out."""
        parts = [part for part in name.split("/") if part not in ("", ".", "..")]
        if not parts:
            return []
        tail = "/".join(parts)
        named = self._named.get(parts[-1], ())[:MAX_NAMESAKES]
        return [path for path in named if path == tail or path.endswith("/" + tail)]

    def _implementation(self, path: str) -> tuple[str, ...]:
        folder, _, file = path.rpartition("/")
        stem, dot, suffix = file.rpartition(".")
        if dot + suffix.lower() not in HEADERS:
            return ()
        sources = self._sources.get(stem, ())[:MAX_NAMESAKES]
        beside = tuple(source for source in sources if source.rpartition("/")[0] == folder)
        if beside:
            return beside
        parts = folder.split("/")
        index = next((i for i, part in enumerate(parts) if part.lower() in INCLUDE_FOLDERS), None)
        if index is None:
            return ()
        above = "/".join(parts[:index])
        near = tuple(source for source in sources if not above or source.startswith(above + "/"))
        return near if len(near) == 1 else ()


def _root(path: str, name: str) -> str:
    return path[: -len(name)].rstrip("/")
