"""Graphs drawn in each format: whatever the names, the drawing stays a drawing."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from assessments import EVIL
from generated import hostile_text
from hypothesis import given, settings
from hypothesis import strategies as st
from syrupy.assertion import SnapshotAssertion

from blastgate import registry
from blastgate.model.graph import Component, Edge, EdgeKind, FileEdge, Kind
from blastgate.reporters.graphs import dot, mermaid, text
from blastgate.reporters.graphs.interface import GraphView
from blastgate.reporters.interface import Look

FORMATS = ("dot", "json", "mermaid", "text")
MERMAID_LINE = re.compile(
    r'flowchart LR|  (n\d+|more)\["[\w /.,:()+#;-]*"\]|  n\d+ (-->|-\.->)\|[a-z, -]+\| n\d+'
    r"|  classDef affected [\w:#,-]+|  class n\d+(,n\d+)* affected"
    r'|  more\["not drawn: [\d,]+ nodes, [\d,]+ edges; use --format json"\]'
)
DOT_LINE = re.compile(
    r"digraph blastgate \{|\}|  (rankdir|node) ?.*;"
    r'|  n\d+( -> n\d+)? \[[a-z]+="([^"\\]|\\\\|\\")*"(, [a-z]+="[^"\\]*")*\];'
)


def component(name: str, kind: Kind = "service") -> Component:
    """Build a component whose folder is its name."""
    return Component(name, name, kind, f"{name}/package.json:2")


def edge(from_: str, to: str, kind: EdgeKind = "import") -> Edge:
    """Build an edge proven by a manifest line."""
    return Edge(from_, to, kind, f"{from_}/package.json:9")


SHOP = GraphView(
    components=(component("web", "app"), component("cart"), component("auth", "library"), component("docs", "docs")),
    edges=(edge("web", "cart", "runtime"), edge("cart", "auth"), edge("cart", "auth", "manifest"), edge("web", "auth")),
    affected=frozenset({"auth", "cart"}),
)
VIEWS = {
    "shop": SHOP,
    "focus": replace(SHOP, focus="cart"),
    "cycle": GraphView(components=(component("a"), component("b")), edges=(edge("a", "b"), edge("b", "a"))),
    "hostile": GraphView(components=(component(EVIL), component("b")), edges=(edge(EVIL, "b"),), warnings=(EVIL,)),
    "files": GraphView(
        "file",
        files=("a.py", "b.py"),
        imports={"a.py": (FileEdge("b.py", "import", 3), FileEdge("gone.py", "import", 4))},
    ),
    "empty": GraphView(),
}


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("format_", FORMATS)
def test_drawing(format_: str, view: str, screen: SnapshotAssertion) -> None:
    assert registry.load("blastgate.reporters.graphs", format_).draw(VIEWS[view]) == screen


def test_every_format_is_tested() -> None:
    assert set(FORMATS) <= set(registry.names("blastgate.reporters.graphs"))


def _chain(length: int) -> GraphView:
    names = [f"component-{n:05}" for n in range(length)]
    edges = tuple(edge(a, b) for a, b in pairwise(names))
    return GraphView(components=tuple(map(component, names)), edges=edges, affected=frozenset(names[-2:]))


def test_a_chain_longer_than_the_stack_is_drawn() -> None:
    drawn = text.draw(_chain(3000), Look(width=60))
    assert drawn.count("component-") == 3000


def test_mermaid_is_cut_on_purpose_and_keeps_what_is_affected() -> None:
    drawn = mermaid.draw(_chain(3000))
    assert len(drawn) < 50_000
    assert drawn.count("-->|") == 398
    assert "not drawn: 2,600 nodes, 2,601 edges; use --format json" in drawn
    assert '["component-02999 (service)"]' in drawn
    assert re.search(r"class n\d+,n\d+ affected", drawn)


@settings(max_examples=40, deadline=None)
@given(st.lists(hostile_text, min_size=2, max_size=4, unique=True), st.data())
def test_hostile_names_never_leave_their_quotes(names: list[str], data: Any) -> None:
    pairs = data.draw(st.lists(st.tuples(st.sampled_from(names), st.sampled_from(names)), max_size=4))
    view = GraphView(components=tuple(map(component, names)), edges=tuple(edge(a, b) for a, b in pairs))
    assert all(MERMAID_LINE.fullmatch(line) for line in mermaid.draw(view).split("\n")[:-1])
    assert all(DOT_LINE.fullmatch(line) for line in dot.draw(view).split("\n")[:-1])
    assert all(line.isprintable() for line in text.draw(view).split("\n"))
