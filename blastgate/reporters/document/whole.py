"""The whole document, for a comment or a job summary: they differ in how much they hold."""

from __future__ import annotations

from collections.abc import Iterator

from blastgate.model.assessment import Assessment
from blastgate.reporters.document import findings, judgement
from blastgate.reporters.document.part import Part, compose, prose
from blastgate.reporters.escape import code
from blastgate.reporters.screen.source import TRUST
from blastgate.reporters.wording.phrases import short


def write(assessment: Assessment, keep: int, limit: int) -> str:
    """Write an assessment as GitHub Markdown: lists of at most ``keep`` entries, at most ``limit`` bytes."""
    return compose(_parts(assessment, keep), _footer(assessment), limit)


def _parts(assessment: Assessment, keep: int) -> Iterator[Part]:
    yield judgement.headline(assessment)
    yield findings.measured(assessment)
    yield judgement.approvals(assessment, keep)
    yield judgement.rules(assessment, keep)
    yield judgement.ways_forward(assessment, keep)
    yield findings.reasons(assessment, keep)
    yield findings.affected(assessment, keep)
    yield findings.commits(assessment, keep)
    yield findings.unseen(assessment, keep)
    yield findings.files(assessment, keep)


def _footer(assessment: Assessment) -> str:
    judged, policy = assessment.change, assessment.policy
    ends = f"{code(short(judged.merge_base or judged.base))} to {code(short(judged.head))}" if judged.head else ""
    named = f"{code(judged.described[:120])}{f', {ends}' if ends else ''}"
    used = f"policy {code(policy.source[:120])}, {TRUST[policy.trust]}, sha256 {code(policy.digest[:12])}"
    return f"<sub>{named} · {used} · {prose(assessment.tool.name)} {code(assessment.tool.version)}</sub>"
