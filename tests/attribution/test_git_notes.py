"""Notes of git-ai: lines by agents count, empty notes say nothing, broken ones never raise."""

from __future__ import annotations

import json
from typing import Any

import pytest
from attribution_samples import commit_of

from blastgate.attribution.attribute import attribute
from blastgate.attribution.evidence.notes import note_lines
from blastgate.attribution.tools import Tools
from blastgate.model.attribution import LineShare

SESSION = {"s_0123456789abcd": {"agent_id": {"tool": "claude", "id": "x", "model": "opus"}}}
PROMPT = {"0123456789abcdef": {"agent_id": {"tool": "cursor", "id": "y", "model": "auto"}, "accepted_lines": 4}}


def note(attested: str, **tables: Any) -> str:
    return f"{attested}---\n{json.dumps({'schema_version': 'authorship/3.0.0', 'base_commit_sha': 'c', **tables})}"


BY_SESSION = note("src/a.py\n  s_0123456789abcd::t_0123456789abcd 1-4,9,12-14\n", sessions=SESSION)
MIXED = note('"src/a b.py"\n  s_0123456789abcd::t_00000000000000 1-4\n  h_0123456789abcd 5-9\n', sessions=SESSION)
BY_PROMPT = note("a.py\n  0123456789abcdef 2-3\n", prompts=PROMPT)
OLDER = note("", prompts=PROMPT)
EMPTY = note("", prompts={})


@pytest.mark.parametrize(
    ("text", "state", "names", "lines"),
    [
        (BY_SESSION, "ai", ("claude-code",), LineShare(8, 20, 20)),
        (MIXED, "ai", ("claude-code",), LineShare(4, 15, 20)),
        (BY_PROMPT, "ai", ("cursor",), LineShare(2, 20, 20)),
        (OLDER, "ai", ("cursor",), LineShare(4, 20, 20)),
        (EMPTY, "none", (), LineShare(0, 0, 20)),
        (note("a.py\n  h_0123456789abcd 1-20\n", humans={}), "none", (), LineShare(0, 0, 20)),
        (note("a.py\n  s_99999999999999::t_1 1-20\n", sessions=SESSION), "none", (), LineShare(0, 0, 20)),
        ("just words", "none", (), LineShare(0, 0, 20)),
        ("a.py\n  s_0123456789abcd 1-4\n---\n{broken", "none", (), LineShare(0, 0, 20)),
        ("---\n[]", "none", (), LineShare(0, 0, 20)),
        ("---\n" + "[" * 20_000, "none", (), LineShare(0, 0, 20)),
    ],
)
def test_a_note(text: str, state: str, names: tuple[str, ...], lines: LineShare, tools: Tools) -> None:
    found = attribute((commit_of({"note": text, "additions": 20}),), True, tools)
    assert (found.state, found.tools, found.lines) == (state, names, lines)


def test_the_quotation_tells_the_lines(tools: Tools) -> None:
    (commit,) = attribute((commit_of({"note": BY_SESSION}),), True, tools).commits
    assert [(e.kind, e.strength, e.quote) for e in commit.evidence] == [
        ("note", "strong", "refs/notes/ai: 8 lines by claude")
    ]


@pytest.mark.parametrize("ranges", ["9-1", "1-", "-4", "1-99999999999999999999999", "x", "1-2-3"])
def test_strange_ranges_count_nothing_or_little(ranges: str, tools: Tools) -> None:
    lines = note_lines(commit_of({"note": note(f"a\n  s_0123456789abcd::t_1 {ranges}\n", sessions=SESSION)}))
    assert lines is not None
    assert sum(lines.ai.values()) <= 1
