"""A record of a judgement: every fact that it rests on, the policy's texts, and the assessment that followed.

Judging the recorded facts again is the same pure function as ever, so a record replays without its repository. The
digest finds what was altered or cut by accident; it is no signature: who rewrites all of a record makes another one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from blastgate import __version__
from blastgate.approvals import Reviewed
from blastgate.attribution.attribute import tools_for
from blastgate.errors import SourceError
from blastgate.judge import Facts, judge
from blastgate.model.assessment import Assessment, Tool, Trust
from blastgate.model.change import Change
from blastgate.model.codec import decode, encode, parse
from blastgate.model.consistency import misfits, misfits_of_change
from blastgate.model.graph import Graph
from blastgate.model.version import SCHEMA_VERSION
from blastgate.policy.layers.load import load_policy
from blastgate.policy.model import Policy
from blastgate.policy.people import People

AGAIN = "record it again: blastgate check --record FILE"
OTHER_COMPONENTS = (
    "another policy judges: its `string_imports` and `components` are not applied, the graph is as recorded"
)


@dataclass(frozen=True, slots=True)
class RecordedPolicy:
    """What a policy was loaded from: its text (None: the built-in one) and the files that it extends."""

    source: str
    trust: Trust
    text: str | None = None
    beside: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RecordedFacts:
    """What was read of a change, once. ``linked`` and ``teams`` are what GitHub told of addresses and teams."""

    change: Change
    graph: Graph | None
    codeowners: str | None = None
    reviewed: Reviewed | None = None
    linked: Mapping[str, str] = field(default_factory=dict)
    teams: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Record:
    """Facts, policy and assessment; ``digest`` is the SHA-256 of all the rest, in canonical JSON."""

    schema_version: int
    tool: Tool
    policy: RecordedPolicy
    facts: RecordedFacts
    assessment: Assessment
    digest: str = ""


def judge_recorded(facts: RecordedFacts, policy: Policy) -> Assessment:
    """Judge facts under a policy."""
    codeowners = None if facts.codeowners is None else _bytes(facts.codeowners)
    people = People(policy, codeowners, facts.linked, facts.teams)
    tools = tools_for(facts.change, policy.ai_tools)
    return judge(Facts(facts.change, facts.graph, tools, people, facts.reviewed), policy)


def policy_of(recorded: RecordedPolicy) -> Policy:
    """Load a recorded policy. Raises PolicyError when its text has mistakes."""
    text = None if recorded.text is None else _bytes(recorded.text)
    return load_policy(text, recorded.source, recorded.trust, lambda name: _beside(recorded, name))


def recorded_policy(policy: Policy, text: bytes | None, beside: Mapping[str, bytes]) -> RecordedPolicy:
    """Take down what a policy was loaded from."""
    return RecordedPolicy(
        policy.source, policy.trust, _text(text), {name: _text(b) or "" for name, b in beside.items()}
    )


def recorded_facts(change: Change, graph: Graph | None, codeowners: bytes | None) -> RecordedFacts:
    """Take down what was read of a change where no pull request is judged."""
    return RecordedFacts(change, graph, _text(codeowners))


def write_record(policy: RecordedPolicy, facts: RecordedFacts, assessment: Assessment) -> str:
    """Write a record as ASCII JSON, one line for each part."""
    data = encode(Record(SCHEMA_VERSION, Tool("blastgate", __version__), policy, facts, assessment))
    data["digest"] = digest_of(data)
    return "{\n" + ",\n".join(f"{json.dumps(key)}: {_line(part)}" for key, part in data.items()) + "\n}\n"


def is_record(data: object) -> bool:
    """Tell a record from a saved assessment."""
    return isinstance(data, dict) and "facts" in data and "digest" in data


def read_record(text: str, where: str) -> Record:
    """Read a record. Raises SourceError when it is none, or a newer one, or does not add up."""
    data = parse(text, where, AGAIN)
    if not is_record(data):
        raise SourceError("is not a record", where, AGAIN)
    return record_in(data, where)


def record_in(data: Any, where: str) -> Record:
    """Build a record from its data. Raises SourceError when it is a newer one, or was altered."""
    refuse_newer(data, where)
    if data.get("digest") != digest_of(data):
        raise SourceError("was altered or cut: its digest does not fit its content", where, AGAIN)
    record = decode(Record, data, f"{where}: $", AGAIN)
    for wrong in (*misfits_of_change(record.facts.change), *misfits(record.assessment)):
        raise SourceError(f"does not add up: {wrong}", where, AGAIN)
    return record


def digest_of(data: Mapping[str, Any]) -> str:
    """Compute the SHA-256 of all of a record but its digest, keys sorted."""
    rest = {key: part for key, part in data.items() if key != "digest"}
    return hashlib.sha256(_line(rest, in_order=True).encode()).hexdigest()


def refuse_newer(data: Mapping[str, Any], where: str) -> None:
    """Raise SourceError for what a newer blastgate wrote."""
    version = data.get("schema_version")
    if type(version) is int and version > SCHEMA_VERSION:
        message = f"was written by a newer blastgate (schema_version {version}; this one reads {SCHEMA_VERSION})"
        raise SourceError(message, where, "update blastgate")


def replay(record: Record, where: str) -> Assessment:
    """Judge a record again. Raises SourceError when by the blastgate that wrote it another verdict follows."""
    assessment = judge_recorded(record.facts, policy_of(record.policy))
    assessment = assessment._replace(timings=record.assessment.timings)
    if record.tool.version == __version__ and assessment != record.assessment:
        path, said, found = next(_differences(encode(record.assessment), encode(assessment), "$"))
        message = f"does not add up: {path} is {said}, and from its facts follows {found}"
        raise SourceError(message, f"{where}: assessment", AGAIN)
    return assessment


def replay_under(record: Record, policy: Policy) -> Assessment:
    """Judge the facts of a record under another policy."""
    facts = record.facts
    if facts.graph is not None and policy.graph_rules != policy_of(record.policy).graph_rules:
        facts = replace(facts, graph=facts.graph._replace(warnings=(*facts.graph.warnings, OTHER_COMPONENTS)))
    return judge_recorded(facts, policy)


def _differences(one: Any, other: Any, path: str) -> Iterator[tuple[str, str, str]]:
    """Yield the places at which two data differ, each with what stands there, in order."""
    if isinstance(one, dict) and isinstance(other, dict):
        for key in dict.fromkeys((*one, *other)):
            yield from _differences(one.get(key), other.get(key), f"{path}.{key}")
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for at, (mine, its) in enumerate(zip(one, other, strict=True)):
            yield from _differences(mine, its, f"{path}[{at}]")
    elif one != other:
        yield path, ascii(one)[:80], ascii(other)[:80]


def _line(data: Any, in_order: bool = False) -> str:
    return json.dumps(data, sort_keys=in_order, separators=(",", ":"), ensure_ascii=True)


def _beside(recorded: RecordedPolicy, name: str) -> bytes | None:
    found = recorded.beside.get(name)
    return None if found is None else _bytes(found)


def _text(data: bytes | None) -> str | None:
    return None if data is None else data.decode("utf-8", "surrogateescape")


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")
