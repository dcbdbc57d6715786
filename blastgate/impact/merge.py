"""The graphs of base and head as one: what a deleted file's users depended on still counts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from blastgate.impact.packed_imports import PackedImports
from blastgate.model.graph import NO_FILES, Component, Edge, FileEdge, Graph

T = TypeVar("T")

# A component whose kind differs between the sides has the one that counts more.
WEIGHT = {"service": 0, "app": 1, "library": 2, "infra": 3, "tool": 4, "docs": 5}


def merge(base: Graph, head: Graph) -> Graph:
    """Join the components, edges and imports of two graphs; the head's names and evidence win where both have one."""
    if base is head:
        return head
    return Graph(
        components=_components(base, head),
        edges=_edges(base, head),
        imports=_imports(base, head),
        files=head.files if base.files is head.files else base.files | head.files,
        governed=_union(head.governed, base.governed),
        unresolved=head.unresolved,
        unreadable=_union(head.unreadable, base.unreadable),
        warnings=_warnings(base, head),
    )


def _union(*groups: tuple[T, ...]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(item for group in groups for item in group))


def _warnings(base: Graph, head: Graph) -> tuple[str, ...]:
    """Keep what either side warns of; a folder that comes or goes is there on one side."""
    both = set(base.warnings) & set(head.warnings)
    return tuple(w for w in _union(head.warnings, base.warnings) if not w.endswith(NO_FILES) or w in both)


def _components(base: Graph, head: Graph) -> tuple[Component, ...]:
    merged = {component.name: component for component in base.components}
    for component in head.components:
        before = merged.get(component.name)
        if before is not None and WEIGHT[before.kind] < WEIGHT[component.kind]:
            component = Component(component.name, component.root, before.kind, before.source)
        merged[component.name] = component
    return tuple(merged[name] for name in sorted(merged))


def _edges(base: Graph, head: Graph) -> tuple[Edge, ...]:
    merged = {(e.from_, e.to, e.kind): e for side in (base, head) for e in side.edges}
    return tuple(merged[key] for key in sorted(merged))


def _imports(base: Graph, head: Graph) -> Mapping[str, tuple[FileEdge, ...]]:
    if (
        isinstance(base.imports, PackedImports)
        and isinstance(head.imports, PackedImports)
        and base.imports.data is head.imports.data
    ):
        differing = base.imports.changed.keys() | head.imports.changed.keys()
        return head.imports.replaced({path: _joined(base, head, path) for path in differing})
    merged = dict(base.imports)
    for path, edges in head.imports.items():
        before = merged.get(path)
        merged[path] = edges if before is None or before is edges else _join(before, edges)
    return merged


def _joined(base: Graph, head: Graph, path: str) -> tuple[FileEdge, ...]:
    return _join(base.imports.get(path, ()), head.imports.get(path, ()))


def _join(before: tuple[FileEdge, ...], edges: tuple[FileEdge, ...]) -> tuple[FileEdge, ...]:
    """Keep the head's imports, and those that only the base has."""
    known = {(edge.to, edge.kind) for edge in edges}
    return edges + tuple(edge for edge in before if (edge.to, edge.kind) not in known)
