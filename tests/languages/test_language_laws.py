"""What holds for every language, whatever the bytes and whatever the tree."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from blastgate import registry
from blastgate.impact.files import FactsStore, FileGraph, build_file_graph
from blastgate.testing import snapshot_of

LANGUAGES = registry.discover("blastgate.languages")
PIECES = (
    *(
        b"import ",
        b"from ",
        b"require(",
        b"export ",
        b"package a\n",
        b"type ",
        b"if TYPE_CHECKING:\n",
        b"//go:embed *\n",
    ),
    *(b'"""', b"'''", b'"', b"'", b"`", b"${", b"}", b"{", b"(", b")", b"/", b"//", b"/*", b"*/", b"#", b"\\", b"\\\n"),
    *(b"\n", b" ", b";", b":", b",", b".", b"*", b"a", b"./b", b"<script>", b"</script>", b"=", b"[", b"\0", b"\xff"),
)
SOURCES = st.lists(st.sampled_from(PIECES), max_size=60).map(b"".join)
PATHS = (
    *("a/__init__.py", "a/b.py", "a/c/d.py", "b.py", "src/a/x.py", "svc/b.py", "svc/pyproject.toml"),
    *("a/b.ts", "a/index.js", "package.json", "tsconfig.json", "pkg/package.json", "pkg/src/index.ts"),
    *("go.mod", "main.go", "lib/lib.go", "lib/x.go", "lib/x_test.go"),
)
TEXTS = (
    *("import a\nfrom a import b\nfrom . import c\nimport b", "from a.c import d\nfrom .. import x\nimport pkg"),
    *("import './a'; import '../a/b.js'; import 'pkg'; import '@/x'; export * from '.'", "require('a'); import('./b')"),
    *('package lib\nimport "example.com/m/lib"\n//go:embed *', 'package main\nimport "lib"\nimport "../lib"'),
    *('{"name": "pkg", "exports": {".": "./dist/index.js"}}', '{"compilerOptions": {"paths": {"*": ["./*"]}}}'),
    *("module example.com/m\nreplace lib => ./lib", "{", ""),
)
TREES = st.dictionaries(st.sampled_from(PATHS), st.sampled_from(TEXTS), max_size=12)


def graph_of(tree: Mapping[str, str | bytes]) -> FileGraph:
    return build_file_graph(snapshot_of(tree), FactsStore())


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: str(language.NAME))
@given(data=st.one_of(st.binary(max_size=300), SOURCES))
def test_extraction_never_raises_and_repeats_itself(language: object, data: bytes) -> None:
    extract = language.extract  # type: ignore[attr-defined]
    found = extract(data)

    assert found == extract(data)
    assert [one.line for one in found] == sorted(one.line for one in found)
    assert all(1 <= one.line <= data.count(b"\n") + 1 and one.name for one in found)


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: str(language.NAME))
@pytest.mark.parametrize("piece", PIECES)
def test_a_long_run_of_one_thing_is_read(language: object, piece: bytes) -> None:
    data = b"package a\n" + piece * (200_000 // len(piece)) + b"\n"

    assert isinstance(language.extract(data), tuple)  # type: ignore[attr-defined]


@given(TREES)
@settings(max_examples=150)
def test_edges_lead_to_files_of_the_snapshot_from_files_of_the_snapshot(tree: dict[str, str]) -> None:
    graph = graph_of(tree)

    for path, edges in graph.imports.items():
        assert path in tree
        assert {edge.to for edge in edges} <= tree.keys() - {path}
        assert len({edge.to for edge in edges}) == len(edges)


@given(TREES)
def test_the_order_in_which_files_are_listed_changes_nothing(tree: dict[str, str]) -> None:
    assert graph_of(tree) == graph_of(dict(reversed(tree.items())))


@given(TREES, st.sampled_from(["zebra/quagga.py", "zebra/quagga.ts", "zebra/quagga.go", "zebra/README.md"]))
def test_an_unrelated_file_removes_no_edge(tree: dict[str, str], path: str) -> None:
    """Only a file that shadows another (a nearer root, a better extension, a new anchor) may redirect an edge."""
    before, after = graph_of(tree), graph_of({**tree, path: ""})

    assert all(set(edges) <= set(after.imports.get(path, ())) for path, edges in before.imports.items())
