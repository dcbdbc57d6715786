"""Imports by string: what holds of them whatever the bytes and the tree."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from blastgate.impact.files import FactsStore, build_file_graph
from blastgate.languages import python
from blastgate.testing import snapshot_of

PIECES = (
    *(b"import_module(", b"__import__(", b"include((", b"pytest_plugins", b"A_APPS", b"MIDDLEWARE", b"importorskip("),
    *(b'"DJANGO_SETTINGS_MODULE"', b'"a.b"', b"'c'", b'"', b"'", b'"""', b"\\", b"#", b"\n", b" ", b",", b"=", b"+="),
    *(b"[", b"]", b"(", b")", b"{", b"}", b":", b"package=", b"__package__", b".", b"a", b"\0", b"\xff"),
)
TEXTS = st.lists(st.sampled_from(PIECES), max_size=40).map(b"".join)
LINES = (
    *("import a.b", "from a import c", "from . import d", "if TYPE_CHECKING: import a.c", "import_module('a.b')"),
    *("import_module('.d', __package__)", "pytest_plugins = ['a.c', 'e']", "X_APPS = ['a', 'a.d.D']", '"""', "# x"),
)
FILES = st.dictionaries(
    st.sampled_from(("a/__init__.py", "a/b.py", "a/c.py", "a/d.py", "e.py", "x/a.py", "x/y.py")),
    st.lists(st.sampled_from(LINES), max_size=4).map("\n".join),
    max_size=7,
)


@given(st.one_of(TEXTS, st.binary(max_size=200)))
def test_any_bytes_are_read_and_the_same_way_twice(data: bytes) -> None:
    found = python.extract_strings(data)

    assert found == python.extract_strings(data)
    assert [one.line for one in found] == sorted(one.line for one in found)
    assert all(1 <= one.line <= data.count(b"\n") + 1 and one.name and one.kind == "import" for one in found)


@pytest.mark.parametrize("piece", PIECES)
def test_a_long_run_of_one_thing_is_read(piece: bytes) -> None:
    assert isinstance(python.extract_strings(piece * (200_000 // len(piece)) + b"\n"), tuple)


@given(FILES)
@settings(max_examples=150)
def test_counting_them_only_adds_edges(tree: dict[str, str]) -> None:
    """An edge may come earlier in its file, or become more than type-only; none goes."""
    off, on = (build_file_graph(snapshot_of(tree), FactsStore(strings)) for strings in (False, True))
    for kinds in (("import",), ("import", "type-import")):
        few, many = (
            {(path, edge.to) for path, edges in graph.imports.items() for edge in edges if edge.kind in kinds}
            for graph in (off, on)
        )
        assert few <= many
    assert set(off.unresolved) <= set(on.unresolved)
