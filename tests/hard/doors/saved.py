"""What was saved and comes back from elsewhere: records, assessments, payloads of events, traces of agents."""

from __future__ import annotations

import json
from functools import cache

from assessments import block, review

from blastgate.attribution.tools import Tools, load_tools
from blastgate.attribution.traces import find_in_traces
from blastgate.model.assessment import Assessment
from blastgate.model.change import Change, FileChange, Identity, Line, Patch
from blastgate.model.codec import decode, dumps, parse
from blastgate.model.consistency import misfits
from blastgate.policy.layers.load import load_policy
from blastgate.records import (
    digest_of,
    judge_recorded,
    record_in,
    recorded_facts,
    recorded_policy,
    replay,
    write_record,
)

WHO = Identity("Ada", "ada@example.com")
TRACE = ".agent-trace/traces.jsonl"
SPAN = {"start_line": 1, "end_line": 3, "contributor": {"type": "mixed", "model_id": "m"}}
TRACED = {
    "version": "0.1.0",
    "vcs": {"type": "git", "revision": "a" * 40},
    "tool": {"name": "cursor"},
    "files": [{"path": "a.py", "conversations": [{"contributor": {"type": "ai"}, "ranges": [SPAN]}]}],
}


def targets() -> tuple[str, ...]:
    """Each kind of data."""
    return ("record", "assessment", "trace")


def seeds(target: str) -> list[bytes]:
    """A record and two assessments as they are written; a trace."""
    if target == "trace":
        return [json.dumps(TRACED).encode()]
    if target == "assessment":
        return [dumps(review()).encode(), dumps(block()).encode()]
    return [_record(None), _record(b"version: 1\nextends: [recommended]\nmode: observe\n")]


def answer(target: str, data: bytes) -> object:
    """Read the data; a trace may not raise, the others are refused by BlastgateError."""
    text = data.decode("utf-8", "replace")
    if target == "trace":
        return find_in_traces(_traced(text), _tools())
    if target == "assessment":
        assessment = decode(Assessment, parse(text, "saved"), "saved")
        return assessment, list(misfits(assessment))
    found = parse(text, "saved")
    if not isinstance(found, dict):
        return None
    record = record_in(found | {"digest": digest_of(found)}, "saved")
    return replay(record, "saved")


@cache
def _tools() -> Tools:
    return load_tools()


def _traced(text: str) -> Change:
    lines = tuple(Line(number, line) for number, line in enumerate(text.split("\n"), 1))
    files = (FileChange(TRACE, "modified"), FileChange("a.py", "modified"))
    return Change("", "", "", "a sketch", files, patches={TRACE: Patch(lines), "a.py": Patch(lines[:3])})


def _record(text: bytes | None) -> bytes:
    lines = Patch((Line(1, "x = 1"), Line(2, "y = 2")), (Line(1, "x = 0"),))
    file = FileChange("src/a.py", "modified", None, 2, 1, False, "100644", "100644", "a", "b")
    facts = recorded_facts(Change("b", "h", "b", "a sketch", (file,), patches={file.path: lines}), None, b"* @kim\n")
    policy = load_policy(text, "main:.blastgate.yml", "default-branch", lambda name: None)
    written = write_record(recorded_policy(policy, text, {}), facts, judge_recorded(facts, policy))
    return written.encode()
