"""A graph as bytes, to be kept between runs, and back: the small parts as JSON, paths and imports in arrays.

What comes back equals what went in. The bytes are checked by whoever keeps them; nothing in them is ever executed.
"""

from __future__ import annotations

import json
import struct
from typing import Any

from blastgate.impact.packed_imports import PackedImports, pack
from blastgate.impact.packed_paths import WORD, PackedPaths, pack_paths
from blastgate.model.graph import Component, Edge, Governed, Graph, Unreadable, Unresolved
from blastgate.model.named import NamedTuple

_HEAD = struct.Struct("<I")


class Built(NamedTuple):
    """A graph, the blobs that steered it beside the sources (manifests and settings), of these the ``settings`` of
    resolvers, and where the manifests are."""

    graph: Graph
    steering: frozenset[str]
    settings: frozenset[str]
    manifests: tuple[str, ...]


def pack_graph(built: Built) -> bytes:
    """Write a graph as bytes."""
    graph = built.graph
    small = json.dumps(
        [
            [[c.name, c.root, c.kind, c.source] for c in graph.components],
            [[e.from_, e.to, e.kind, e.evidence] for e in graph.edges],
            [[g.path, g.components, g.why, g.whole] for g in graph.governed],
            graph.unresolved,
            graph.unreadable,
            graph.warnings,
            " ".join(sorted(built.steering)),
            " ".join(sorted(built.settings)),
            built.manifests,
        ]
    ).encode()
    small += b" " * (-len(small) % WORD)
    return _HEAD.pack(len(small)) + small + pack_paths(graph.files) + pack(graph.imports)


def unpack_graph(data: bytes) -> Built:
    """Read a graph that :func:`pack_graph` wrote; paths and imports stay packed."""
    start = _HEAD.size + _HEAD.unpack_from(data)[0]
    parts: list[Any] = json.loads(data[_HEAD.size : start])
    components, edges, governed, unresolved, unreadable, warnings, steering, settings, manifests = parts
    packed = memoryview(data)[start:]
    files = PackedPaths(packed)
    graph = Graph(
        components=tuple(Component(*row) for row in components),
        edges=tuple(Edge(*row) for row in edges),
        imports=PackedImports(packed[files.size :]),
        files=files,
        governed=tuple(Governed(path, tuple(names), why, whole=whole) for path, names, why, whole in governed),
        unresolved=tuple(Unresolved(*row) for row in unresolved),
        unreadable=tuple(Unreadable(*row) for row in unreadable),
        warnings=tuple(warnings),
    )
    return Built(graph, frozenset(steering.split()), frozenset(settings.split()), tuple(manifests))
