"""Whole trees: settings of resolvers, manifests beside each other, and the graph that is made of them."""

from __future__ import annotations

from case_texts import CASES, as_tree, cases_in, read_tree
from small_shop import FILES

from blastgate.impact.affected import radius_of
from blastgate.impact.build import build_graph
from blastgate.impact.files import FactsStore
from blastgate.testing import snapshot_of


def targets() -> tuple[str, ...]:
    """The graph of a tree."""
    return ("graph",)


def seeds(target: str) -> list[bytes]:
    """The trees of the cases of all languages and manifests."""
    resolved = (case["tree"] for file in sorted(CASES.glob("languages/*/resolve.yml")) for case in cases_in(file))
    claimed = (
        cases_in(file)["files"] for file in sorted(CASES.glob("manifests/*/*.yml")) if file.parent.name != "trees"
    )
    return [as_tree(tree) for tree in (FILES, *resolved, *claimed)]


def answer(target: str, data: bytes) -> object:
    """Build the graph and ask who is affected by every file; nothing may be raised."""
    tree = read_tree(data)
    graph = build_graph(snapshot_of(tree), (), FactsStore())
    return graph, radius_of(sorted(tree), graph)
