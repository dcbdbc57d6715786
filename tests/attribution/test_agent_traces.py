"""Agent Trace: records that a change brings, and the lines that they speak of."""

from __future__ import annotations

import json
from typing import Any

import pytest
from attribution_samples import commit_of
from hypothesis import given, settings
from hypothesis import strategies as st

from blastgate.attribution.attribute import attribute, tools_for
from blastgate.attribution.tools import NO_TOOLS, Tools, load_tools
from blastgate.attribution.traces import MAX_RECORDS, NOTHING_TRACED, find_in_traces
from blastgate.model.attribution import Attribution, LineShare
from blastgate.model.change import Change, FileChange, Line, Patch
from blastgate.policy.model import Location, OwnTool

TOOLS = load_tools()
TRACE = ".agent-trace/traces.jsonl"
PARENT, HEAD = "a" * 40, "c" * 40  # commit_of gives every commit the id "ccc…"


def record(*ranges: Any, who: str = "ai", path: str = "src/a.py", **more: Any) -> dict[str, Any]:
    """Make a record of one file; a range is (first, last), or a map with a contributor of its own."""
    spans = [r if isinstance(r, dict) else {"start_line": r[0], "end_line": r[1]} for r in ranges]
    by = {"type": who, "model_id": more.pop("model", "anthropic/claude-opus-4-5-20251101")}
    whole = {
        "version": "0.1.0",
        "id": "550e8400-e29b-41d4-a716-446655440000",
        "timestamp": "2026-02-01T00:00:00Z",
        "vcs": {"type": "git", "revision": more.pop("revision", PARENT)},
        "tool": {"name": "cursor", "version": "2.4.0"},
        "files": [{"path": path, "conversations": [{"contributor": by, "ranges": spans}]}],
    }
    return {**whole, **more}


def change(*records: Any, trace: str = TRACE, lines: int = 20, **more: Any) -> Change:
    """Make a change that adds lines 1.. of src/a.py, and a trace file with records (or lines of text)."""
    texts = [text if isinstance(text, str) else json.dumps(text) for text in records]
    added = {"src/a.py": lines, trace: len(texts)}
    files = tuple(FileChange(path, more.get("status", "modified"), additions=n) for path, n in added.items())
    patches = {
        "src/a.py": Patch(tuple(Line(n, "x") for n in range(1, lines + 1))),
        trace: Patch(tuple(Line(n, text) for n, text in enumerate(texts, 90))),
    }
    commits = (commit_of({"additions": lines + len(texts), **more.get("commit", {})}),)
    return Change(PARENT, HEAD, PARENT, "x", files, commits, patches=more.get("patches", patches))


def judged(made: Change, tools: Tools = TOOLS) -> Attribution:
    return attribute(made.commits, made.commits_known, tools, (), find_in_traces(made, tools))


@pytest.mark.parametrize(
    ("records", "state", "names", "lines"),
    [
        ([record((3, 10))], "ai", ("cursor",), LineShare(8, 21, 21)),
        ([record((3, 10), (8, 12), (15, 99))], "ai", ("cursor",), LineShare(16, 21, 21)),
        ([record((3, 10), revision=HEAD)], "ai", ("cursor",), LineShare(8, 21, 21)),
        ([record((30, 40), revision=HEAD)], "ai", ("cursor",), LineShare(0, 21, 21)),
        ([record((30, 40))], "unknown", (), LineShare(0, 21, 21)),
        ([record((3, 10), path="src/other.py")], "none", (), LineShare(0, 0, 21)),
        ([record((3, 10), path="src/other.py", revision=HEAD)], "ai", ("cursor",), LineShare(0, 21, 21)),
        ([record((3, 10), who="human")], "none", (), LineShare(0, 0, 21)),
        ([record((3, 10), who="unknown")], "none", (), LineShare(0, 0, 21)),
        ([record((3, 10), who="mixed")], "ai", ("cursor",), LineShare(0, 21, 21)),
        ([record((3, 10)), record((9, 12), who="human")], "ai", ("cursor",), LineShare(6, 20, 22)),
        ([record((3, 10), tool={"name": "unknown"})], "ai", ("claude-code",), LineShare(8, 21, 21)),
        ([record((3, 10), tool=7, model=None)], "ai", ("generic-ai",), LineShare(8, 21, 21)),
        (
            [record({"start_line": 1, "end_line": 4, "contributor": {"type": "human"}}, (5, 6))],
            "ai",
            ("cursor",),
            LineShare(2, 17, 21),
        ),
    ],
)
def test_a_record(records: list[Any], state: str, names: tuple[str, ...], lines: LineShare) -> None:
    found = judged(change(*records))
    assert (found.state, found.tools, found.lines) == (state, names, lines)


def test_the_quotation_tells_file_lines_tool_and_model() -> None:
    (evidence,) = judged(change(record((3, 10), (12, 12), (14, 15), (18, 19)))).around
    assert (evidence.tool, evidence.kind, evidence.strength) == ("cursor", "trace", "strong")
    assert evidence.quote == f"{TRACE}: src/a.py 3-10, 12, 14-15, … by cursor (anthropic/claude-opus-4-5-20251101)"


def test_a_mark_of_the_commit_speaks_for_all_its_lines() -> None:
    commit = {"message": "Mend\n\nCo-Authored-By: Claude <noreply@anthropic.com>"}
    assert judged(change(record((3, 10)), commit=commit)).lines == LineShare(21, 21, 21)


def test_a_trace_folder_below_the_top_tells_paths_from_there() -> None:
    made = change(record((3, 10), path="a.py"), trace="src/.agent-trace/traces.jsonl")
    assert judged(made).lines.ai_min == 8


def test_a_record_may_be_a_file_of_its_own() -> None:
    text = json.dumps(record((3, 10)), indent=1).splitlines()
    assert judged(change(*text, trace=".agent-trace/one.json", status="added")).state == "ai"


def test_a_renamed_file_keeps_its_records() -> None:
    made = change(record((3, 10), path="src/old.py"))
    files = (FileChange("src/a.py", "renamed", "src/old.py", additions=20), *made.files[1:])
    renamed = Change(PARENT, HEAD, PARENT, "x", files, made.commits, patches=made.patches)
    assert judged(renamed).lines.ai_min == 8


def test_a_team_names_its_own_agent() -> None:
    own = load_tools([[OwnTool("acme", Location("p", 1), {"name": "acme", "note_agents": ["acme-cli"]})]])
    made = change(record((3, 10), tool={"name": "acme-cli"}, model=None))
    assert (judged(made).tools, judged(made, own).tools) == (("generic-ai",), ("acme",))


@pytest.mark.parametrize(
    "trace", ["docs/traces.jsonl", ".agent-trace.jsonl", ".agent-trace/readme.md", "agent-trace/x.jsonl"]
)
def test_other_files_are_no_traces(trace: str) -> None:
    assert find_in_traces(change(record((3, 10)), trace=trace), TOOLS) == NOTHING_TRACED


LONG = json.dumps(record(*[(1, 1)] * 60_000))


@pytest.mark.parametrize(
    "lines", [["x" * 1_000_001], ["{}"] * (MAX_RECORDS + 1), [LONG, LONG, "{}"]], ids=["record", "records", "ranges"]
)
def test_what_is_beyond_a_bound_is_told(lines: list[str]) -> None:
    assert any(e.quote == f"{TRACE}: could not be read" for e in judged(change(*lines)).around)


def test_a_trace_whose_lines_are_unknown_leaves_the_change_unknown() -> None:
    found = judged(change(record((3, 10)), patches={}))
    assert (found.state, found.why) == (
        "unknown",
        f"only weak signals: trace that may be of generic-ai: '{TRACE}: could not be read'",
    )


DEEP = "[" * 50_000
KEYS = ("files", "path", "conversations", "ranges", "contributor", "type", "start_line", "end_line", "tool")
LEAVES = st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.sampled_from(["ai", "src/a.py", "\ud800"])
JSON = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=5),
    max_leaves=20,
)


@settings(deadline=None, max_examples=200)
@given(JSON, st.text(max_size=40))
def test_no_record_makes_it_raise(value: Any, noise: str) -> None:
    strange = record((3, 10), files=value)
    lopsided = record({"start_line": value, "end_line": 3})
    found = judged(change(noise, json.dumps(value), json.dumps(strange), json.dumps(lopsided), DEEP))
    assert found.lines.ai_min <= found.lines.ai_max <= found.lines.total


def test_a_line_counts_once_however_often_it_is_claimed() -> None:
    assert judged(change(*[record((1, 1_000_000_000))] * 40)).lines == LineShare(20, 60, 60)


def test_a_deleted_trace_file_says_nothing() -> None:
    files = (FileChange(TRACE, "deleted", deletions=1),)
    assert find_in_traces(Change(PARENT, HEAD, PARENT, "x", files), TOOLS) == NOTHING_TRACED


def test_tables_are_read_only_where_there_is_something_to_look_at() -> None:
    nothing = Change(PARENT, "", PARENT, "index", (FileChange("src/a.py", "modified"),), commits_known=False)
    traced = Change(PARENT, "", PARENT, "index", (FileChange(TRACE, "modified"),), commits_known=False)
    assert tools_for(nothing, ()) is NO_TOOLS
    assert tools_for(traced, ()).tools
    assert judged(nothing, NO_TOOLS).state == "unknown"
