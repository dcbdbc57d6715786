"""The imports of a whole tree in a few arrays: read at once, understood only where somebody asks.

A warm run asks who imports a handful of files; it never makes an object of the other hundred thousand edges.
"""

from __future__ import annotations

import struct
import sys
from array import array
from collections.abc import Container, Iterable, Iterator, Mapping
from itertools import accumulate
from typing import get_args

from blastgate.impact.packed_paths import WORD, PackedPaths, pack_paths
from blastgate.model.graph import EdgeKind, FileEdge

User = tuple[str, FileEdge]

KINDS: tuple[EdgeKind, ...] = get_args(EdgeKind)
TYPE_IMPORT = KINDS.index("type-import")
_HEAD = struct.Struct("<2I")  # edges, imports of which somebody asks for the users


class PackedImports(Mapping[str, tuple[FileEdge, ...]]):
    """A mapping from each file to its imports, which also knows the users of a file.

    ``changed`` holds the files whose imports differ from the packed ones (none at all is an empty tuple).
    """

    def __init__(self, data: memoryview, changed: Mapping[str, tuple[FileEdge, ...]] | None = None) -> None:
        self.data = data
        self.changed = dict(changed or {})
        self._changed_users = users_in(self.changed)
        self._paths = PackedPaths(data)
        edges, reached = _HEAD.unpack_from(data, self._paths.size)
        words = data[self._paths.size + _HEAD.size : len(data) - edges].cast("I")
        nodes = len(self._paths) + 1
        parts = _cut(words, (nodes, edges, edges, nodes, reached, reached))
        self._starts, self._targets, self._lines, self._user_starts, self._users, self._user_edges = parts
        self._kinds = data[len(data) - edges :]

    def replaced(self, changed: Mapping[str, tuple[FileEdge, ...]]) -> PackedImports:
        """Return the same imports with those of some files replaced."""
        copy = object.__new__(PackedImports)
        both = {**self.changed, **changed}
        vars(copy).update(vars(self), changed=both, _changed_users=users_in(both))
        return copy

    def users(self, path: str, besides: Container[str] = ()) -> list[User]:
        """List who imports a file when it runs, with the edge, by path and line; ``besides`` are left out."""
        found: list[User] = []
        node = self._paths.find(path)
        if node is not None:
            for i in range(self._user_starts[node], self._user_starts[node + 1]):
                user = self._paths[self._users[i]]
                if user not in besides and user not in self.changed:
                    found.append((user, self._edge(self._user_edges[i])))
        changed = self._changed_users.get(path, ())
        return sorted((*found, *changed), key=lambda item: (item[0], item[1].line)) if changed else found

    def unpacked(self) -> dict[str, tuple[FileEdge, ...]]:
        """Read all imports, for who needs them all."""
        paths = list(self._paths)
        edges = [
            FileEdge(paths[target], KINDS[kind], line)
            for target, kind, line in zip(self._targets, self._kinds, self._lines, strict=True)
        ]
        ranges = zip(paths, self._starts[:-1], self._starts[1:], strict=True)
        whole = {path: tuple(edges[start:end]) for path, start, end in ranges if start < end}
        return {path: found for path, found in {**whole, **self.changed}.items() if found}

    def _edge(self, i: int) -> FileEdge:
        return FileEdge(self._paths[self._targets[i]], KINDS[self._kinds[i]], self._lines[i])

    def __getitem__(self, path: str) -> tuple[FileEdge, ...]:
        edges = self.changed.get(path)
        if edges is None:
            node = self._paths.find(path)
            if node is None:
                raise KeyError(path)
            edges = tuple(map(self._edge, range(self._starts[node], self._starts[node + 1])))
        if not edges:
            raise KeyError(path)
        return edges

    def __iter__(self) -> Iterator[str]:
        importing = (node for node in range(len(self._paths)) if self._starts[node] < self._starts[node + 1])
        yield from (path for path in map(self._paths.__getitem__, importing) if path not in self.changed)
        yield from (path for path, edges in self.changed.items() if edges)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def users_in(imports: Mapping[str, tuple[FileEdge, ...]]) -> dict[str, list[User]]:
    """Turn imports round: who imports each file when it runs."""
    users: dict[str, list[User]] = {}
    for path, edges in imports.items():
        for edge in edges:
            if edge.kind != "type-import":
                users.setdefault(edge.to, []).append((path, edge))
    return users


def pack(imports: Mapping[str, tuple[FileEdge, ...]]) -> bytes:
    """Pack imports; of one file, in the order in which they stand."""
    imports = imports.unpacked() if isinstance(imports, PackedImports) else imports
    names = pack_paths({*imports, *(edge.to for edges in imports.values() for edge in edges)})
    paths = list(PackedPaths(memoryview(names)))
    index = {path: i for i, path in enumerate(paths)}
    found = [imports.get(path, ()) for path in paths]
    edges = [edge for of_file in found for edge in of_file]
    sources = [i for i, of_file in enumerate(found) for _ in of_file]
    kinds = bytes(KINDS.index(edge.kind) for edge in edges)
    reached = sorted(
        (index[edge.to], paths[sources[i]], edge.line, i) for i, edge in enumerate(edges) if kinds[i] != TYPE_IMPORT
    )
    users = [0] * (len(paths) + 1)
    for node, *_ in reached:
        users[node + 1] += 1
    words = array("I", [0, *accumulate(map(len, found))])
    words.extend([index[edge.to] for edge in edges])
    words.extend([edge.line for edge in edges])
    words.extend(accumulate(users))
    words.extend([sources[i] for _, _, _, i in reached])
    words.extend([i for _, _, _, i in reached])
    return names + _HEAD.pack(len(edges), len(reached)) + words.tobytes() + kinds


def machine() -> str:
    """Name what the arrays depend on: byte order and the size of a word."""
    return f"{sys.byteorder}{WORD}"


def _cut(view: memoryview, sizes: Iterable[int]) -> Iterator[memoryview]:
    start = 0
    for size in sizes:
        yield view[start : start + size]
        start += size
