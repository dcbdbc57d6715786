"""From judged changes to figures: levels, outcomes, what caused them, whom they would have asked, recall."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from blastgate.backtest.incidents import Marked
from blastgate.model.backtest import Difference, GroupLoad, Incident, JudgedMerge, Part, PolicyResult, Recall
from blastgate.model.classification import LEVELS
from blastgate.model.verdict import OUTCOMES
from blastgate.policy.model import Policy

GATED = ("review", "block", "error")
GATED_NAME = "gated"


def result_of(
    policy: Policy, changes: Sequence[JudgedMerge], marked: Mapping[str, Marked], weeks: float | None
) -> PolicyResult:
    """Count what changes would have got under a policy."""
    gated = [change for change in changes if change.outcome in GATED]
    incidents = tuple(_incident(change, marked[change.sha]) for change in changes if change.sha in marked)
    return PolicyResult(
        policy.source,
        policy.digest,
        policy.trust,
        policy.mode,
        len(changes),
        part(GATED_NAME, len(gated), len(changes)),
        _parts((change.level for change in changes), LEVELS, len(changes)),
        _parts((change.outcome for change in changes), OUTCOMES[:-1], len(changes)),
        sum(change.state == "ai" for change in changes),
        _most_first((cause for change in gated for cause in change.causes), len(changes)),
        _most_first((reason for change in gated for reason in change.reasons), len(changes)),
        _load(changes, weeks),
        _recall(incidents, gated, len(changes)),
        incidents,
        tuple(changes),
    )


def differences(one: Sequence[JudgedMerge], other: Sequence[JudgedMerge]) -> tuple[Difference, ...]:
    """List the changes whose outcome or level differs between two policies."""
    by_sha = {change.sha: change for change in other}
    pairs = ((change, by_sha[change.sha]) for change in one if change.sha in by_sha)
    return tuple(
        Difference(a.sha, a.subject, (a.level, b.level), (a.outcome, b.outcome))
        for a, b in pairs
        if (a.level, a.outcome) != (b.level, b.outcome)
    )


def part(name: str, changes: int, of: int) -> Part:
    """Make a part of many."""
    return Part(name, changes, round(changes / of, 4) if of else None)


def _parts(found: Iterable[str], names: Sequence[str], of: int) -> tuple[Part, ...]:
    counts = Counter(found)
    return tuple(part(name, counts[name], of) for name in names)


def _most_first(found: Iterable[str], of: int) -> tuple[Part, ...]:
    counts = sorted(Counter(found).items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(part(name, number, of) for name, number in counts)


def _load(changes: Sequence[JudgedMerge], weeks: float | None) -> tuple[GroupLoad, ...]:
    asked = [one for change in changes for one in change.asked]
    groups = sorted({one.group for one in asked})
    return tuple(
        _group(group, [one.candidates for one in asked if one.group == group], len(changes), weeks) for group in groups
    )


def _group(group: str, candidates: list[tuple[str, ...]], of: int, weeks: float | None) -> GroupLoad:
    people = Counter(name for names in candidates for name in names)
    return GroupLoad(
        group,
        len(candidates),
        part(group, len(candidates), of).share,
        round(len(candidates) / weeks, 1) if weeks else None,
        sum(not names for names in candidates),
        tuple(part(name, people[name], of) for name in sorted(people, key=lambda name: (name.lower(), name))),
    )


def _incident(change: JudgedMerge, marked: Marked) -> Incident:
    return Incident(change.sha, change.subject, marked.kind, marked.why, change.level, change.outcome)


def _recall(incidents: Sequence[Incident], gated: Sequence[JudgedMerge], of: int) -> Recall:
    stopped = sum(incident.outcome in GATED for incident in incidents)
    share = part("", stopped, len(incidents)).share
    return Recall(len(incidents), stopped, share, part("", len(gated), of).share)
