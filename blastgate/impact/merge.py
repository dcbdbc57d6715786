"""The graphs of base and head as one: what a deleted file's users depended on still counts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from blastgate.model.graph import Component, Edge, FileEdge, Graph

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
        files=base.files | head.files,
        governed=_union(head.governed, base.governed),
        unresolved=head.unresolved,
        unreadable=_union(head.unreadable, base.unreadable),
        warnings=_union(head.warnings, base.warnings),
    )


def _union(*groups: tuple[T, ...]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(item for group in groups for item in group))


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
    merged = dict(base.imports)
    for path, edges in head.imports.items():
        before = merged.get(path)
        if before is None or before is edges or before == edges:
            merged[path] = edges
        else:
            known = {(edge.to, edge.kind) for edge in edges}
            merged[path] = edges + tuple(edge for edge in before if (edge.to, edge.kind) not in known)
    return merged
