"""The graph as JSON: the contract for machines."""

from __future__ import annotations

from blastgate.model.assessment import SCHEMA_VERSION
from blastgate.model.codec import dumps
from blastgate.model.graph_output import ComponentGraph, FileGraph
from blastgate.reporters.graphs.interface import GraphView
from blastgate.reporters.interface import PLAIN, Look


def draw(view: GraphView, _: Look = PLAIN) -> str:
    """Write components and their edges with evidence, or files and ``[from, to, kind]`` for each import."""
    if view.level == "file":
        edges = sorted((path, i.to, i.kind) for path, imports in view.imports.items() for i in imports)
        return dumps(FileGraph(SCHEMA_VERSION, tuple(sorted(view.files)), tuple(edges)))
    components = sorted(view.components, key=lambda c: c.name)
    links = sorted(view.edges, key=lambda e: (e.from_, e.to, e.kind, e.evidence))
    return dumps(ComponentGraph(SCHEMA_VERSION, tuple(components), tuple(links)))
