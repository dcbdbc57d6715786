"""Claims and graphs as one line each, so that a case reads like a list of what is expected."""

from __future__ import annotations

from blastgate.manifests.interface import Claims
from blastgate.model.graph import Graph


def of_claims(claims: Claims) -> dict[str, list[str]]:
    """Draw the claims of one manifest; empty parts are left out."""
    drawn = {
        "components": [
            f"{drawn_root(c.root)} | {c.name} | {c.kind or 'soft'} | {', '.join(c.references)} | {c.source}"
            for c in claims.components
        ],
        "edges": [f"{e.from_} -> {e.to} | {e.kind} | {e.evidence}{' | dev' if e.dev else ''}" for e in claims.edges],
        "governs": [f"{g.path} | {g.root or '.'} | {g.space} | {g.why}" for g in claims.governs],
        "warnings": list(claims.warnings),
    }
    return {part: lines for part, lines in drawn.items() if lines}


def of_graph(graph: Graph) -> dict[str, list[str]]:
    """Draw the components, edges and governing files of a graph; empty parts are left out."""
    drawn = {
        "components": [f"{c.name} | {c.kind} | {drawn_root(c.root)} | {c.source}" for c in graph.components],
        "edges": [f"{e.from_} -> {e.to} | {e.kind} | {e.evidence}" for e in graph.edges],
        "governed": [f"{g.path} | {', '.join(g.components)} | {g.why}" for g in graph.governed],
        "warnings": list(graph.warnings),
        "unreadable": [f"{u.path} | {u.why}" for u in graph.unreadable],
    }
    return {part: lines for part, lines in drawn.items() if lines}


def drawn_root(root: str | None) -> str:
    """Draw the top as a dot and no folder as a dash."""
    return "-" if root is None else root or "."
