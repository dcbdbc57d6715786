"""Agent Trace: records that a change brings along of which lines an agent wrote.

Format: Agent Trace 0.1.0, a draft (https://github.com/cursor/agent-trace): a record names a revision, a tool, and per
file the ranges that ``ai``, ``human``, ``mixed`` or ``unknown`` contributed. Where records lie is left open; its
reference hook appends them to ``.agent-trace/traces.jsonl`` with the revision *before* the edit. So a record counts if
the change brings it and it names one of the change's commits, or if its ranges meet lines that the change adds.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from blastgate.attribution.names import tool_in_value
from blastgate.attribution.own import find_in_all
from blastgate.attribution.text import quote
from blastgate.attribution.tools import Tools
from blastgate.model.attribution import UNNAMED, Evidence, Strength
from blastgate.model.change import Change, FileChange
from blastgate.model.named import NamedTuple

FOLDER = ".agent-trace"
ENDINGS = (".jsonl", ".json")
MAX_RECORD, MAX_RECORDS, MAX_RANGES = 1_000_000, 5_000, 100_000  # characters of one; records and ranges of a change
RANGES_QUOTED = 3
Ranges = list[tuple[int, int]]


class Traced(NamedTuple):
    """What traces tell of a change: marks, added lines that are surely an agent's, and those that are a person's."""

    evidence: tuple[Evidence, ...] = ()
    surely: int = 0
    human: int = 0


NOTHING_TRACED = Traced()


class _Claim(NamedTuple):
    """Ranges of one file that one contributor (``ai``, ``mixed``, ``human``) had a hand in, by one record."""

    trace: str
    path: str
    contributor: str
    tool: str
    model: str
    revision: str
    ranges: Ranges


@dataclass(slots=True)
class _Reading:
    """What is left of the bounds, and which files went beyond them or could not be read."""

    records: int = MAX_RECORDS
    ranges: int = MAX_RANGES
    unread: list[str] = field(default_factory=list)


def has_traces(change: Change) -> bool:
    """Tell whether a change touches a trace file."""
    return any(map(_is_trace, change.files))


def find_in_traces(change: Change, tools: Tools) -> Traced:
    """Find what the trace files that a change brings say of its lines. Never raises; what is beyond a bound is told
    as a weak mark, so that nothing found is not taken for nothing there."""
    if not has_traces(change):
        return NOTHING_TRACED
    reading = _Reading()
    claims = [claim for file in change.files if _is_trace(file) for claim in _claims(file, change, reading)]
    added = {p: sorted(line.number for line in patch.added) for p, patch in change.patches.items()}
    commits = frozenset(commit.sha for commit in change.commits)
    marks = [claim for claim in claims if claim.contributor in ("ai", "mixed") and _concerns(claim, added, commits)]
    evidence = find_in_all(lambda table: [_mark(claim, added, commits, table) for claim in marks], tools)
    evidence += [Evidence(UNNAMED, "trace", "weak", quote(f"{path}: could not be read")) for path in reading.unread]
    return Traced(tuple(dict.fromkeys(evidence)), *_lines(claims, added))


def _is_trace(file: FileChange) -> bool:
    folder, _, name = file.path.rpartition("/")
    return folder.rpartition("/")[2] == FOLDER and name.endswith(ENDINGS) and file.status != "deleted"


def _claims(file: FileChange, change: Change, reading: _Reading) -> Iterator[_Claim]:
    patch = change.patches.get(file.path)
    if patch is None or file.binary:
        reading.unread.append(file.path)
        return
    lines = [line.text for line in patch.added]
    texts = lines if file.path.endswith(".jsonl") else ["\n".join(lines)] if file.status == "added" else []
    place = file.path.rpartition("/")[0].removesuffix(FOLDER)
    renamed = {old: one.path for one in change.files if (old := one.old_path) is not None}
    for record in _records(texts, file.path, reading):
        for claim in _of_record(record, file.path, reading):
            path = claim.path if claim.path in change.patches else place + claim.path
            yield claim._replace(path=renamed.get(path, path))


def _records(texts: Iterable[str], place: str, reading: _Reading) -> Iterator[dict[str, object]]:
    import json

    for text in texts:
        if not text.strip():
            continue
        reading.records -= 1
        if len(text) > MAX_RECORD or reading.records < 0 or reading.ranges < 0:
            reading.unread.append(place)
            return
        try:
            record = json.loads(text)
        except (ValueError, RecursionError):
            continue
        if isinstance(record, dict):
            yield record


def _of_record(record: Mapping[str, object], trace: str, reading: _Reading) -> Iterator[_Claim]:
    tool = _text(_map(record.get("tool")), "name")
    revision = _text(_map(record.get("vcs")), "revision").lower()
    for file in _maps(record.get("files")):
        for conversation in _maps(file.get("conversations")):
            by = _map(conversation.get("contributor"))
            for kind, model, ranges in _contributions(by, conversation, reading):
                yield _Claim(trace, _text(file, "path").removeprefix("./"), kind, tool, model, revision, ranges)


def _contributions(
    by: Mapping[str, object], conversation: Mapping[str, object], reading: _Reading
) -> Iterator[tuple[str, str, Ranges]]:
    """Yield the ranges of a conversation by contributor: a range may name another one than its conversation."""
    found: defaultdict[tuple[str, str], Ranges] = defaultdict(list)
    for span in _maps(conversation.get("ranges")):
        reading.ranges -= 1
        first, last = span.get("start_line"), span.get("end_line")
        if reading.ranges < 0 or type(first) is not int or type(last) is not int or not 1 <= first <= last:
            continue
        who = _map(span.get("contributor")) or by
        found[_text(who, "type"), _text(who, "model_id")].append((first, last))
    yield from ((kind, model, _merged(ranges)) for (kind, model), ranges in found.items())


def _concerns(claim: _Claim, added: Mapping[str, list[int]], commits: frozenset[str]) -> bool:
    """Tell whether a claim may speak of this change: of one of its commits, or of a file that it adds lines to."""
    return claim.revision in commits or bool(added.get(claim.path))


def _mark(claim: _Claim, added: Mapping[str, list[int]], commits: frozenset[str], tools: Tools) -> Evidence:
    met = [span for span in claim.ranges if _within([span], added.get(claim.path, []))]
    shown = met or claim.ranges
    spans = ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in shown[:RANGES_QUOTED])
    spans += ", …" if len(shown) > RANGES_QUOTED else ""
    by = " ".join(part for part in (claim.tool, claim.model and f"({claim.model})") if part) or "an agent"
    edited = " and a person" if claim.contributor == "mixed" else ""
    strength: Strength = "strong" if met or claim.revision in commits else "weak"
    return Evidence(
        _tool(claim, tools), "trace", strength, quote(f"{claim.trace}: {claim.path} {spans} by {by}{edited}")
    )


def _tool(claim: _Claim, tools: Tools) -> str:
    """Name the tool; a record without a known one tells at least whose model it was."""
    known = tools.note_agents.get(claim.tool.lower()) or tool_in_value(claim.tool, tools)
    known = known or tool_in_value(claim.model.rpartition("/")[2], tools)
    return known.name if known else UNNAMED


def _lines(claims: Iterable[_Claim], added: Mapping[str, list[int]]) -> tuple[int, int]:
    """Count added lines that only agents are said to have written, and those that only people are."""
    by_file: defaultdict[str, defaultdict[str, Ranges]] = defaultdict(lambda: defaultdict(list))
    for claim in claims:
        by_file[claim.path][claim.contributor].extend(claim.ranges)
    surely = human = 0
    for path, ranges in by_file.items():
        numbers = added.get(path, [])
        ai, people = (_within(_merged(ranges[kind]), numbers) for kind in ("ai", "human"))
        mixed = _within(_merged(ranges["mixed"] + ranges["unknown"]), numbers)
        surely += len(ai - people - mixed)
        human += len(people - ai - mixed)
    return surely, human


def _within(ranges: Ranges, numbers: list[int]) -> set[int]:
    """Return the numbers (sorted) that lie in ranges (apart, sorted)."""
    return {n for a, b in ranges for n in numbers[bisect_left(numbers, a) : bisect_right(numbers, b)]}


def _merged(ranges: Ranges) -> Ranges:
    """Join ranges that meet, so that no line is looked at twice."""
    joined: Ranges = []
    for first, last in sorted(ranges):
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return joined


def _map(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}


def _maps(value: object) -> list[dict[str, object]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _text(data: Mapping[str, object], key: str) -> str:
    value = data.get(key)
    return value[:300] if isinstance(value, str) else ""
