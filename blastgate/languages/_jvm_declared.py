"""Names declared at the top of Kotlin and Scala files, where neither folder nor file name is bound to them.

The resolver reads these files once more than extraction does: which file a function or an extension of a package lies
in stands nowhere else. A declaration counts when it starts at the first column, as every formatter writes it.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from blastgate.languages._code import blank
from blastgate.languages._jvm_files import Answer, ClassFiles, is_standard, nearest
from blastgate.languages._lexing import text
from blastgate.languages.interface import Import
from blastgate.model.snapshot import Snapshot

_MODIFIERS = rb"(?!package )(?:@[\w.:]++(?:\([^()\n]*+\))?+[ \t]++|[a-z]++(?:\[[\w.]*+\])?+[ \t]++)*?"
_KEYWORD = rb"(?:class|interface|object|trait|enum(?! class)|typealias|type|def|val|var|fun(?! interface)|given)"
_RECEIVER = rb"(?:<[^\n]{0,200}?>[ \t]*+)?(?:\w++(?:<[^\n()=]{0,80}?>)?\??+\.)*+"
_DECLARATION = re.compile(rb"^" + _MODIFIERS + _KEYWORD + rb"[ \t]++" + _RECEIVER + rb"`?([A-Za-z_]\w*+)", re.MULTILINE)


_PACKAGE_OBJECT = re.compile(rb"^package object (\w++)", re.MULTILINE)


class DeclaredResolver:
    """Answers for Kotlin and Scala: declared names of the package first, then class files of any JVM language."""

    def __init__(self, snapshot: Snapshot, extension: str, packages: Callable[[bytes], tuple[str, ...]]) -> None:
        self._classes = ClassFiles(path for path in snapshot.entries if not path.endswith(extension))
        self._declared: dict[tuple[str, str], list[str]] = {}
        self._packages: set[str] = set()
        self._memo: dict[tuple[str, str], Answer] = {}
        sources = sorted(path for path in snapshot.entries if path.endswith(extension))
        for path, content in snapshot.read_many(sources):
            code = blank(content.data or b"")
            package = (packages(code) or ("",))[-1]
            self._packages.add(package)
            for name in _PACKAGE_OBJECT.findall(code):
                self._declared.setdefault((f"{package}.{text(name)}".lstrip("."), "*"), []).append(path)
            for name in dict.fromkeys(_DECLARATION.findall(code)):
                self._declared.setdefault((package, text(name)), []).append(path)

    def resolve(self, path: str, found: Import) -> tuple[str, ...] | None:
        """Find the files that declare a name; a package imported whole is an edge only to its package object."""
        key = (path.rpartition("/")[0], found.name)
        if key not in self._memo:
            self._memo[key] = self._look(path, found.name)
        return self._memo[key]

    def _look(self, path: str, written: str) -> Answer:
        used = written.startswith("uses ")
        name = written.removeprefix("uses ")
        parts = name.split(".")
        for end in range(len(parts), 0, -1):
            package, last = ".".join(parts[: end - 1]), parts[end - 1]
            candidates = self._declared.get((package, last)) or (package and self._classes.of_class(package, last))
            if candidates:
                return nearest(candidates, path, used=used)
        if used or name.endswith(".*") or is_standard(name):
            return ()
        inside = any(self._is_package(".".join(parts[:end])) for end in range(2, len(parts)))
        return None if inside else ()

    def _is_package(self, package: str) -> bool:
        return package in self._packages or self._classes.has_package(package)
