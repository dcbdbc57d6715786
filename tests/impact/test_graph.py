"""Trees to graphs: the components, edges and owners a maintainer of each small repository would draw."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
import yaml
from claim_lines import of_graph
from graph_cases import graph_of

from blastgate.impact.build import build_graph, join_graph
from blastgate.impact.claims import AllClaims, read_claims
from blastgate.impact.files import FactsStore, FileGraph
from blastgate.impact.references import owner_of
from blastgate.model.graph import Component, Edge, Graph, Unreadable
from blastgate.model.snapshot import Entry, Snapshot
from blastgate.testing import snapshot_of

TREES = sorted((Path(__file__).parent.parent / "cases" / "manifests" / "trees").glob("*.yml"))


def read(file: Path) -> dict[str, Any]:
    """Read one tree."""
    case: dict[str, Any] = yaml.safe_load(file.read_text("utf-8"))
    return case


@pytest.mark.parametrize("file", TREES, ids=lambda file: file.stem)
def test_draws_the_graph_of_the_tree(file: Path) -> None:
    """Each case holds a repository and every component, edge and governing file of it."""
    case = read(file)
    assert of_graph(graph_of(case)) == case["expect"]


@pytest.mark.parametrize("file", TREES, ids=lambda file: file.stem)
def test_knows_the_owners(file: Path) -> None:
    """A path belongs to the component it is expected to, or to none."""
    case = read(file)
    owner = owner_of(graph_of(case))
    assert {path: owner(path) for path in case.get("owners", {})} == case.get("owners", {})


@pytest.mark.parametrize("file", TREES, ids=lambda file: file.stem)
def test_the_order_of_claims_never_matters(file: Path) -> None:
    """Shuffled claims give the same graph."""
    case = read(file)
    claims = read_claims(snapshot_of(case["files"]))
    expected = join_graph(claims, (), FileGraph(), frozenset())
    for seed in range(5):
        mix = random.Random(seed)
        shuffled = AllClaims(
            tuple(mix.sample(claims.components, len(claims.components))),
            tuple(mix.sample(claims.edges, len(claims.edges))),
            tuple(mix.sample(claims.governs, len(claims.governs))),
            claims.warnings,
            claims.unreadable,
        )
        assert join_graph(shuffled, (), FileGraph(), frozenset()) == expected


@pytest.mark.parametrize("file", TREES, ids=lambda file: file.stem)
def test_edges_are_unique_and_join_known_components(file: Path) -> None:
    """No edge ends nowhere or in itself, none is there twice, and names are unique."""
    graph = graph_of(read(file))
    names = [component.name for component in graph.components]
    keys = [(edge.from_, edge.to, edge.kind) for edge in graph.edges]
    assert len(set(names)) == len(names)
    assert len(set(keys)) == len(keys)
    assert all(e.from_ in names and e.to in names and e.from_ != e.to for e in graph.edges)


def test_the_smallest_evidence_counts_lines_as_numbers() -> None:
    """Line 9 comes before line 10."""
    files = {"a/package.json": '{"name": "a"}', "b/package.json": '{"name": "b"}'}
    case = {"files": files, "imports": {"a/x.ts": [["b/y.ts", "import", 10], ["b/z.ts", "import", 9]]}}
    assert graph_of(case).edges == (Edge("a", "b", "import", "a/x.ts:9"),)


def test_what_cannot_be_read_keeps_its_folder_and_is_told() -> None:
    """A manifest whose blob is missing, or that is a symlink, still claims its folder."""
    snapshot = snapshot_of({"a/package.json": '{"name": "shop"}', "b/Dockerfile": "FROM x"})
    entries = {"a/package.json": Entry("100644", "0" * 40), "b/Dockerfile": Entry("120000", "1" * 40)}
    graph = join_graph(read_claims(Snapshot("t", entries, snapshot.reader)), (), FileGraph(), frozenset())
    assert [(c.name, c.kind) for c in graph.components] == [("a", "library"), ("b", "service")]
    assert [item.path for item in graph.unreadable] == ["a/package.json", "b/Dockerfile"]
    assert all(isinstance(item, Unreadable) and item.why for item in graph.unreadable)


def test_a_manifest_too_large_for_people_is_told_and_keeps_its_folder() -> None:
    """It is unreadable, never silently skipped; a long generated source is no such manifest."""
    large = " " * 600_000
    files = {"a/package.json": "{" + large, "cmd/x/main.go": "package main" + large, "b/demo.pb.go": "x" + large}
    graph = graph_of({"files": files})
    assert [(c.name, c.kind) for c in graph.components] == [("a", "library"), ("x", "app")]
    assert [(item.path, item.why) for item in graph.unreadable] == [
        ("a/package.json", "over 500 kB, too large for a manifest")
    ]


def test_builds_a_graph_with_real_languages() -> None:
    """Imports of source files become edges between components, those of tests do not."""
    files = {
        "go.mod": "module example.com/shop\n",
        "cmd/api/main.go": 'package main\n\nimport "example.com/shop/core"\n',
        "core/core.go": "package core\n",
        "core/core_test.go": 'package core\n\nimport "example.com/shop/cmd/api"\n',
    }
    graph = build_graph(snapshot_of(files), (), FactsStore())
    assert graph.edges == (Edge("api", "shop", "import", "cmd/api/main.go:3"),)
    assert graph.files == frozenset(files) - {"go.mod"}


def test_owners_of_no_components() -> None:
    """Without components every path is unmapped; a component without a folder owns nothing."""
    assert owner_of(Graph())("a/b") is None
    assert owner_of(Graph(components=(Component("db", None, "infra", "compose.yml:1"),)))("a") is None


def test_build_is_deterministic() -> None:
    """The same snapshot gives an equal graph, whatever order its entries come in."""
    files = read(TREES[0])["files"]
    backwards = snapshot_of(dict(reversed(files.items())))
    assert build_graph(snapshot_of(files), (), FactsStore()) == build_graph(backwards, (), FactsStore())
