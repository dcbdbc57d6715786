"""One case, weighed: guardrails, then the tables, then who must approve. Looks for no ways forward."""

from __future__ import annotations

from collections.abc import Iterator

from blastgate import registry
from blastgate.decide.case import unknown_is_ai
from blastgate.decide.requirements import Spoken, groups_asked, requirement
from blastgate.decide.rows import Answer, ask_tables, deciding_row, outcome_of, rows_for_groups
from blastgate.guardrails.interface import Case
from blastgate.model.verdict import OUTCOMES, GuardrailFinding, Row, Verdict, strictest
from blastgate.policy.model import Policy
from blastgate.policy.people import People


def weigh(case: Case, policy: Policy, people: People) -> Verdict:
    """Weigh a case: the outcome is the strictest of the guardrails and the tables of all layers."""
    spoken = ask_guardrails(case, policy)
    answers = ask_tables(case, policy, case.classification.level)
    outcome = strictest((outcome_of(answers), *(finding.outcome for _, finding in spoken)))
    groups = groups_asked(case, policy, answers, spoken) if outcome in ("review", "block") else ()
    row = deciding_row(answers)
    return Verdict(
        outcome,
        Row(row.index, row.text, str(row.location)) if row else None,
        tuple(finding for _, finding in spoken),
        tuple(requirement(group, case, policy, people) for group in groups),
        author=", ".join(sorted(case.author_groups)) or "any",
        ai=case.ai,
        notes=tuple(_notes(case, policy, answers)),
    )


def ask_guardrails(case: Case, policy: Policy) -> tuple[Spoken, ...]:
    """Ask every guardrail of every layer; those with the strictest demand come first, what is said twice once."""
    spoken: dict[tuple[str, str], Spoken] = {}
    for setting in (setting for layer in policy.layers for setting in layer.guardrails):
        guardrail = registry.load("blastgate.guardrails", setting.id.replace("-", "_"))
        finding: GuardrailFinding | None = guardrail.look(case, setting)
        if finding is None or finding.outcome == "pass":
            continue
        before = spoken.get((finding.id, finding.text))
        if before is None or OUTCOMES.index(before[1].outcome) < OUTCOMES.index(finding.outcome):
            spoken[finding.id, finding.text] = (setting, finding)
    order = sorted(spoken.values(), key=lambda s: (-OUTCOMES.index(s[1].outcome), s[1].id, s[1].text))
    return tuple(order)


def _notes(case: Case, policy: Policy, answers: tuple[Answer, ...]) -> Iterator[str]:
    if case.attribution.state == "unknown":
        yield _unknown(case, policy)
    if not case.author_groups and rows_for_groups(case, policy):
        yield "no group holds every author of this change: rows for a group do not match"
    if not answers:
        yield "no layer of the policy has a gate table: a person decides"
    for answer in answers:
        if answer.row is None:
            said = f"level {case.classification.level}, ai_assisted {'yes' if case.ai else 'no'}"
            who = ", ".join(sorted(case.author_groups)) or "any"
            yield f"no gate row of {answer.layer.source} covers {said}, author {who}: a person decides"


def _unknown(case: Case, policy: Policy) -> str:
    why = f" ({case.attribution.why})" if case.attribution.why else ""
    if case.ai:
        return f"whether AI assisted is unknown{why}; in a high change that counts as yes"
    if unknown_is_ai(policy):
        return f"whether AI assisted is unknown{why}; below high that counts as no"
    return f"whether AI assisted is unknown{why}; the policy counts that as no (treat_as_none)"
