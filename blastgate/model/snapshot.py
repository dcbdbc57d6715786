"""All files of one commit, by path, with a way to read them that knows no git."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, Protocol

from blastgate.model.named import NamedTuple

SYMLINK, SUBMODULE = "120000", "160000"
MAX_FILE_BYTES = 2_000_000  # a larger source or manifest file is listed as unreadable, never parsed


class Entry(NamedTuple):
    """One file of a tree: git's six octal mode digits and the blob id."""

    mode: str
    blob: str


class Content(NamedTuple):
    """The bytes of a blob, or why there are none."""

    data: bytes | None
    why: str = ""


class BlobReader(Protocol):
    """Reads blobs by id, in the order asked; answers for every id."""

    def read(self, blobs: Iterable[str]) -> Iterator[Content]:
        """Yield one content per blob id; too large, missing and corrupt ones say why instead."""


class Snapshot:
    """The files of one tree. Symlinks and submodules are entries whose content is never followed."""

    __slots__ = ("entries", "reader", "tree")

    def __init__(self, tree: str, entries: Mapping[str, Entry], reader: BlobReader) -> None:
        self.tree: Final = tree
        self.entries: Final = entries
        self.reader: Final = reader

    def __contains__(self, path: str) -> bool:
        return path in self.entries

    def read(self, path: str) -> Content:
        """Read one regular file; a path that is absent, a symlink or a submodule says so instead."""
        return next(iter(self.read_many([path])))[1]

    def read_many(self, paths: Iterable[str]) -> Iterator[tuple[str, Content]]:
        """Read many regular files in one pass over the object store, in the order asked."""
        wanted = list(paths)
        regular = [p for p in wanted if p in self.entries and self.entries[p].mode.startswith("100")]
        contents = self.reader.read(self.entries[p].blob for p in regular)
        readable = set(regular)
        for path in wanted:
            yield path, next(contents) if path in readable else Content(None, "not a regular file here")
