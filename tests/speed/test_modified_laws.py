"""A graph brought up to date equals the graph built anew, and a graph kept as bytes equals the graph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set

from hypothesis import given, settings
from hypothesis import strategies as st

from blastgate.impact.affected import radius_of
from blastgate.impact.build import build
from blastgate.impact.files import FactsStore
from blastgate.impact.merge import merge
from blastgate.impact.modified import Modified, Trees, modify
from blastgate.impact.packed_paths import PackedPaths, pack_paths
from blastgate.impact.stored import Built, pack_graph, unpack_graph
from blastgate.model.graph import Graph
from blastgate.model.snapshot import Content, Snapshot
from blastgate.testing import snapshot_of

PYTHON = (
    "",
    "import os\nfrom shop.cart import add\n",
    "\n\nimport os\nfrom shop.cart import add\n",
    "from shop import pay\nfrom shop.cart import add\n",
    "import lib.money, shop.pay\n",
    "import lib.money\nimport shop.pay\n",
    "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import lib.money\n",
    "import lib.money\nfrom shop.gone import x\n",
)
SCRIPTS = (
    "",
    "import x from './util'\n",
    "// moved\nimport x from './util'\n",
    "import {y} from '@shop/ui'\nimport z from './gone'\n",
    "import type {y} from '@shop/ui'\n",
    "import '@shop/ui'; import './theme.css'\n",
)
POOL: dict[str, tuple[str, ...]] = {
    "services/shop/shop/__init__.py": PYTHON,
    "services/shop/shop/cart.py": PYTHON,
    "services/shop/shop/pay.py": PYTHON,
    "services/shop/tests/test_cart.py": PYTHON,
    "services/shop/pyproject.toml": (
        '[project]\nname = "shop"\n',
        '[project]\nname = "shop"\ndependencies = ["money"]\n',
    ),
    "lib/money.py": PYTHON,
    "lib/pyproject.toml": ('[project]\nname = "money"\n', '[project]\nname = "coins"\n', "["),
    "web/src/app.ts": SCRIPTS,
    "web/src/util.ts": SCRIPTS,
    "web/package.json": ('{"name": "@shop/web"}', '{"name": "@shop/web", "dependencies": {"@shop/ui": "*"}}'),
    "web/tsconfig.json": ("{}", '{"compilerOptions": {"paths": {"@shop/ui": ["./src/util"]}}}'),
    "ui/index.ts": SCRIPTS,
    "ui/package.json": ('{"name": "@shop/ui", "main": "index.ts"}', '{"name": "@shop/other"}'),
    "go.mod": ("module example.com/shop\n", "module example.com/other\n"),
    "api/main.go": ("package main\n", 'package main\nimport "example.com/shop/store"\n', "// a\npackage main\n"),
    "store/store.go": ("package store\n", 'package store\n\nimport "example.com/shop/api"\n'),
    "deploy/k8s/shop.yaml": ("kind: Deployment\nmetadata: {name: shop}\n", "kind: Service\n"),
    "docker-compose.yml": ("services: {shop: {build: ./services/shop}}\n", "services: {}\n"),
    "notes.md": ("a", "b"),
}
trees = st.fixed_dictionaries({path: st.none() | st.sampled_from(texts) for path, texts in POOL.items()})


@st.composite
def pairs(draw: st.DrawFn) -> tuple[dict[str, str], dict[str, str]]:
    """Draw a tree, and the same tree with some files modified."""
    base = {path: text for path, text in draw(trees).items() if text is not None}
    changed = draw(st.lists(st.sampled_from(sorted(base)), max_size=4, unique=True)) if base else []
    return base, base | {path: draw(st.sampled_from(POOL[path])) for path in changed}


def trees_of(base: Snapshot, head: Snapshot) -> Trees:
    """Read from either tree, as the objects of one repository."""

    def read(blobs: Iterable[str]) -> Iterator[Content]:
        for blob in blobs:
            found = next(iter(head.reader.read([blob])))
            yield found if found.data is not None else next(iter(base.reader.read([blob])))

    return Trees(read, lambda: head)


def modifications(base: Snapshot, head: Snapshot) -> list[Modified]:
    """List the paths whose entries differ."""
    return [Modified(p, base.entries[p], head.entries[p]) for p in base.entries if base.entries[p] != head.entries[p]]


def kept(built: Built) -> Built:
    """Keep a graph as bytes and read it back."""
    return unpack_graph(pack_graph(built))


@settings(max_examples=300, deadline=None)
@given(pairs())
def test_a_graph_brought_up_to_date_is_the_graph_built_anew(pair: tuple[dict[str, str], dict[str, str]]) -> None:
    """From memory and from kept bytes; where it gives up, nothing is claimed."""
    base, head = snapshot_of(pair[0]), snapshot_of(pair[1])
    before, after = build(base, (), FactsStore()), build(head, (), FactsStore())
    for start in (before, kept(before)):
        found = modify(start, modifications(base, head), trees_of(base, head), FactsStore())
        if found is not None:
            assert found.graph == after.graph
            assert found.steering >= after.steering  # too many only means to build once more than needed
            assert_same_reach(merge(start.graph, found.graph), merge(before.graph, after.graph), pair[1])


@settings(max_examples=100, deadline=None)
@given(trees)
def test_a_kept_graph_is_the_graph(tree: dict[str, str | None]) -> None:
    """What goes in comes out, and answers alike."""
    files = {path: text for path, text in tree.items() if text is not None}
    built = build(snapshot_of(files), (), FactsStore())
    found = kept(built)
    assert found == built
    assert dict(found.graph.imports) == built.graph.imports
    assert len(found.graph.imports) == len(built.graph.imports)
    assert_same_reach(found.graph, built.graph, files)


def test_a_moved_line_is_followed_without_building() -> None:
    """The usual change: a comment above the imports; evidence moves with it."""
    files = {"a/__init__.py": "", "a/x.py": "import a.y\n", "a/y.py": "", "b/z.py": "import a.x\n"}
    base, head = snapshot_of(files), snapshot_of(files | {"b/z.py": "# more\nimport a.x\n"})
    built = build(base, (), FactsStore())
    found = modify(kept(built), modifications(base, head), Trees(trees_of(base, head).read, no_listing), FactsStore())
    assert found is not None
    assert [edge.line for edge in found.graph.imports["b/z.py"]] == [2]


def no_listing() -> Snapshot:
    """Nobody needs the files of the tree."""
    raise AssertionError("the tree was listed")


def assert_same_reach(one: Graph, other: Graph, files: Iterable[str]) -> None:
    """Both graphs say the same of every file."""
    for path in files:
        assert radius_of([path], one) == radius_of([path], other)


names = st.binary(min_size=1, max_size=12).map(lambda name: name.decode("utf-8", "surrogateescape"))


@given(st.frozensets(names))
def test_packed_paths_are_a_set_of_paths(paths: frozenset[str]) -> None:
    """Whatever bytes names are made of."""
    found = PackedPaths(memoryview(pack_paths(paths) + b"more"))
    as_set: Set[str] = found
    assert as_set == paths and paths == as_set
    assert {found[number] for number in map(found.find, paths) if number is not None} == paths
    assert not any(f"{path}/" in found and f"{path}/" not in paths for path in paths)
    assert found | {"another"} == paths | {"another"}
