"""An audit on a screen: the gravest first, each with its chain and its remedy; then what was cleared, and not read."""

from __future__ import annotations

from collections.abc import Iterator

from blastgate.model.audit import SEVERITIES, AuditReport, Finding
from blastgate.reporters.interface import Look
from blastgate.reporters.screen.ink import Line, Span, lay_out, line, title
from blastgate.reporters.wording.phrases import count

MOST = 200  # findings on a screen; verbose shows all
MOST_CLEARED = 20
NO_FILES = ": there is no workflow in .github/workflows and no action.yml here"


def report(found: AuditReport, look: Look) -> str:
    """Draw the audit; quiet is the count only, verbose shows everything that was cleared."""
    if look.verbosity < 0:
        return lay_out([_total(found)], look)
    shown = found.findings if look.verbosity > 0 else found.findings[:MOST]
    lines = [part for finding in shown for part in _finding(finding)]
    if hidden := len(found.findings) - len(shown):
        lines += [line(Span(f"and {hidden:,} more: -v shows them", "dim")), line()]
    lines += [*_cleared(found, look), *_unread(found), _total(found)]
    return lay_out(lines, look)


def _finding(finding: Finding) -> Iterator[Line]:
    name = finding.check if finding.source == "blastgate" else f"{finding.source}/{finding.check}"
    yield line(
        Span(f"{finding.severity:<6} ", finding.severity),
        Span(f"{finding.path}:{finding.line}", "bold"),
        f"  {name}",
        hang=7,
    )
    yield line(finding.text, indent=7)
    for number, step in enumerate(finding.chain, 1):
        place = f"line {step.line}: " if step.line else ""
        yield line(Span(f"{number}. ", "dim"), Span(place, "dim"), step.text, indent=9, hang=3)
    yield line(Span(f"remedy: {finding.remedy}", "dim"), indent=7, hang=8)
    yield line()


def _cleared(found: AuditReport, look: Look) -> Iterator[Line]:
    if not found.cleared:
        return
    shown = found.cleared if look.verbosity > 0 else found.cleared[:MOST_CLEARED]
    yield title("Looked at, and fine", "what is often a hole, and why it is none here")
    for one in shown:
        yield line(Span(f"{one.path}:{one.line}", "bold"), f"  {one.text}", indent=2, hang=2)
    if hidden := len(found.cleared) - len(shown):
        yield line(Span(f"and {hidden:,} more: -v shows them", "dim"), indent=2)
    yield line()


def _unread(found: AuditReport) -> Iterator[Line]:
    if found.unreadable:
        yield title("Not judged", "nobody knows what these hold")
        for one in found.unreadable:
            yield line(
                Span(f"{one.path}:{one.line}" if one.line else one.path, "bold"), f"  {one.why}", indent=2, hang=2
            )
        yield line()


def _total(found: AuditReport) -> Line:
    if not found.files:
        return line(Span("nothing was judged", "bold"), NO_FILES, hang=2)
    kinds = [f"{number} {name}" for name in reversed(SEVERITIES) if (number := _number(found, name))]
    detail = f": {', '.join(kinds)}" if kinds else ""
    zizmor = {"merged": "zizmor's among them", "not installed": "zizmor is not installed"}.get(found.zizmor, "")
    words = f"{detail}; {count(len(found.files), 'file')}{f'; {zizmor}' if zizmor else ''}"
    return line(Span(count(len(found.findings), "finding"), "bold"), words)


def _number(found: AuditReport, severity: str) -> int:
    return sum(finding.severity == severity for finding in found.findings)
