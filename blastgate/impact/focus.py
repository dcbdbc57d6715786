"""The part of a component graph that one component, or one change, is about."""

from __future__ import annotations

from blastgate.errors import UsageError
from blastgate.model.graph import Graph


def focus_on(graph: Graph, name: str) -> Graph:
    """Keep a component, everything it depends on and everything that depends on it.

    Raises UsageError with the nearest name when there is no such component.
    """
    import networkx as nx

    names = [component.name for component in graph.components]
    if name not in names:
        from difflib import get_close_matches

        near = get_close_matches(name, names, n=1)
        hint = f"did you mean {near[0]!r}?" if near else "list them with: blastgate graph"
        raise UsageError("is not a component", f"--focus {name}", hint)
    links: nx.DiGraph[str] = nx.DiGraph()
    links.add_nodes_from(names)
    links.add_edges_from((edge.from_, edge.to) for edge in graph.edges)
    kept = {name} | nx.ancestors(links, name) | nx.descendants(links, name)
    return keep(graph, frozenset(kept))


def keep(graph: Graph, names: frozenset[str]) -> Graph:
    """Keep only these components and the edges between them."""
    return graph._replace(
        components=tuple(component for component in graph.components if component.name in names),
        edges=tuple(edge for edge in graph.edges if edge.from_ in names and edge.to in names),
    )
