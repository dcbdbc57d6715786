"""From recorded facts to an assessment: one pure function, the same for the laptop, the hook and CI."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from blastgate import __version__
from blastgate.attribution.attribute import attribute
from blastgate.attribution.tools import Tools
from blastgate.attribution.traces import find_in_traces
from blastgate.classify import classify
from blastgate.decide import Measured, decide
from blastgate.decide.obligations import tell_obligations
from blastgate.decide.recent import recent_work
from blastgate.impact.affected import assess_impact
from blastgate.impact.references import owner_of
from blastgate.impact.shipped import shipped_tests
from blastgate.model.assessment import (
    SCHEMA_VERSION,
    Assessment,
    JudgedChange,
    JudgedClassification,
    JudgedFile,
    PolicyUsed,
    Tool,
    Totals,
)
from blastgate.model.change import Change, FileChange
from blastgate.model.classification import Classification, FileLevel
from blastgate.model.graph import Graph
from blastgate.model.impact import Impact
from blastgate.model.named import NamedTuple
from blastgate.model.verdict import Verdict
from blastgate.model.wording import count
from blastgate.policy.model import Policy
from blastgate.policy.people import People

if TYPE_CHECKING:
    from blastgate.approvals import Reviewed


class Facts(NamedTuple):
    """All that a judgement rests on, read once: the change, the merged graph (None: there is none), tools, people.

    ``reviewed`` are the pull requests of the change with what was said on them; None where none is judged.
    """

    change: Change
    graph: Graph | None
    tools: Tools
    people: People
    reviewed: Reviewed | None = None


def judge(facts: Facts, policy: Policy) -> Assessment:
    """Judge a change: the same facts and policy give the same assessment, whoever asks."""
    change, graph = facts.change, facts.graph
    measured = measure(facts, policy, assess_impact(change, graph))
    impact, attribution, classification = measured.impact, measured.attribution, measured.classification
    verdict = decide(measured, policy, facts.people, lambda part: assess_impact(part, graph))
    if facts.reviewed is not None:
        verdict = approve(verdict, measured, facts.reviewed, policy, facts.people)
    else:
        verdict = tell_obligations(verdict, policy, classification.level)
    return Assessment(
        schema_version=SCHEMA_VERSION,
        tool=Tool("blastgate", __version__),
        outcome=verdict.outcome,
        level=classification.level,
        mode=policy.mode,
        summary=summarise(measured, verdict),
        change=_judged_change(change, classification, graph),
        impact=impact,
        attribution=attribution,
        classification=JudgedClassification(
            classification.level, classification.categories, classification.reasons, classification.limits
        ),
        verdict=verdict,
        policy=PolicyUsed(policy.source, policy.digest, policy.trust, tuple(layer.source for layer in policy.layers)),
    )


def measure(facts: Facts, policy: Policy, impact: Impact) -> Measured:
    """Find out about a change what nobody's name bears on: its level, and how it was made."""
    change = _with_shipped(facts.change, facts.graph)
    around = facts.reviewed.around if facts.reviewed else ()
    traced = find_in_traces(change, facts.tools)
    attribution = attribute(change.commits, change.commits_known, facts.tools, around, traced)
    recent = recent_work(change.recent, facts.graph, facts.tools) if change.recent is not None else None
    denied = facts.reviewed is not None and _denied(facts.reviewed)
    return Measured(change, impact, attribution, classify(change, impact, policy), recent, denied)


def _with_shipped(change: Change, graph: Graph | None) -> Change:
    """Note which changed files look like tests and are imported by source that ships."""
    shipped = shipped_tests([path for file in change.files for path in file.paths], graph)
    return change._replace(shipped=shipped) if shipped else change


def _denied(reviewed: Reviewed) -> bool:
    """Tell whether every pull request of the change says in its text that no AI was used."""
    from blastgate.attribution.declaration import denial

    return bool(reviewed.pulls) and all(denial(pull.body) for pull in reviewed.pulls)


def approve(verdict: Verdict, measured: Measured, reviewed: Reviewed, policy: Policy, people: People) -> Verdict:
    """Count the approvals of the pull requests, look for open obligations, commits that belong to nobody, overrides."""
    from blastgate.approvals import Membership, count_approvals, judge_obligations, judge_unlinked  # only if there are
    from blastgate.approvals.override import judge_override

    paths = tuple(sorted({path for file in measured.change.files for path in file.paths}))
    membership = Membership(people, paths, reviewed.teams)
    counted = count_approvals(verdict, reviewed, membership, measured.attribution.state)
    level = measured.classification.level
    held = judge_unlinked(judge_obligations(counted, reviewed, level, policy), reviewed, level, policy, people)
    return judge_override(held, reviewed, membership, policy.override, measured.attribution.state)


def summarise(measured: Measured, verdict: Verdict) -> str:
    """Say the whole assessment in one sentence; of an error, what could not be decided."""
    if verdict.outcome == "error":
        return verdict.notes[-1]
    impact = measured.impact
    services = "unknown services" if impact.services_affected is None else count(impact.services_affected, "service")
    made = {"ai": "AI-assisted", "none": "no AI evidence", "unknown": "AI use unknown"}[measured.attribution.state]
    size = f"{count(len(measured.change.files), 'file')}, {services} affected"
    return f"{verdict.outcome}: {measured.classification.level} blast radius ({size}; {made})"


def _judged_change(change: Change, classification: Classification, graph: Graph | None) -> JudgedChange:
    owner = owner_of(graph) if graph is not None else lambda path: None
    levels = {file.path: file for file in classification.files}
    return JudgedChange(
        change.base,
        change.head,
        change.merge_base,
        change.described,
        _totals(change),
        tuple(_judged_file(file, levels[file.path], owner(file.path)) for file in change.files),
    )


def _judged_file(file: FileChange, found: FileLevel, component: str | None) -> JudgedFile:
    generated = "generated" in found.categories
    counts = (file.additions, file.deletions, file.binary)
    return JudgedFile(
        file.path, file.old_path, file.status, *counts, generated, found.level, found.categories, component
    )


def _totals(change: Change) -> Totals:
    additions = _sum(file.additions for file in change.files)
    deletions = _sum(file.deletions for file in change.files)
    return Totals(len(change.files), additions, deletions, sum(file.binary for file in change.files))


def _sum(counts: Iterable[int | None]) -> int | None:
    known = list(counts)
    return None if None in known else sum(n for n in known if n is not None)
