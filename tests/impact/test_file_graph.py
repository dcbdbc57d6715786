"""The file graph: one pass over the blobs, facts shared by base and head, and nothing unread in silence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from blastgate.impact.files import FactKey, FactsStore, build_file_graph, extension, source_files
from blastgate.languages import python
from blastgate.model.graph import FileEdge, Unreadable, Unresolved
from blastgate.model.snapshot import BlobReader, Content, Entry, Snapshot
from blastgate.testing import snapshot_of

BASE = {
    "a.py": "import b\nimport c",
    "b.py": "",
    "c.py": "",
    "web/x.ts": "import './y'",
    "web/y.ts": "",
    "README.md": "import b",
}


class CountingReader:
    """Counts passes and blobs on the way to another reader."""

    def __init__(self, reader: BlobReader) -> None:
        self.reader = reader
        self.passes: list[list[str]] = []

    def read(self, blobs: Iterable[str]) -> Iterator[Content]:
        wanted = list(blobs)
        if wanted:
            self.passes.append(wanted)
        return self.reader.read(wanted)


def counted(files: dict[str, str]) -> tuple[Snapshot, CountingReader]:
    snapshot = snapshot_of(files)
    reader = CountingReader(snapshot.reader)
    return Snapshot(snapshot.tree, snapshot.entries, reader), reader


def test_every_language_is_in_one_graph_with_its_lines() -> None:
    graph = build_file_graph(snapshot_of(BASE), FactsStore())

    assert graph.imports == {
        "a.py": (FileEdge("b.py", "import", 1), FileEdge("c.py", "import", 2)),
        "web/x.ts": (FileEdge("web/y.ts", "import", 1),),
    }


def test_unknown_blobs_are_read_in_one_pass_and_known_ones_never_again() -> None:
    snapshot, reader = counted(BASE)
    facts = FactsStore()
    build_file_graph(snapshot, facts)
    first = list(reader.passes)
    build_file_graph(snapshot, facts)

    assert len(first) == 1
    assert reader.passes == first


def test_the_head_reads_only_what_changed_and_is_the_graph_it_would_be_alone() -> None:
    facts = FactsStore()
    build_file_graph(snapshot_of(BASE), facts)
    changed = {**BASE, "b.py": "import c"}
    head, reader = counted(changed)
    graph = build_file_graph(head, facts)

    assert reader.passes == [[head.entries["b.py"].blob]]
    assert graph == build_file_graph(snapshot_of(changed), FactsStore())


def test_a_changed_setting_or_path_resolves_everything_anew() -> None:
    base = {
        "tsconfig.json": '{"compilerOptions": {"paths": {"x": ["./one.ts"]}}}',
        "a.ts": "import 'x'",
        "one.ts": "",
        "two.ts": "",
    }
    facts = FactsStore()
    build_file_graph(snapshot_of(base), facts)
    setting = {**base, "tsconfig.json": '{"compilerOptions": {"paths": {"x": ["./two.ts"]}}}'}
    added = {**base, "b.ts": "import './a'"}

    assert build_file_graph(snapshot_of(setting), facts).imports == {"a.ts": (FileEdge("two.ts", "import", 1),)}
    assert build_file_graph(snapshot_of(added), facts).imports.keys() == {"a.ts", "b.ts"}


def test_what_cannot_be_read_is_told_with_the_reason() -> None:
    snapshot = snapshot_of({"a.py": "import b", "b.py": "", "link.py": "a.py", "gone.py": "x"})
    entries = {
        **snapshot.entries,
        "link.py": Entry("120000", snapshot.entries["link.py"].blob),
        "gone.py": Entry("100644", "0" * 40),
        "sub.py": Entry("160000", "1" * 40),
    }
    graph = build_file_graph(Snapshot("", entries, snapshot.reader), FactsStore())

    assert graph.unreadable == (
        Unreadable("gone.py", "the object is missing"),
        Unreadable("link.py", "a symbolic link is not followed"),
    )
    assert graph.imports == {"a.py": (FileEdge("b.py", "import", 1),)}


def test_an_unreadable_file_stays_unreadable_in_the_second_graph() -> None:
    snapshot = snapshot_of({"a.py": ""})
    broken = Snapshot("", {"a.py": Entry("100644", "0" * 40)}, snapshot.reader)
    facts = FactsStore()

    assert build_file_graph(broken, facts) == build_file_graph(broken, facts)
    assert build_file_graph(broken, facts).unreadable == (Unreadable("a.py", "the object is missing"),)


def test_what_looks_internal_and_is_nowhere_is_listed_with_its_line() -> None:
    graph = build_file_graph(
        snapshot_of({"p/__init__.py": "", "p/a.py": "import os\nfrom .gone import x"}), FactsStore()
    )

    assert graph.unresolved == (Unresolved("p/a.py", 2, ".gone:x"),)


def test_tests_are_named() -> None:
    graph = build_file_graph(
        snapshot_of({"tests/x.py": "", "latest.py": "", "a.spec.ts": "", "a_test.go": ""}), FactsStore()
    )

    assert graph.tests == {"tests/x.py", "a.spec.ts", "a_test.go"}


def test_the_same_bytes_in_two_places_are_scanned_once_and_resolved_twice() -> None:
    graph = build_file_graph(
        snapshot_of({"a/main.py": "import utils", "a/utils.py": "", "b/main.py": "import utils", "b/utils.py": ""}),
        FactsStore(),
    )

    assert {path: edges[0].to for path, edges in graph.imports.items()} == {
        "a/main.py": "a/utils.py",
        "b/main.py": "b/utils.py",
    }


def test_facts_are_kept_by_blob_language_and_version() -> None:
    facts = FactsStore()
    snapshot = snapshot_of({"a.py": "import os"})
    build_file_graph(snapshot, facts)
    blob = snapshot.entries["a.py"].blob

    assert facts.get(FactKey(blob, python.NAME, python.VERSION)) == python.extract(b"import os")
    assert facts.get(FactKey(blob, python.NAME, python.VERSION + 1)) is None


def test_a_file_belongs_to_a_language_by_its_last_extension_in_any_case() -> None:
    sources = source_files(snapshot_of({"A.PY": "", "x.d.ts": "", "py": "", "a.py/README": "", "noext": ""}).entries)

    assert {path: language.NAME for path, language in sources.items()} == {"A.PY": "python", "x.d.ts": "javascript"}
    assert extension("a.b/c") == ""
