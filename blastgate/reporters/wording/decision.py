"""The three lines that decide: what the outcome is, why, and what to do next."""

from __future__ import annotations

from blastgate.model.assessment import Assessment
from blastgate.model.attribution import Attribution
from blastgate.model.verdict import OUTCOMES, GuardrailFinding, Override, Requirement
from blastgate.model.wording import some
from blastgate.reporters.wording.phrases import count, short

OBSERVED = "observed"
FIRST_POLICY = "; write one of your own: blastgate init"
NOTHING_YET = "nothing new is committed: --worktree judges what is not, --base HEAD~1 the last commit"


def outcome_word(assessment: Assessment) -> str:
    """Name the outcome; in observe mode it says that nothing is enforced. An error is an error in every mode."""
    word = assessment.outcome.upper()
    return f"{word} ({OBSERVED})" if is_observed(assessment) else word


def is_observed(assessment: Assessment) -> bool:
    """Tell whether an outcome that would stop a change is only reported."""
    return assessment.mode == "observe" and assessment.outcome in ("review", "block")


def headline(assessment: Assessment) -> str:
    """Say the outcome, the level, how the change was made and how far it reaches, in one line."""
    return f"{outcome_word(assessment)}  {' · '.join(facts(assessment))}"


def facts(assessment: Assessment) -> tuple[str, str, str]:
    """Say level, attribution and reach, each in a few words."""
    reach = assessment.impact.services_affected
    services = "services affected: unknown" if reach is None else f"{count(reach, 'service')} affected"
    return assessment.level, made_by(assessment.attribution), services


def made_by(attribution: Attribution) -> str:
    """Say how a change was made, never more than is known."""
    if attribution.state == "ai":
        return f"AI-assisted ({some(attribution.tools, 2)})" if attribution.tools else "AI-assisted"
    return {"none": "no AI evidence", "unknown": "AI unknown", "bot": "automation"}[attribution.state]


def why(assessment: Assessment) -> str:
    """Give the reason of the outcome in one sentence: the guardrail that decided, or else what set the level."""
    verdict = assessment.verdict
    if assessment.outcome == "error":
        return assessment.summary or "the change could not be judged"
    if verdict.override is not None:
        return overridden(verdict.override)
    if decisive := deciding_guardrails(assessment):
        first, more = decisive[0], len(decisive) - 1
        return f"{first.text} (guardrail {first.id}{f', and {more} more' if more else ''})"
    reasons = tuple(r for r in assessment.classification.reasons if r.level == assessment.level)
    cause = reasons[0].text if reasons else f"nothing lifts the level above {assessment.level}"
    if assessment.outcome == "pass":
        return f"{_size(assessment)}; {cause}"
    return f"{cause}{_demand(verdict.requirements, assessment)}"


def overridden(act: Override) -> str:
    """Say who let a change go ahead against the policy, why, until when, and what it would be without."""
    return f"{act.instead_of.upper()} overridden by {act.by} ({act.group}) until {act.until}: {act.reason}"


def deciding_guardrails(assessment: Assessment) -> tuple[GuardrailFinding, ...]:
    """Pick the guardrails that demand as much as the outcome, where the outcome stops anything."""
    if assessment.outcome == "pass":
        return ()
    return tuple(g for g in assessment.verdict.guardrails if g.outcome == assessment.outcome)


def _size(assessment: Assessment) -> str:
    totals = assessment.change.totals
    lines = None if totals.additions is None or totals.deletions is None else totals.additions + totals.deletions
    return f"{count(totals.files, 'file')}, {count(lines, 'changed line')}"


def _demand(requirements: tuple[Requirement, ...], assessment: Assessment) -> str:
    groups = [r.group for r in open_requirements(requirements)]
    if assessment.outcome != "review" or not groups:
        return ""
    return f"; approval by {' and '.join(groups)} is missing"


def open_requirements(requirements: tuple[Requirement, ...]) -> tuple[Requirement, ...]:
    """Pick the requirements that are not met yet."""
    return tuple(r for r in requirements if len(r.satisfied_by) < r.needed)


def next_step(assessment: Assessment) -> str:
    """Say what the author can do now; empty where nothing is to do."""
    step = _step(assessment)
    return f"nothing is enforced in observe mode; otherwise: {step}" if is_observed(assessment) else step


def _step(assessment: Assessment) -> str:
    outcome = assessment.outcome
    if outcome == "pass":
        change = assessment.change
        return NOTHING_YET if change.head and change.head == change.base else ""
    if outcome == "review" and (missing := open_requirements(assessment.verdict.requirements)):
        return _ask(missing, assessment)
    better = [w for w in assessment.verdict.ways_forward if OUTCOMES.index(w.outcome) < OUTCOMES.index(outcome)]
    if better:
        return f"{better[0].text} → {better[0].outcome.upper()}"
    return {
        "warn": "nothing is required; read the reasons before you merge",
        "review": "ask for the review that the policy names",
        "block": f"take {_culprits(assessment)} out of this change",
        "error": "mend this and judge again; nothing was decided",
    }[outcome]


def _ask(missing: tuple[Requirement, ...], assessment: Assessment) -> str:
    head, first = assessment.change.head, FIRST_POLICY if assessment.policy.trust == "built-in" else ""
    for requirement in missing:
        if requirement.note and not requirement.candidates:
            return f"{requirement.group}: {requirement.note}{first}"
    asks = [_ask_one(r) for r in missing]
    return f"ask {', and '.join(asks)}{f' to approve {short(head)}' if head else ' to approve'}"


def _ask_one(requirement: Requirement) -> str:
    people = f" ({some(requirement.candidates)})" if requirement.candidates else ""
    return f"{requirement.needed - len(requirement.satisfied_by)} of {requirement.group}{people}"


def _culprits(assessment: Assessment) -> str:
    paths = [path for finding in deciding_guardrails(assessment) for path in finding.paths]
    return some(paths, 1) if paths else "what the rule below forbids"
