"""The commit status: its state by the table of outcomes, and 140 characters that say why and for what."""

from __future__ import annotations

from collections.abc import Sequence

from blastgate.model.assessment import Assessment
from blastgate.model.plan import Ruling, StatusWrite
from blastgate.model.pull_request import StatusState
from blastgate.model.verdict import OUTCOMES
from blastgate.model.wording import some
from blastgate.reporters.escape import for_terminal
from blastgate.reporters.wording.decision import deciding_guardrails, open_requirements
from blastgate.reporters.wording.phrases import count, short

CONTEXT = "blastgate"
MOST = 140  # docs.github.com, "REST API endpoints for commit statuses": characters of a description
MOST_BRANCH = 24
STATES: dict[str, StatusState] = {
    "pass": "success",
    "warn": "success",
    "review": "pending",
    "block": "failure",
    "error": "error",
}


def status_of(rulings: Sequence[Ruling]) -> StatusWrite:
    """Make the one status of a head from the rulings of every pull request that shares it: the strictest holds."""
    ruling = max(rulings, key=_strictness)
    shared = f"#{ruling.number}, " if len(rulings) > 1 and ruling.number else ""
    return StatusWrite(ruling.head, state_of(ruling), _description(ruling, shared))


def state_of(ruling: Ruling) -> StatusState:
    """Return the state of a ruling; in observe mode nothing but an error stops anybody."""
    assessment = ruling.assessment
    if assessment and assessment.mode == "observe" and assessment.outcome != "error":
        return "success"
    return STATES[ruling.outcome]


def _strictness(ruling: Ruling) -> tuple[int, int, int]:
    order = ("success", "pending", "failure", "error")
    return order.index(state_of(ruling)), [*OUTCOMES].index(ruling.outcome), -(ruling.number or 0)  # type: ignore[arg-type]


def _description(ruling: Ruling, shared: str) -> str:
    tail = f" [{_bound(ruling)}]"
    text = for_terminal(f"{shared}{_said(ruling)}")
    room = MOST - len(tail)
    return (text if len(text) <= room else f"{text[: room - 1]}…") + tail


def _bound(ruling: Ruling) -> str:
    """Say for what it was decided: base branch, commits, policy."""
    branch = for_terminal(ruling.base)
    branch = branch if len(branch) <= MOST_BRANCH else f"{branch[: MOST_BRANCH - 1]}…"
    if ruling.assessment is None:
        return f"{branch} {short(ruling.head)}"
    judged = ruling.assessment.change
    commits = f"{short(judged.merge_base or judged.base)}..{short(judged.head)}"
    return f"{branch} {commits} policy {ruling.assessment.policy.digest[:8]}"


def _said(ruling: Ruling) -> str:
    assessment = ruling.assessment
    if assessment is None:
        return f"ERROR: {ruling.error}"
    if assessment.outcome == "error":
        return f"ERROR: {assessment.summary}"
    observed = "observed, would be " if assessment.mode == "observe" and assessment.outcome != "pass" else ""
    reach = count(assessment.impact.services_affected, "service")
    missing = _missing(assessment)
    return f"{observed}{assessment.outcome.upper()}: {assessment.level}, {reach}{f'; {missing}' if missing else ''}"


def _missing(assessment: Assessment) -> str:
    verdict = assessment.verdict
    if assessment.outcome == "block":
        return ", ".join(dict.fromkeys(finding.id for finding in deciding_guardrails(assessment)))
    if missing := open_requirements(verdict.requirements):
        return f"needs {' and '.join(r.group for r in missing)}"
    by = tuple(dict.fromkeys(who for r in verdict.requirements for who in r.satisfied_by))
    return f"approved by {some(by, 2)}" if by else ""
