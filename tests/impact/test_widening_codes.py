"""Whoever is affected by more than edges has a code that says which kind of reason it is; programs may rely on it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from blastgate.impact.affected import AS_A_WHOLE, radius_of
from blastgate.impact.why import PART
from blastgate.model.graph import Component, Edge, FileEdge, Governed, Graph

PAGE = Path(__file__).parents[2] / "docs" / "graph.md"
LOCKFILES = {f"lockfile-{kind}" for kind in ("moved", "settings", "unlinked", "not-judged")}

GRAPH = Graph(
    components=tuple(
        Component(name, name, "service", f"{name}/Dockerfile") for name in ("web", "cart", "money", "mail", "far")
    ),
    edges=(
        Edge("cart", "money", "import", "cart/sum.py:1"),
        Edge("web", "cart", "manifest", "web/pyproject.toml:1"),
        Edge("far", "web", "runtime", "compose.yml:1"),
    ),
    imports={"cart/sum.py": (FileEdge("money/coins.py", "import", 1),)},
    files=frozenset({"cart/sum.py", "money/coins.py", "web/page.py"}),
    governed=(
        Governed("uv.lock", ("money",), "its lockfile pins their packages"),
        Governed("go.sum", ("cart",), "it moves x", code="lockfile-moved", exact=True, whole=False),
    ),
)
CASES = {
    "an import": ("money/coins.py", {"money": "", "cart": ""}),
    "a file that is no source": (
        "money/rates.csv",
        {"money": "", "cart": AS_A_WHOLE, "web": AS_A_WHOLE, "far": AS_A_WHOLE},
    ),
    "a manifest edge": ("cart/page.jinja", {"cart": "", "web": "", "far": ""}),
    "a root-wide file and all behind it": ("uv.lock", dict.fromkeys(("money", "cart", "web", "far"), "root-wide")),
    "a lockfile that was judged": ("go.sum", {"cart": "lockfile-moved"}),
}


@pytest.mark.parametrize("case", CASES)
def test_codes(case: str) -> None:
    changed, codes = CASES[case]
    found = {component.name: component.code for component in radius_of([changed], GRAPH).components}
    assert {name: found.get(name) for name in codes} == codes


def test_the_page_lists_the_codes() -> None:
    listed = set(re.findall(r"^\| `([a-z-]+)` \| ", PAGE.read_text(), re.MULTILINE))
    assert {AS_A_WHOLE, PART, Governed("", (), "").code, *LOCKFILES} <= listed
