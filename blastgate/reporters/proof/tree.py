"""Make the proof of an assessment: outcome, below it level, attribution, guardrails, row, approvals, ways forward."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from blastgate.model.assessment import Assessment, JudgedFile
from blastgate.model.attribution import CommitAttribution, Evidence
from blastgate.model.classification import Reason
from blastgate.model.impact import AffectedComponent
from blastgate.model.named import NamedTuple
from blastgate.model.verdict import GuardrailFinding, Requirement, WayForward
from blastgate.model.wording import some
from blastgate.reporters.wording.chains import chain, proof
from blastgate.reporters.wording.decision import headline, made_by, overridden
from blastgate.reporters.wording.measures import NAMES, Measure, measures
from blastgate.reporters.wording.phrases import count, number, short


class Node(NamedTuple):
    """One step of a proof: a word with its style, a sentence, and the steps it follows from."""

    word: str
    text: str
    below: tuple[Node, ...] = ()
    style: str = ""


def proof_of(assessment: Assessment) -> Node:
    """Make the whole proof; nothing is left out, whoever draws it cuts what is long."""
    steps = (_level(assessment), _attribution(assessment), *_guardrails(assessment), _gate(assessment))
    below = (*steps, *_requirements(assessment), *_override(assessment), *_ways(assessment), _policy(assessment))
    return Node("", headline(assessment), below, assessment.outcome)


def _level(assessment: Assessment) -> Node:
    files = {file.path: file for file in assessment.change.files}
    told = [_reason(reason, files) for reason in assessment.classification.reasons if reason.code not in NAMES]
    return Node("level", assessment.level, (*told, _limits(assessment)), assessment.level)


def _reason(reason: Reason, files: dict[str, JudgedFile]) -> Node:
    return Node(reason.level, reason.text, tuple(_file(path, files) for path in reason.paths), reason.level)


def _file(path: str, files: dict[str, JudgedFile]) -> Node:
    """Show the way of a file to its level: its categories, and the component it belongs to."""
    file = files.get(path)
    if file is None:
        return Node("file", path)
    name = path if file.old_path is None else f"{file.old_path} → {path}"
    owner = f", in {file.component}" if file.component else ""
    return Node("file", f"{name} → {', '.join(file.categories) or 'no category'} → {file.level}{owner}")


def _limits(assessment: Assessment) -> Node:
    found = measures(assessment)
    broken = [measure for measure in found if measure.level]
    said = f"{count(len(broken), 'limit')} broken" if broken else "every measure fits"
    return Node("limits", said, tuple(_measure(measure, assessment) for measure in found))


def _measure(measure: Measure, assessment: Assessment) -> Node:
    allowed = "no limit" if measure.limit is None else f"limit {number(measure.limit)}"
    text = f"{number(measure.measured)}, {allowed}{f' → {measure.level}' if measure.level else ''}"
    below = _reach(assessment.impact.affected) if measure.name == NAMES["services"] else ()
    return Node(measure.name, text, below, measure.level or "")


def _reach(affected: Iterable[AffectedComponent]) -> tuple[Node, ...]:
    return tuple(
        Node(one.kind, one.name, tuple(Node("because", f"{chain(one.via)}  {proof(one.via)}") for _ in one.via[:1]))
        for one in affected
        if one.reach == "code"
    )


def _attribution(assessment: Assessment) -> Node:
    found = assessment.attribution
    told = [_commit(commit) for commit in found.commits if commit.evidence]
    beside = [_evidence(evidence) for evidence in found.around]
    why = [Node("because", found.why)] if found.why else []
    counted = f"; the gate counts it as {'AI' if assessment.verdict.ai else 'not AI'}"
    looked = f" in {count(len(found.commits), 'commit')}" if found.commits else ""
    return Node(
        "made by", f"{made_by(found)}{looked}{counted}", (*why, *told, *beside), "ai" if found.state == "ai" else ""
    )


def _commit(commit: CommitAttribution) -> Node:
    return Node(f"{short(commit.sha)}", f"{commit.state}: {commit.subject}", tuple(map(_evidence, commit.evidence)))


def _evidence(evidence: Evidence) -> Node:
    return Node("evidence", f'{evidence.tool}, {evidence.strength} {evidence.kind}: "{evidence.quote}"')


def _guardrails(assessment: Assessment) -> Iterator[Node]:
    found = assessment.verdict.guardrails
    said = "none speaks" if not found else f"{count(len(found), 'guardrail')} spoke"
    yield Node("guardrails", said, tuple(map(_guardrail, found)))


def _guardrail(finding: GuardrailFinding) -> Node:
    place = f"  ({finding.location})" if finding.location else ""
    paths = tuple(Node("file", path) for path in finding.paths)
    return Node(finding.outcome.upper(), f"{finding.id}: {finding.text}{place}", paths, finding.outcome)


def _gate(assessment: Assessment) -> Node:
    verdict = assessment.verdict
    notes = tuple(Node("note", note) for note in verdict.notes)
    if verdict.row is None:
        return Node("gate", "no row decides", notes)
    author = "" if verdict.author in ("", "any") else f", author {verdict.author}"
    asked = f"level {assessment.level}, ai_assisted {'yes' if verdict.ai else 'no'}{author}"
    row = Node(f"row {verdict.row.index}", f"{verdict.row.text.strip()}  ({verdict.row.location})")
    return Node("gate", f"{asked}: the first row that fits", (row, *notes))


def _requirements(assessment: Assessment) -> Iterator[Node]:
    yield from map(_requirement, assessment.verdict.requirements)


def _requirement(requirement: Requirement) -> Node:
    given = len(requirement.satisfied_by)
    state = "given" if given >= requirement.needed else "missing"
    below = [
        *([Node("given by", some(requirement.satisfied_by, 5))] if given else []),
        *([Node("could approve", some(requirement.candidates, 5))] if requirement.candidates else []),
        *(Node("ignored", f"{one.who}: {one.why}") for one in requirement.ignored),
        *([Node("note", requirement.note)] if requirement.note else []),
    ]
    style = "pass" if state == "given" else "review"
    return Node("requires", f"{requirement.needed} of {requirement.group}, {state}", tuple(below), style)


def _override(assessment: Assessment) -> Iterator[Node]:
    if assessment.verdict.override is not None:
        yield Node("override", overridden(assessment.verdict.override), (), "warn")


def _ways(assessment: Assessment) -> Iterator[Node]:
    found = assessment.verdict.ways_forward
    if found:
        yield Node("ways forward", "each was decided again", tuple(map(_way, found)))


def _way(way: WayForward) -> Node:
    parts = tuple(
        Node(part.outcome.upper(), f"{part.name}, {count(part.files, 'file')}", (), part.outcome) for part in way.parts
    )
    return Node(way.outcome.upper(), way.text, parts, way.outcome)


def _policy(assessment: Assessment) -> Node:
    used = assessment.policy
    layers = tuple(Node("layer", layer) for layer in used.layers)
    return Node("policy", f"{used.source}, sha256 {used.digest[:12]}, trust: {used.trust}", layers)
