"""A graph as bytes, to be kept between runs, and back: the small parts as JSON, the imports in arrays.

What comes back equals what went in. The bytes are checked by whoever keeps them; nothing in them is ever executed.
"""

from __future__ import annotations

import json
import struct
from typing import Any, NamedTuple

from blastgate.impact.packed_imports import PackedImports, pack
from blastgate.model.graph import Component, Edge, Governed, Graph, Unreadable, Unresolved

_HEAD = struct.Struct("<2I")


class Built(NamedTuple):
    """A graph, and the blobs that steered it beside the sources themselves: manifests, and settings of resolvers."""

    graph: Graph
    steering: frozenset[str]


def pack_graph(built: Built) -> bytes:
    """Write a graph as bytes."""
    graph = built.graph
    small = json.dumps(
        [
            [[c.name, c.root, c.kind, c.source] for c in graph.components],
            [[e.from_, e.to, e.kind, e.evidence] for e in graph.edges],
            [[g.path, g.components, g.why] for g in graph.governed],
            graph.unresolved,
            graph.unreadable,
            graph.warnings,
            " ".join(sorted(built.steering)),
        ]
    ).encode()
    files = "\0".join(sorted(graph.files)).encode("utf-8", "surrogateescape")
    return _HEAD.pack(len(small), len(files)) + small + files + pack(graph.imports)


def unpack_graph(data: bytes) -> Built:
    """Read a graph that :func:`pack_graph` wrote; imports stay packed."""
    size, names = _HEAD.unpack_from(data)
    start = _HEAD.size + size
    parts: list[Any] = json.loads(data[_HEAD.size : start])
    components, edges, governed, unresolved, unreadable, warnings, steering = parts
    files = data[start : start + names].decode("utf-8", "surrogateescape")
    graph = Graph(
        components=tuple(Component(*row) for row in components),
        edges=tuple(Edge(*row) for row in edges),
        imports=PackedImports(memoryview(data)[start + names :]),
        files=frozenset(files.split("\0") if files else ()),
        governed=tuple(Governed(path, tuple(names), why) for path, names, why in governed),
        unresolved=tuple(Unresolved(*row) for row in unresolved),
        unreadable=tuple(Unreadable(*row) for row in unreadable),
        warnings=tuple(warnings),
    )
    return Built(graph, frozenset(steering.split()))
