"""Annotations for a GitHub job: the verdict, and the files that guardrails and level rules speak of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from blastgate.model.assessment import Assessment
from blastgate.model.named import NamedTuple
from blastgate.model.verdict import Outcome
from blastgate.reporters.escape import for_terminal, workflow_command
from blastgate.reporters.interface import Look
from blastgate.reporters.wording.decision import headline, is_observed, next_step, outcome_word, why

PER_KIND = 10  # GitHub shows ten annotations of a kind per step and drops the rest in silence
KINDS = {"pass": "notice", "warn": "warning", "review": "warning", "block": "error", "error": "error"}
LONGEST = 1_000  # characters of one message


class Annotation(NamedTuple):
    """One annotation: its kind, its title, what it says, and the file it is pinned to (or none)."""

    kind: str
    title: str
    message: str
    path: str = ""


def report(assessment: Assessment, look: Look) -> str:
    """Write workflow commands, at most ten of a kind, the last one counting what is left out; quiet tells no pass."""
    if look.verbosity < 0 and assessment.outcome == "pass":
        return ""
    found = [_verdict(assessment), *_guardrails(assessment), *_reasons(assessment)]
    return "".join(f"{_command(a)}\n" for kind in ("error", "warning", "notice") for a in _most(found, kind))


def _verdict(assessment: Assessment) -> Annotation:
    parts = (headline(assessment), why(assessment), next_step(assessment))
    kind = "warning" if is_observed(assessment) else KINDS[assessment.outcome]
    return Annotation(kind, f"blastgate: {outcome_word(assessment)}", ". ".join(part for part in parts if part))


def _guardrails(assessment: Assessment) -> Iterator[Annotation]:
    for finding in assessment.verdict.guardrails:
        kind = _kind(finding.outcome, assessment)
        for path in finding.paths or ("",):
            yield Annotation(kind, f"blastgate: {finding.id}", finding.text, path)


def _reasons(assessment: Assessment) -> Iterator[Annotation]:
    for reason in assessment.classification.reasons:
        for path in reason.paths if reason.level == assessment.level != "low" else ():
            yield Annotation("notice", f"blastgate: {reason.level}", reason.text, path)


def _kind(outcome: Outcome, assessment: Assessment) -> str:
    return "warning" if assessment.mode == "observe" else KINDS[outcome]


def _most(found: Sequence[Annotation], kind: str) -> list[Annotation]:
    of_kind = [a for a in found if a.kind == kind]
    if len(of_kind) <= PER_KIND:
        return of_kind
    hidden = len(of_kind) - PER_KIND + 1
    return [*of_kind[: PER_KIND - 1], Annotation(kind, "blastgate", f"{hidden:,} more: see the job summary")]


def _command(annotation: Annotation) -> str:
    path, message = annotation.path, annotation.message
    if for_terminal(path) != path:
        path, message = "", f"{annotation.path}: {message}"
    shown = message if len(message) <= LONGEST else f"{message[:LONGEST]}…"
    return workflow_command(annotation.kind, shown, file=path, title=annotation.title)
