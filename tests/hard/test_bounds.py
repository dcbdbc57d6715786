"""Bounds that hold without a clock: what is kept of one answer, however large the question."""

from __future__ import annotations

from blastgate.impact.affected import radius_of
from blastgate.impact.files_reached import MAX_CHAIN
from blastgate.model.graph import Component, Edge, FileEdge, Graph

MANY = 3 * MAX_CHAIN
NAMES = [f"p{number:04}" for number in range(MANY)]


def test_a_chain_of_components_is_cut_and_its_distance_is_not() -> None:
    """All are affected; a long chain goes on with that of the component it is cut at."""
    pairs = list(zip(NAMES[1:], NAMES, strict=False))
    components = tuple(Component(name, name, "service", f"{name}/package.json:1") for name in NAMES)
    edges = tuple(Edge(user, used, "manifest", f"{user}/package.json:3") for user, used in pairs)
    radius = radius_of(["p0000/index.js"], Graph(components, edges))
    assert [(one.name, one.distance) for one in radius.components] == [(name, n) for n, name in enumerate(NAMES)]
    assert [len(one.via) for one in radius.components] == [min(n, MAX_CHAIN) for n in range(MANY)]
    last = radius.components[-1]
    assert (last.via[0].from_, last.via[-1].to) == (NAMES[-1], NAMES[-1 - MAX_CHAIN])


def test_a_chain_of_files_is_cut_and_its_distance_is_not() -> None:
    """The same for imports, inside a component and across them."""
    files = [f"{name}.py" for name in NAMES]
    pairs = zip(files[1:], files, strict=False)
    imports = {user: (FileEdge(used, "import", 1),) for user, used in pairs}
    radius = radius_of(files[:1], Graph(imports=imports, files=frozenset(files)))
    assert [one.distance for one in radius.files] == list(range(1, MANY))
    assert max(len(one.via) for one in radius.files) == MAX_CHAIN
