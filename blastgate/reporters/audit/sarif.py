"""An audit as SARIF, for code scanning."""

from __future__ import annotations

from blastgate import __version__, registry
from blastgate.model.audit import AuditReport, Finding
from blastgate.reporters.envelopes.sarif_log import Place, Result, Rule, Run, Severity, sarif_log
from blastgate.reporters.interface import Look

ROOM = "blastgate.audit"
GRAVITY: dict[str, Severity] = {"high": "error", "medium": "warning", "low": "note"}


def report(found: AuditReport, _: Look) -> str:
    """Write a log with a result for each finding; what was not judged is a notification, and the run then failed."""
    notes: list[tuple[Severity, str]] = [
        ("error", f"not judged: {one.path}:{one.line}: {one.why}") for one in found.unreadable
    ]
    return sarif_log(Run("audit", __version__, _rules(found), [_result(f) for f in found.findings], notes, not notes))


def _rules(found: AuditReport) -> list[Rule]:
    own = [_rule(name) for name in registry.names(ROOM)]
    theirs = {f"zizmor/{f.check}": f for f in found.findings if f.source == "zizmor"}
    return own + [
        Rule(id_, f.text.partition(":")[0], f.remedy, GRAVITY[f.severity]) for id_, f in sorted(theirs.items())
    ]


def _rule(name: str) -> Rule:
    page = (registry.load(ROOM, name).__doc__ or "").strip()
    return Rule(name.replace("_", "-"), page.partition("\n\n")[0].replace("\n", " "), page, tags=("security",))


def _result(finding: Finding) -> Result:
    rule = finding.check if finding.source == "blastgate" else f"{finding.source}/{finding.check}"
    steps = "".join(f" {n}. {f'line {s.line}: ' if s.line else ''}{s.text}." for n, s in enumerate(finding.chain, 1))
    text = f"{finding.text}.{steps} Remedy: {finding.remedy}"
    return Result(rule, GRAVITY[finding.severity], text, Place(finding.path, finding.line), f"{finding.text}")
