"""Where PHP classes lie: the autoload sections of every composer.json.

Source: https://getcomposer.org/doc/04-schema.md#autoload, https://www.php-fig.org/psr/psr-4/
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from blastgate.languages._lexing import read_jsonc
from blastgate.languages._paths import folders_up, nearest_first
from blastgate.languages.interface import Import
from blastgate.model.paths import normalize
from blastgate.model.snapshot import Snapshot

_Answer = tuple[str, ...] | None


class PhpResolver:
    """Answers from the prefixes of PSR-4 and PSR-0, the nearest package first."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._files = snapshot.entries
        self._prefixes: dict[str, list[tuple[str, str, bool]]] = {}  # prefix -> (package, folder, PSR-0)
        self._memo: dict[tuple[str, str], _Answer] = {}
        self._folders = {part for path in self._files if path.endswith(".php") for part in path.split("/")[:-1]}
        wanted = sorted(path for path in self._files if path.rpartition("/")[2] == "composer.json")
        for path, content in snapshot.read_many(wanted):
            self._add(path.rpartition("/")[0], read_jsonc(content.data))

    def resolve(self, path: str, found: Import) -> tuple[str, ...] | None:
        """Find the file of a class, or the file that is taken in."""
        key = (path.rpartition("/")[0], found.name)
        if key not in self._memo:
            word, _, rest = found.name.partition(" ")
            self._memo[key] = self._taken(key[0], rest) if word == "require" else self._class(key[0], found.name)
        return self._memo[key]

    def by_name(self, path: str, fresh: bool) -> bool:
        """Tell files apart that say where classes lie; a class is looked for in a file of its name."""
        return path.rpartition("/")[2] != "composer.json"

    def _taken(self, folder: str, written: str) -> _Answer:
        for above in folders_up(folder)[:20]:
            place = normalize(above, written)
            if place is not None and place in self._files:
                return (place,)
        return None if written.startswith(".") and "vendor/" not in written else ()

    def _class(self, folder: str, written: str) -> _Answer:
        used = written.startswith("uses ")
        name = written.removeprefix("uses ")
        ours = False
        for prefix in _prefixes(name):
            places: dict[str, str] = {}
            for package, root, whole in self._prefixes.get(prefix, ()):
                rest = name if whole else name[len(prefix) :]
                place = f"{root}/{rest.replace(chr(92), '/').strip('/')}.php".lstrip("/")
                if place in self._files:
                    places.setdefault(package, place)
                ours = ours or bool(prefix)
            if places:
                return (places[nearest_first(places, folder)[0]],)
        return None if ours and not used and name[:1].isupper() and not self._is_namespace(name) else ()

    def _is_namespace(self, name: str) -> bool:
        """Tell whether a name that is used may be a folder of classes, or is a function's."""
        if name in self._prefixes or not _last(name)[:1].isupper():
            return True
        tail = name.replace("\\", "/").rpartition("/")[2]
        return tail in self._folders

    def _add(self, package: str, settings: dict[str, Any]) -> None:
        for section in ("autoload", "autoload-dev"):
            for standard in ("psr-4", "psr-0"):
                table = settings.get(section)
                mapped = table.get(standard) if isinstance(table, dict) else None
                for prefix, folder in _pairs(mapped):
                    place = normalize(package, folder)
                    if place is not None:
                        self._prefixes.setdefault(prefix.rstrip("\\_"), []).append(
                            (package, place, standard == "psr-0")
                        )


def _pairs(mapped: Any) -> Iterator[tuple[str, str]]:
    for prefix, folders in mapped.items() if isinstance(mapped, dict) else ():
        for folder in folders if isinstance(folders, list) else [folders]:
            if isinstance(folder, str):
                yield prefix, folder


def _prefixes(name: str) -> Iterator[str]:
    """Yield the namespaces above a class, longest first, down to the empty one."""
    while name:
        name = name.rpartition("\\")[0]
        yield name


def _last(name: str) -> str:
    return name.rpartition("\\")[2]
