"""Why one thing affects another: the chain that `affected` found, or a plain no."""

from __future__ import annotations

import pytest

from blastgate.impact.why import PART, UNCHANGED, Why, explain
from blastgate.model.graph import Component, Edge, FileEdge, Governed, Graph

GRAPH = Graph(
    components=(
        Component("web", "web", "app", "web/Dockerfile"),
        Component("cart", "cart", "service", "cart/Dockerfile"),
        Component("money", "money", "library", "money/pyproject.toml"),
        Component("docs", "docs", "docs", "docs"),
    ),
    edges=(
        Edge("web", "cart", "runtime", "compose.yaml:4"),
        Edge("cart", "money", "manifest", "cart/pyproject.toml:6"),
    ),
    imports={"cart/api.py": (FileEdge("cart/sum.py", "import", 3),)},
    files=frozenset({"web/page.py", "cart/api.py", "cart/sum.py", "money/round.py"}),
    governed=(Governed("uv.lock", ("cart",), "its lockfile pins their packages"),),
)
PROVEN = Edge("cart", "money", "manifest", "cart/pyproject.toml:6")
CALLED = Edge("web", "cart", "runtime", "compose.yaml:4")
IMPORTED = Edge("cart/api.py", "cart/sum.py", "import", "cart/api.py:3")

CASES = {
    "a file by its imports": ("cart/sum.py", ["cart/api.py"], Why("code", (IMPORTED,))),
    "the file itself": ("cart/sum.py", ["cart/sum.py"], Why("code", reason=UNCHANGED)),
    "a component by a manifest": ("money/round.py", "cart", Why("code", (PROVEN,))),
    "a component by its own file": ("cart/sum.py", "cart", Why("code", reason="one of its files changes")),
    "a component at runtime": ("money/round.py", "web", Why("runtime", (CALLED, PROVEN))),
    "a file as a part": ("money/round.py", ["cart/api.py"], Why("code", (PROVEN,), "as a part of cart", code=PART)),
    "nothing": ("web/page.py", "docs", Why(None)),
    "the other way round": ("cart/api.py", ["cart/sum.py"], Why(None, backwards=True)),
    "a component the other way round": ("cart/api.py", "money", Why(None, backwards=True)),
}


@pytest.mark.parametrize("case", CASES)
def test_why(case: str) -> None:
    changed, wanted, found = CASES[case]
    assert explain([changed], wanted, GRAPH) == found


def test_a_root_wide_file_says_what_it_governs() -> None:
    found = explain(["uv.lock"], ["cart/api.py"], GRAPH)
    assert (found.reach, found.reason) == ("code", "uv.lock: its lockfile pins their packages")
    assert found.code == "root-wide"
