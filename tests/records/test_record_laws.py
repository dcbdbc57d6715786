"""Laws of records: whatever the facts, replay is live; and the written text gives back the facts."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from blastgate.model.change import Change, Commit, FileChange, Identity, Line, Patch, Status
from blastgate.model.graph import Component, Edge, FileEdge, Graph
from blastgate.policy.layers.load import load_policy
from blastgate.records import (
    judge_recorded,
    policy_of,
    read_record,
    recorded_facts,
    recorded_policy,
    replay,
    write_record,
)

POLICIES = (
    None,
    b"version: 1\nextends: [strict]\npeople: {senior: ['@dana'], owners: codeowners}\n",
    b"version: 1\nextends: [floor.yml, recommended]\ncategories: {odd: {at_least: high, added_lines: ['x+']}}\n",
)
FLOOR = b"version: 1\nextends: [observe]\nlevels: {low: {max_files: 1}}\n"
NAMES = st.sampled_from(("src/a.py", "src/b.py", "tests/test_a.py", "docs/\udcff\n.md", "payments/x.py", "lib/c.ts"))
LINES = st.lists(st.sampled_from(("x = 1", "", "\u202e", "password = 'hunter2'", "\udcfe")), max_size=4)
STATUSES: tuple[Status, ...] = ("added", "modified", "deleted")
WHO = Identity("Ada", "ada@example.com")


@st.composite
def changes(draw: st.DrawFn) -> Change:
    """Draw a change of a few files with their lines, and a few commits."""
    files, patches = [], {}
    for path in draw(st.lists(NAMES, unique=True, max_size=5)):
        added, removed = draw(LINES), draw(LINES)
        status = draw(st.sampled_from(STATUSES))
        files.append(FileChange(path, status, None, len(added), len(removed), False, "100644", "100644", "a", "b"))
        patches[path] = Patch(_numbered(added), _numbered(removed))
    messages = draw(
        st.lists(st.sampled_from(("Fix", "Fix\n\nCo-authored-by: Claude <noreply@anthropic.com>")), max_size=2)
    )
    commits = tuple(
        Commit(f"{n:040x}", ("p",), WHO, WHO, "2026-01-01T00:00:00Z", message) for n, message in enumerate(messages)
    )
    return Change("b" * 40, "h" * 40, "b" * 40, "a sketch", tuple(files), commits, draw(st.booleans()), patches)


def _numbered(lines: list[str]) -> tuple[Line, ...]:
    return tuple(Line(number, text) for number, text in enumerate(lines, 1))


GRAPH = Graph(
    components=(Component("src", "src", "service", "src/Dockerfile:1"), Component("lib", "lib", "library", "lib:1")),
    edges=(Edge("src", "lib", "import", "src/a.py:3"),),
    imports={"src/a.py": (FileEdge("lib/c.ts", "import", 3), FileEdge("src/b.py", "import", 4))},
    files=frozenset({"src/a.py", "src/b.py", "lib/c.ts"}),
)


@settings(max_examples=25, deadline=None)
@given(changes(), st.sampled_from((None, GRAPH)), st.sampled_from(POLICIES), st.sampled_from((None, b"* @kim \xff\n")))
def test_replay_is_live(change: Change, graph: Graph | None, text: bytes | None, codeowners: bytes | None) -> None:
    """Law: a record that was written and read back gives the assessment of the live run, and its facts are the same."""
    beside = {"floor.yml": FLOOR} if text and b"floor" in text else {}
    policy = load_policy(text, "main:.blastgate.yml" if text else "built-in", "default-branch", beside.get)
    facts = recorded_facts(change, graph, codeowners)
    live = judge_recorded(facts, policy)
    record = read_record(write_record(recorded_policy(policy, text, beside), facts, live), "record")
    assert record.facts == facts
    assert policy_of(record.policy) == policy
    assert replay(record, "record") == record.assessment == live
