"""The imports of a whole tree in a few arrays: read at once, understood only where somebody asks.

A warm run asks who imports a handful of files; it never makes an object of the other hundred thousand edges.
"""

from __future__ import annotations

import struct
import sys
from array import array
from collections.abc import Container, Iterable, Iterator, Mapping
from itertools import accumulate, repeat
from typing import get_args

from blastgate.model.graph import EdgeKind, FileEdge

User = tuple[str, FileEdge]

KINDS: tuple[EdgeKind, ...] = get_args(EdgeKind)
TYPE_IMPORT = KINDS.index("type-import")
_HEAD = struct.Struct("<4I")  # bytes of the paths, paths, paths that import, edges
_WORD = array("I").itemsize


class PackedImports(Mapping[str, tuple[FileEdge, ...]]):
    """A mapping from each file to its imports, which also knows the users of a file.

    ``changed`` holds the files whose imports differ from the packed ones (none at all is an empty tuple).
    """

    def __init__(self, data: bytes | memoryview, changed: Mapping[str, tuple[FileEdge, ...]] | None = None) -> None:
        self.data = data
        self.changed = dict(changed or {})
        size, nodes, importers, edges = _HEAD.unpack_from(data)
        start = _HEAD.size
        names = bytes(data[start : start + size]).decode("utf-8", "surrogateescape")
        self._paths = names.split("\0") if nodes else []
        self._index: dict[str, int] = dict(zip(self._paths, range(nodes), strict=True))
        self._importers = importers
        words = array("I")
        words.frombytes(data[start + size : len(data) - edges])
        view = memoryview(words)
        parts = iter(_cut(view, (importers + 1, edges, edges, nodes + 1)))
        self._starts, self._targets, self._lines, self._user_starts = parts
        at = importers + 1 + edges * 2 + nodes + 1
        reached = (len(words) - at) // 2
        self._users, self._user_edges = view[at : at + reached], view[at + reached :]
        self._kinds = bytes(data[len(data) - edges :])

    def replaced(self, changed: Mapping[str, tuple[FileEdge, ...]]) -> PackedImports:
        """Return the same imports with those of some files replaced."""
        copy = object.__new__(PackedImports)
        vars(copy).update(vars(self), changed={**self.changed, **changed})
        return copy

    def users(self, path: str, besides: Container[str] = ()) -> list[User]:
        """List who imports a file when it runs, with the edge, by path and line; ``besides`` are left out."""
        found: list[User] = []
        node = self._index.get(path)
        if node is not None:
            for i in range(self._user_starts[node], self._user_starts[node + 1]):
                user = self._paths[self._users[i]]
                if user not in besides and user not in self.changed:
                    found.append((user, self._edge(self._user_edges[i])))
        for user, edges in self.changed.items():
            found.extend((user, edge) for edge in edges if edge.to == path and edge.kind != "type-import")
        return sorted(found, key=lambda item: (item[0], item[1].line)) if self.changed else found

    def _edge(self, i: int) -> FileEdge:
        return FileEdge(self._paths[self._targets[i]], KINDS[self._kinds[i]], self._lines[i])

    def __getitem__(self, path: str) -> tuple[FileEdge, ...]:
        edges = self.changed.get(path)
        if edges is None:
            node = self._index.get(path, self._importers)
            if node >= self._importers:
                raise KeyError(path)
            edges = tuple(map(self._edge, range(self._starts[node], self._starts[node + 1])))
        if not edges:
            raise KeyError(path)
        return edges

    def __iter__(self) -> Iterator[str]:
        yield from (path for path in self._paths[: self._importers] if path not in self.changed)
        yield from (path for path, edges in self.changed.items() if edges)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def pack(imports: Mapping[str, tuple[FileEdge, ...]]) -> bytes:
    """Pack imports; files in path order."""
    importers = sorted(imports)
    targets = {edge.to for edges in imports.values() for edge in edges}
    paths = [*importers, *sorted(targets - imports.keys())]
    index = {path: i for i, path in enumerate(paths)}
    edges = [edge for path in importers for edge in imports[path]]
    counts = [len(imports[path]) for path in importers]
    sources = [i for i, count in enumerate(counts) for _ in repeat(None, count)]
    kinds = bytes(KINDS.index(edge.kind) for edge in edges)
    reached = sorted(
        (index[edge.to], sources[i], edge.line, i) for i, edge in enumerate(edges) if kinds[i] != TYPE_IMPORT
    )
    users = [0] * (len(paths) + 1)
    for node, *_ in reached:
        users[node + 1] += 1
    words = array("I", [0, *accumulate(counts)])
    words.extend([index[edge.to] for edge in edges])
    words.extend([edge.line for edge in edges])
    words.extend(accumulate(users))
    words.extend([user for _, user, _, _ in reached])
    words.extend([i for _, _, _, i in reached])
    names = "\0".join(paths).encode("utf-8", "surrogateescape")
    return _HEAD.pack(len(names), len(paths), len(importers), len(edges)) + names + words.tobytes() + kinds


def machine() -> str:
    """Name what the arrays depend on: byte order and the size of a word."""
    return f"{sys.byteorder}{_WORD}"


def _cut(view: memoryview, sizes: Iterable[int]) -> Iterator[memoryview]:
    start = 0
    for size in sizes:
        yield view[start : start + size]
        start += size
