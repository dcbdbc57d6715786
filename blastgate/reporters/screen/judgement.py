"""What the policy says: guardrails, the gate row, approvals, ways forward."""

from __future__ import annotations

from blastgate.model.assessment import Assessment
from blastgate.model.verdict import GuardrailFinding, Requirement, Verdict
from blastgate.model.wording import some
from blastgate.reporters.interface import Look
from blastgate.reporters.screen.cut import cut, rest
from blastgate.reporters.screen.ink import Line, Span, line, title

PATHS, IGNORED = 5, 5


def guardrails(assessment: Assessment, look: Look) -> list[Line]:
    """Draw each guardrail that spoke, with the policy line behind it and the files it speaks of."""
    found = assessment.verdict.guardrails
    return [title("Guardrails"), *(drawn for g in found for drawn in _guardrail(g, look))] if found else []


def _guardrail(finding: GuardrailFinding, look: Look) -> list[Line]:
    outcome = Span(f"{finding.outcome.upper():<8}", finding.outcome)
    place = Span(f"  {finding.location}", "dim") if finding.location else Span("")
    lines = [line(outcome, Span(finding.id, "bold"), f"  {finding.text}", place, indent=2, hang=8)]
    shown = cut(finding.paths, PATHS, look)
    lines += [line(path, indent=10, hang=2) for path in shown]
    return lines + rest(finding.paths, shown, 10)


def row(assessment: Assessment, look: Look) -> list[Line]:
    """Draw the gate row that matched, as it stands in the policy, and what had to be assumed."""
    verdict = assessment.verdict
    notes = [line(note, indent=2, hang=2) for note in verdict.notes]
    if verdict.row is None:
        return [title("Gate", "no row decided"), *notes] if notes else []
    place = Span(f"  {verdict.row.location}", "dim")
    heading = line(Span(f"Gate row {verdict.row.index}", "bold"), place, Span(_author(verdict), "dim"))
    return [heading, line(verdict.row.text.strip(), indent=2, hang=4), *notes]


def _author(verdict: Verdict) -> str:
    return "" if verdict.author in ("", "any") else f"  author: {verdict.author}"


def approvals(assessment: Assessment, look: Look) -> list[Line]:
    """Draw each requirement: who has approved, who could, and which approvals don't count."""
    found = assessment.verdict.requirements
    return [title("Approvals"), *(drawn for r in found for drawn in _requirement(r, look))] if found else []


def _requirement(requirement: Requirement, look: Look) -> list[Line]:
    given = len(requirement.satisfied_by)
    met = given >= requirement.needed
    mark = Span("given   " if met else "missing ", "pass" if met else "review")
    words = f"{given if met else requirement.needed - given} by {requirement.group}{_people(requirement, look)}"
    lines = [line(mark, words, indent=2, hang=8)]
    lines += [line(requirement.note, indent=10, hang=2)] if requirement.note else []
    shown = cut(requirement.ignored, IGNORED, look)
    lines += [line(Span("ignored ", "warn"), f"{a.who}: {a.why}", indent=10, hang=8) for a in shown]
    return lines + rest(requirement.ignored, shown, 10)


def _people(requirement: Requirement, look: Look) -> str:
    keep = 5 if look.verbosity <= 0 else max(len(requirement.candidates), 1)
    if len(requirement.satisfied_by) >= requirement.needed:
        return f": {some(requirement.satisfied_by, keep)}" if requirement.satisfied_by else ""
    given = f"; given by {some(requirement.satisfied_by, keep)}" if requirement.satisfied_by else ""
    return f"{given}; could approve: {some(requirement.candidates, keep)}" if requirement.candidates else given


def ways_forward(assessment: Assessment, look: Look) -> list[Line]:
    """Draw what the author can do, each with the outcome found by deciding again."""
    found = assessment.verdict.ways_forward
    drawn = [line(Span(f"{w.outcome.upper():<8}", w.outcome), w.text, indent=2, hang=8) for w in found]
    return [title("Ways forward", "and the outcome of each"), *drawn] if found else []
