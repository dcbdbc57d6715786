"""Names that are paths from the file that says them."""

from __future__ import annotations

from collections.abc import Iterable

from blastgate.languages.interface import Import
from blastgate.model.paths import normalize


class FilesBeside:
    """Answers from the files of the tree; a relative name with one of the ``endings`` ought to be among them."""

    def __init__(self, paths: Iterable[str], endings: tuple[str, ...] = ("",)) -> None:
        self._files = frozenset(paths)
        self._endings = endings

    def resolve(self, path: str, found: Import) -> tuple[str, ...] | None:
        """Find the file beside this one; a name that is no relative path may be a package's."""
        place = normalize(path.rpartition("/")[0], found.name)
        if place is not None and place in self._files:
            return (place,)
        return None if found.name.startswith(".") and found.name.endswith(self._endings) else ()
