"""The verdict in Markdown: headline, guardrails, gate row, approvals, ways forward."""

from __future__ import annotations

from blastgate.model.assessment import Assessment
from blastgate.model.verdict import GuardrailFinding, Requirement
from blastgate.model.wording import short as shortened
from blastgate.reporters.document.part import Part, details, prose
from blastgate.reporters.escape import code
from blastgate.reporters.wording.decision import facts, next_step, outcome_word, why


def headline(assessment: Assessment) -> Part:
    """Write outcome, reason and next step."""
    told = "could not decide" if assessment.outcome == "error" else " · ".join(facts(assessment))
    lines = [f"## {outcome_word(assessment)}: {prose(told)}", "", f"**Why:** {prose(why(assessment))}"]
    step = next_step(assessment)
    return Part([*lines, *(["", f"**Next:** {prose(step)}"] if step else [])])


def approvals(assessment: Assessment, keep: int) -> Part:
    """Write what must be approved by whom, who has, and which approvals don't count."""
    lines = [line for r in assessment.verdict.requirements for line in _requirement(r, keep)]
    return Part(lines, ("**Approvals**", ""))


def _requirement(requirement: Requirement, keep: int) -> list[str]:
    given = len(requirement.satisfied_by)
    box = "x" if given >= requirement.needed else " "
    people = names(requirement.satisfied_by, keep)
    could = names(requirement.candidates, 5) if given < requirement.needed else ""
    about = [f"by {people}" if people else "", f"could approve: {could}" if could else ""]
    about.append(prose(requirement.note))
    told = "; ".join(text for text in about if text)
    lines = [f"- [{box}] {given} of {requirement.needed} of {code(requirement.group)}{f': {told}' if told else ''}"]
    ignored = requirement.ignored[:keep]
    lines += [f"  - not counted: {code(shortened(a.who))}, {prose(shortened(a.why))}" for a in ignored]
    return lines + more(len(requirement.ignored) - len(ignored), "  ")


def rules(assessment: Assessment, keep: int) -> Part:
    """Write the guardrails that spoke and the gate row, each with its place in the policy."""
    verdict = assessment.verdict
    lines = [line for finding in verdict.guardrails for line in _guardrail(finding, keep)]
    if verdict.row is not None:
        row = verdict.row
        lines.append(f"- Gate row {row.index} at {code(row.location)}: {code(row.text.strip())}")
    lines += [f"- {prose(note)}" for note in verdict.notes]
    return Part(lines, ("**Rules that decided**", ""))


def _guardrail(finding: GuardrailFinding, keep: int) -> list[str]:
    place = f" ({code(finding.location)})" if finding.location else ""
    lines = [f"- **{finding.outcome.upper()}** {code(finding.id)}: {prose(finding.text)}{place}"]
    shown = finding.paths[:keep]
    return [*lines, *(f"  - {code(shortened(path))}" for path in shown), *more(len(finding.paths) - len(shown), "  ")]


def ways_forward(assessment: Assessment, keep: int) -> Part:
    """Write what the author can do, each with the outcome found by deciding again."""
    ways = assessment.verdict.ways_forward
    lines = [f"- **{w.outcome.upper()}** {prose(w.text)}" for w in ways[:keep]]
    return details(f"Ways forward ({len(ways)})", lines + more(len(ways) - keep), opened=True)


def names(found: tuple[str, ...], keep: int, cell: bool = False) -> str:
    """List names as code spans (``cell``: in a table), and how many more there are."""
    listed = ", ".join(code(shortened(name), cell) for name in found[:keep])
    return f"{listed} and {len(found) - keep:,} more" if len(found) > keep else listed


def more(hidden: int, indent: str = "") -> list[str]:
    """Say how many items a list does not show."""
    return [f"{indent}- … {hidden:,} more: `--format json`"] if hidden > 0 else []
