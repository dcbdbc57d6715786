"""One merged change, judged under a policy: what is kept of the verdict."""

from __future__ import annotations

from collections.abc import Iterator

from blastgate.backtest.merged import Merged
from blastgate.decide import Measured, rule
from blastgate.model.backtest import Asked, JudgedMerge
from blastgate.model.verdict import Verdict
from blastgate.policy.model import Policy
from blastgate.policy.people import People

CEILING = "ceiling"  # the reason that tells what a level is not raised by


def judge_merge(merged: Merged, measured: Measured, policy: Policy, people: People) -> JudgedMerge:
    """Decide on a change as ``check`` does, and keep what is counted. Who made it is not."""
    verdict, level = rule(measured, policy, people), measured.classification.level
    reasons = (r for r in measured.classification.reasons if r.level == level and r.code != CEILING)
    words = dict.fromkeys(name for reason in reasons for name in _names(reason.code, reason.text))
    return JudgedMerge(
        merged.sha,
        merged.landed.subject,
        level,
        verdict.outcome,
        measured.attribution.state,
        len(measured.change.files),
        measured.change.lines,
        measured.impact.services_affected,
        tuple(_causes(verdict)),
        tuple(f"{level}: {word}" for word in words),
        tuple(Asked(r.group, r.candidates) for r in verdict.requirements if verdict.outcome == "review"),
    )


def _names(code: str, text: str) -> Iterator[str]:
    """Name a reason so that it can be counted: a category by its own name, a limit by what it measures."""
    yield f"category {text.partition(' ')[0]}" if code == "category" else code


def _causes(verdict: Verdict) -> Iterator[str]:
    """Name the guardrails and the row that demand this outcome."""
    speaking = [finding for finding in verdict.guardrails if finding.outcome == verdict.outcome]
    yield from dict.fromkeys(f"guardrail {finding.id}" for finding in speaking)
    if verdict.row is not None and f"then: {verdict.outcome}" in verdict.row.text:
        yield f"row {verdict.row.text.strip('{}').replace(', author: any', '')}"
    elif not speaking:
        yield "no row covers it"
