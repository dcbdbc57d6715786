"""What is found, file by file, for formats that pin a finding to a place: each once, with what stays the same of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from blastgate.model.assessment import Assessment, JudgedFile
from blastgate.model.classification import LEVELS, Reason
from blastgate.model.named import NamedTuple
from blastgate.model.verdict import OUTCOMES, Outcome
from blastgate.reporters.wording.decision import deciding_guardrails

Severity = Literal["error", "warning", "note"]
OF_OUTCOME: dict[Outcome, Severity] = {
    "pass": "note",
    "warn": "warning",
    "review": "warning",
    "block": "error",
    "error": "error",
}
_VARIES = re.compile(r"[\d,]+")


class Finding(NamedTuple):
    """One finding: the id of its rule, how grave it is, its sentence, the file it is pinned to (empty where the change
    has none), and what is the same in the next run, though counts and other files differ."""

    rule: str
    severity: Severity
    text: str
    path: str
    identity: str


def findings(assessment: Assessment) -> tuple[Finding, ...]:
    """List what guardrails say, then what set the level; one that names no file is pinned to the gravest file.

    None is graver than the outcome: what was approved, or overridden, is told and stops nothing.
    """
    return (*_guardrails(assessment), *_reasons(assessment))


def rule_of(reason: Reason) -> str:
    """Name the rule behind a reason: ``level-services``."""
    return f"level-{reason.code}"


def _guardrails(assessment: Assessment) -> Iterator[Finding]:
    for found in assessment.verdict.guardrails:
        severity = _severity(min(found.outcome, assessment.outcome, key=OUTCOMES.index), assessment)
        for path in found.paths or (_gravest_file(assessment),):
            yield Finding(found.id, severity, found.text, path, found.outcome)


def _reasons(assessment: Assessment) -> Iterator[Finding]:
    decides = not deciding_guardrails(assessment)
    severity = _severity(assessment.outcome, assessment) if decides else "note"
    for reason in assessment.classification.reasons:
        if reason.level == assessment.level != "low":
            same = _VARIES.sub("", reason.text.partition(": ")[0])
            for path in reason.paths or (_gravest_file(assessment),):
                yield Finding(rule_of(reason), severity, reason.text, path, same)


def _severity(outcome: Outcome, assessment: Assessment) -> Severity:
    """How grave an outcome is; nothing is an error where nothing is enforced."""
    return "warning" if assessment.mode == "observe" and outcome == "block" else OF_OUTCOME[outcome]


def _gravest_file(assessment: Assessment) -> str:
    files: tuple[JudgedFile, ...] = assessment.change.files
    return max(files, key=lambda file: LEVELS.index(file.level)).path if files else ""
