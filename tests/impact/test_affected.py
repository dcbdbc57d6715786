"""Reverse reachability: who is reached, how far, by which chain, and who is not."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blastgate.impact.affected import assess_impact, radius_of
from blastgate.impact.merge import merge
from blastgate.model.change import Change, FileChange
from blastgate.model.graph import Component, Edge, EdgeKind, FileEdge, Governed, Graph, Kind

SHOP: dict[str, tuple[str, Kind]] = {
    "cart": ("services/cart", "service"),
    "checkout": ("services/checkout", "service"),
    "web": ("web", "app"),
    "money": ("libs/money", "library"),
    "infra": ("infra", "infra"),
}


def graph(
    imports: Mapping[str, list[str]] | None = None,
    edges: list[tuple[str, str, EdgeKind]] | None = None,
    governed: tuple[Governed, ...] = (),
) -> Graph:
    """Build the shop's graph: file imports and component edges, both as short pairs."""
    imports = imports or {}
    files = frozenset(imports) | {to for targets in imports.values() for to in targets}
    return Graph(
        components=tuple(Component(name, root, kind, f"{root}/Dockerfile") for name, (root, kind) in SHOP.items()),
        edges=tuple(Edge(a, b, kind, f"{a}.yml:1") for a, b, kind in edges or []),
        imports={path: tuple(FileEdge(to, "import", 3) for to in targets) for path, targets in imports.items()},
        files=files,
        governed=governed,
    )


def change(*paths: str) -> Change:
    """Build a change that modifies some files."""
    return Change("a", "b", "a", "test", tuple(FileChange(path, "modified", additions=1) for path in paths))


CHAIN = graph(
    {"web/page.py": ["services/cart/api.py"], "services/cart/api.py": ["libs/money/round.py"]},
    [("web", "cart", "import"), ("cart", "money", "import")],
)


def test_a_library_change_reaches_every_importer_with_the_chain_that_proves_it() -> None:
    impact = assess_impact(change("libs/money/round.py"), CHAIN)
    assert [(a.name, a.distance, a.reach) for a in impact.affected] == [
        ("money", 0, "code"),
        ("cart", 1, "code"),
        ("web", 2, "code"),
    ]
    assert [(e.from_, e.to, e.evidence) for e in impact.affected[2].via] == [
        ("web", "cart", "web/page.py:3"),
        ("cart", "money", "services/cart/api.py:3"),
    ]
    assert (impact.services_affected, impact.affected_files) == (2, 3)


def test_files_are_followed_precisely_so_an_unrelated_file_of_the_library_reaches_nobody() -> None:
    impact = assess_impact(change("libs/money/round.py"), graph({"services/cart/api.py": ["libs/money/tax.py"]}))
    assert [a.name for a in impact.affected] == ["money"]


def test_a_manifest_edge_affects_the_user_as_a_whole_and_whoever_imports_from_it() -> None:
    edges: list[tuple[str, str, EdgeKind]] = [("cart", "money", "manifest"), ("web", "cart", "import")]
    impact = assess_impact(change("libs/money/round.py"), graph(edges=edges))
    assert [(a.name, a.distance) for a in impact.affected] == [("money", 0), ("cart", 1), ("web", 2)]


def test_runtime_edges_are_another_reach_and_never_mixed_with_code() -> None:
    edges: list[tuple[str, str, EdgeKind]] = [("checkout", "cart", "runtime"), ("web", "checkout", "runtime")]
    impact = assess_impact(change("services/cart/api.py"), graph(edges=edges))
    assert [(a.name, a.reach) for a in impact.affected] == [
        ("cart", "code"),
        ("checkout", "runtime"),
        ("web", "runtime"),
    ]
    assert (impact.services_affected, impact.services_at_runtime) == (1, 2)


@pytest.mark.parametrize("path", ["services/cart/README.md", "services/cart/tests/test_api.py"])
def test_documentation_and_tests_touch_their_component_and_affect_no_service(path: str) -> None:
    impact = assess_impact(change(path), graph(edges=[("web", "cart", "manifest")]))
    assert (impact.touched, impact.affected, impact.services_affected) == (("cart",), (), 0)


def test_an_import_from_a_test_reaches_the_test_and_stops_there() -> None:
    tree = {"services/cart/tests/test_api.py": ["libs/money/round.py"], "web/x.py": ["services/cart/tests/test_api.py"]}
    radius = radius_of(["libs/money/round.py"], graph(tree))
    assert [a.name for a in radius.components] == ["money"]
    assert [f.path for f in radius.files] == ["services/cart/tests/test_api.py"]
    assert radius.source_files == 1


def test_type_only_imports_do_not_propagate() -> None:
    types = Graph(
        components=CHAIN.components,
        imports={"web/page.ts": (FileEdge("services/cart/api.ts", "type-import", 1),)},
        files=frozenset({"web/page.ts", "services/cart/api.ts"}),
    )
    assert [a.name for a in assess_impact(change("services/cart/api.ts"), types).affected] == ["cart"]


def test_a_root_wide_file_affects_all_it_governs_and_says_why() -> None:
    lock = Governed("pnpm-lock.yaml", ("web", "cart"), "locks the versions of every npm package")
    impact = assess_impact(change("pnpm-lock.yaml"), graph(governed=(lock,)))
    assert {a.name: a.reason for a in impact.affected} == dict.fromkeys(
        ("cart", "web"), "pnpm-lock.yaml: locks the versions of every npm package"
    )
    assert impact.unmapped == ("pnpm-lock.yaml",)


def test_a_deleted_file_affects_the_users_it_had_at_the_base() -> None:
    head = graph({"web/page.py": []})
    gone = Change("a", "b", "a", "test", (FileChange("services/cart/api.py", "deleted", deletions=3),))
    assert [a.name for a in assess_impact(gone, merge(CHAIN, head)).affected] == ["cart", "web"]


def test_a_service_of_the_base_stays_one_when_the_head_calls_it_a_library() -> None:
    library = Graph(components=(Component("cart", "services/cart", "library", "x"),))
    merged = merge(graph(), library)
    assert {c.name: c.kind for c in merged.components}["cart"] == "service"


def test_without_a_graph_the_reach_is_unknown_never_zero() -> None:
    impact = assess_impact(change("app.py"), None)
    assert (impact.services_affected, impact.affected_files) == (None, None)
    assert "unknown" in impact.warnings[0]


def test_without_a_graph_documentation_still_affects_nobody() -> None:
    assert assess_impact(change("README.md"), None).services_affected == 0


FILES = [f"{root}/f{n}.py" for root, _ in SHOP.values() for n in range(2)]
PAIRS = st.lists(st.tuples(st.sampled_from(FILES), st.sampled_from(FILES)), max_size=20)
KINDS: st.SearchStrategy[EdgeKind] = st.sampled_from(["import", "manifest", "runtime", "build", "type-import"])
EDGES = st.lists(st.tuples(st.sampled_from(list(SHOP)), st.sampled_from(list(SHOP)), KINDS), max_size=12)


def grown(pairs: list[tuple[str, str]], edges: list[tuple[str, str, EdgeKind]]) -> Graph:
    """Build a graph of generated imports and edges; every file is known to it."""
    imports: dict[str, list[str]] = {path: [] for path in FILES}
    for from_, to in pairs:
        imports[from_].append(to)
    return graph(imports, edges)


@given(PAIRS, EDGES, st.lists(st.sampled_from(FILES), min_size=1, unique=True))
def test_one_more_changed_file_never_removes_a_result(
    pairs: list[tuple[str, str]], edges: list[tuple[str, str, EdgeKind]], paths: list[str]
) -> None:
    whole = grown(pairs, edges)
    fewer, more = radius_of(paths[:-1], whole), radius_of(paths, whole)
    assert {a.name for a in fewer.components if a.reach == "code"} <= {
        a.name for a in more.components if a.reach == "code"
    }
    assert {a.name for a in fewer.components} <= {a.name for a in more.components}
    assert {f.path for f in fewer.files} <= {f.path for f in more.files} | set(paths)


@given(PAIRS, EDGES, st.lists(st.sampled_from(FILES), min_size=1, unique=True))
def test_the_order_of_paths_and_edges_never_matters(
    pairs: list[tuple[str, str]], edges: list[tuple[str, str, EdgeKind]], paths: list[str]
) -> None:
    before = radius_of(paths, grown(sorted(set(pairs)), sorted(set(edges))))
    after = radius_of(paths[::-1], grown(sorted(set(pairs), reverse=True), sorted(set(edges), reverse=True)))
    assert before.components == after.components
    assert before.files == after.files


@given(PAIRS, EDGES, st.sampled_from(FILES))
def test_every_affected_component_shows_a_chain_of_real_edges_that_ends_at_what_changed(
    pairs: list[tuple[str, str]], edges: list[tuple[str, str, EdgeKind]], path: str
) -> None:
    radius = radius_of([path], grown(pairs, edges))
    for component in radius.components:
        assert len(component.via) == component.distance
        ends = [component.name, *(edge.to for edge in component.via)]
        assert [edge.from_ for edge in component.via] == ends[:-1]
        assert ends[-1] in radius.touched


def test_who_imports_from_a_whole_component_shows_the_chain_by_which_it_is_whole() -> None:
    """The library is reached by one import and, farther, as a whole by what it calls: only that leads on to web."""
    edges: list[tuple[str, str, EdgeKind]] = [
        ("web", "money", "import"),
        ("money", "infra", "runtime"),
        ("infra", "checkout", "runtime"),
    ]
    imports = {"libs/money/round.py": ["services/checkout/pay.py"], "web/page.py": ["libs/money/other.py"]}
    reached = {c.name: c for c in radius_of(["services/checkout/pay.py"], graph(imports, edges)).components}
    assert [(e.from_, e.to) for e in reached["money"].via] == [("money", "checkout")]
    assert [(e.from_, e.to) for e in reached["web"].via] == [
        ("web", "money"),
        ("money", "infra"),
        ("infra", "checkout"),
    ]
    assert (reached["web"].reach, reached["web"].distance) == ("runtime", 3)
