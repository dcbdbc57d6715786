"""The verdict as JUnit XML: for every CI that shows test results."""

from __future__ import annotations

from collections.abc import Iterator

from blastgate.model.assessment import Assessment
from blastgate.model.verdict import GuardrailFinding, Requirement
from blastgate.reporters.envelopes.junit_xml import Case, Problem, Suite, junit_xml
from blastgate.reporters.interface import Look
from blastgate.reporters.wording.decision import headline, next_step, outcome_word, why
from blastgate.reporters.wording.measures import Measure, measures
from blastgate.reporters.wording.phrases import number

STOPS = ("review", "block")


def report(assessment: Assessment, _: Look) -> str:
    """Write a suite for the gate and one for each kind of rule; what stops the change, and only that, is a failure."""
    properties = [
        ("outcome", outcome_word(assessment)),
        ("level", assessment.level),
        ("change", assessment.change.described),
        ("policy", assessment.policy.source),
    ]
    verdict = assessment.verdict
    suites = [
        Suite("blastgate.gate", [_gate(assessment)], properties),
        Suite("blastgate.guardrails", [_guardrail(found, assessment) for found in verdict.guardrails]),
        Suite("blastgate.limits", [_limit(measure, assessment) for measure in measures(assessment)]),
        Suite("blastgate.approvals", [_approval(needed, assessment) for needed in verdict.requirements]),
    ]
    return junit_xml([suite for suite in suites if suite.cases])


def _gate(assessment: Assessment) -> Case:
    told = list(_all(assessment))
    if assessment.outcome == "error":
        return Case("gate row", Problem("error", why(assessment), told))
    if _stops(assessment):
        return Case("gate row", Problem("failure", headline(assessment), told))
    return Case("gate row", None, told)


def _all(assessment: Assessment) -> Iterator[str]:
    """Tell the verdict in the lines of the screen: headline, why, next, the row, every reason."""
    yield headline(assessment)
    yield f"why   {why(assessment)}"
    if step := next_step(assessment):
        yield f"next  {step}"
    if row := assessment.verdict.row:
        yield f"row   {row.index} at {row.location}: {row.text.strip()}"
    for reason in assessment.classification.reasons:
        yield f"{reason.level}  {reason.text}"
        yield from (f"  {path}" for path in reason.paths)
    yield from (f"way forward: {way.text} -> {way.outcome.upper()}" for way in assessment.verdict.ways_forward)


def _guardrail(found: GuardrailFinding, assessment: Assessment) -> Case:
    told = (found.text, *found.paths, found.location)
    stops = found.outcome in STOPS and _stops(assessment)
    return Case(found.id, Problem("failure", found.text, told)) if stops else Case(found.id, None, told)


def _limit(measure: Measure, assessment: Assessment) -> Case:
    allowed = "no limit" if measure.limit is None else f"limit {number(measure.limit)}"
    told = f"{number(measure.measured)}, {allowed}{f': {measure.level}' if measure.level else ''}"
    if measure.level == assessment.level and measure.level and _stops(assessment):
        return Case(measure.name, Problem("failure", told, (measure.detail,)))
    if measure.measured is None and not measure.level:
        return Case(measure.name, Problem("skipped", f"not measured; {allowed}"))
    return Case(measure.name, None, (told,))


def _approval(needed: Requirement, assessment: Assessment) -> Case:
    given = len(needed.satisfied_by)
    told = f"{given} of {needed.needed} of {needed.group}{f': {needed.note}' if needed.note else ''}"
    lines = [f"not counted: {ignored.who}: {ignored.why}" for ignored in needed.ignored]
    if given < needed.needed and _stops(assessment):
        return Case(needed.group, Problem("failure", told, lines))
    return Case(needed.group, None, (told, *lines))


def _stops(assessment: Assessment) -> bool:
    return assessment.outcome in STOPS and assessment.mode == "enforce"
