"""Imports between files, lifted to the components that the files are of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from blastgate.impact.folders import is_tool_settings
from blastgate.impact.places import is_test
from blastgate.model.graph import Component, Edge, FileEdge


def lifted_edges(
    imports: Mapping[str, tuple[FileEdge, ...]], components: Iterable[Component], owner: Callable[[str], str | None]
) -> Iterator[Edge]:
    """Lift imports to components; what tests and tools' settings import does not ship, nor does a workspace's top."""
    top = {component.name for component in components if component.root == "" and component.kind == "tool"}
    for path, edges in imports.items():
        from_ = owner(path)
        if from_ is None or is_test(path) or is_tool_settings(path):
            continue
        for edge in edges:
            to = owner(edge.to)
            if to is not None and to != from_ and to not in top:
                yield Edge(from_, to, edge.kind, f"{path}:{edge.line}")


def evidence_order(edge: Edge) -> tuple[str, int]:
    """Order the evidence of edges by path, then by line as a number."""
    path, _, line = edge.evidence.rpartition(":")
    return (path, int(line)) if line.isdecimal() else (edge.evidence, 0)
