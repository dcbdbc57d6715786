"""Findings as SARIF 2.1.0: for code scanning on GitHub, and for editors that read it."""

from __future__ import annotations

from collections.abc import Iterator

from blastgate.model.assessment import Assessment
from blastgate.reporters.envelopes.sarif_log import Place, Result, Rule, Run, Severity, sarif_log
from blastgate.reporters.interface import Look
from blastgate.reporters.wording.decision import headline, next_step, why
from blastgate.reporters.wording.findings import Finding, findings
from blastgate.reporters.wording.phrases import count
from blastgate.reporters.wording.rules import page_of, summary_of


def report(assessment: Assessment, _: Look) -> str:
    """Write a log: one result for each rule and file, one notification for the verdict and each gap."""
    found = findings(assessment)
    return sarif_log(
        Run(
            "check",
            assessment.tool.version,
            _rules(found),
            [Result(f.rule, f.severity, f.text, Place(f.path) if f.path else None, f.identity) for f in found],
            list(_notes(assessment)),
            assessment.outcome != "error",
            _properties(assessment),
        )
    )


def _rules(found: tuple[Finding, ...]) -> list[Rule]:
    """Describe the rules that spoke, each with the gravest that it says here."""
    gravest: dict[str, Severity] = {}
    for finding in sorted(found, key=lambda f: ("note", "warning", "error").index(f.severity)):
        gravest[finding.rule] = finding.severity
    return [Rule(rule, summary_of(rule), page_of(rule), gravest[rule]) for rule in sorted(gravest)]


def _notes(assessment: Assessment) -> Iterator[tuple[Severity, str]]:
    parts = (headline(assessment), why(assessment), next_step(assessment))
    yield "error" if assessment.outcome == "error" else "note", ". ".join(part for part in parts if part)
    impact = assessment.impact
    yield from (("warning", f"gap in the graph: {text}") for text in impact.warnings)
    if impact.unreadable:
        yield "warning", f"{count(len(impact.unreadable), 'file')} of the graph could not be read"


def _properties(assessment: Assessment) -> dict[str, str]:
    return {"outcome": assessment.outcome, "level": assessment.level, "mode": assessment.mode}
