"""What is drawn of a graph, and what a file that draws it offers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from blastgate.model.graph import Component, Edge, FileEdge
from blastgate.model.named import NamedTuple
from blastgate.reporters.interface import Look

GraphLevel = Literal["component", "file"]


@dataclass(frozen=True, slots=True)
class GraphView:
    """The part of a graph to draw.

    At level ``component`` the components and ``edges`` count, at level ``file`` the ``files`` and ``imports``.
    ``focus`` is the name or path that the view is about (empty: the whole graph), ``affected`` are the names or paths
    to mark. ``warnings`` say what of the graph is missing.
    """

    level: GraphLevel = "component"
    components: tuple[Component, ...] = ()
    edges: tuple[Edge, ...] = ()
    files: tuple[str, ...] = ()
    imports: Mapping[str, tuple[FileEdge, ...]] = field(default_factory=dict)
    focus: str = ""
    affected: frozenset[str] = frozenset()
    warnings: tuple[str, ...] = ()


class Arrow(NamedTuple):
    """One dependency of either level: who depends on whom, in which ways."""

    from_: str
    to: str
    kinds: tuple[str, ...]


class GraphReporter(Protocol):
    """A graph reporter is one module with this name; the file name is the format's name."""

    def draw(self, view: GraphView, look: Look = ...) -> str:
        """Draw a view; the same view gives the same text."""


def nodes(view: GraphView) -> dict[str, str]:
    """Map each name or path of a view to its kind (empty for files), sorted."""
    if view.level == "file":
        return dict.fromkeys(sorted(view.files), "")
    return {c.name: c.kind for c in sorted(view.components, key=lambda c: c.name)}


def arrows(view: GraphView) -> list[Arrow]:
    """List the dependencies within a view, sorted: one for each pair, with all its kinds."""
    kinds: dict[tuple[str, str], set[str]] = {}
    for from_, to, kind in _links(view):
        kinds.setdefault((from_, to), set()).add(kind)
    known = nodes(view)
    pairs = sorted(pair for pair in kinds if pair[0] in known and pair[1] in known)
    return [Arrow(*pair, tuple(sorted(kinds[pair]))) for pair in pairs]


def _links(view: GraphView) -> Iterator[tuple[str, str, str]]:
    if view.level == "component":
        yield from ((edge.from_, edge.to, edge.kind) for edge in view.edges)
        return
    for path, imports in view.imports.items():
        yield from ((path, found.to, found.kind) for found in imports)
