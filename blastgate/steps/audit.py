"""The order of the steps of ``audit``: files are read once, every check looks at each, zizmor's findings are merged."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Literal

from blastgate import registry
from blastgate.audit.interface import Audited
from blastgate.errors import UsageError
from blastgate.model.assessment import SCHEMA_VERSION
from blastgate.model.audit import SEVERITIES, AuditReport, Cleared, Finding, Severity, Unreadable
from blastgate.sources.workflow_files import WorkflowFile, read_workflow_files
from blastgate.sources.zizmor import INSTALL, find_zizmor, run_zizmor
from blastgate.workflows import Workflow, read_workflow

ROOM = "blastgate.audit"
UseZizmor = Literal["auto", "never", "always"]
# What zizmor calls what a check of ours looks at, too: of both findings on one line ours is told, with its chain.
SAME = {
    "cache-poisoning": "cache-poisoning",
    "dangerous-triggers": "untrusted-checkout",
    "excessive-permissions": "broad-permissions",
    "self-hosted-runner": "self-hosted-runner",
    "template-injection": "untrusted-expression",
    "unpinned-images": "unpinned-action",
    "unpinned-uses": "unpinned-action",
}
BY_FILE = ("dangerous-triggers",)  # said of the whole file, so judged for the whole file
IGNORE = re.compile(r"#\s{0,9}blastgate: ignore\[([a-z-]{1,60})\]\s{0,9}(\S.{0,300})")


def audit(places: Mapping[str, Path], ref: str | None = None, zizmor: UseZizmor = "auto") -> AuditReport:
    """Audit the workflows of some places; names go before the paths where there are several.

    Raises SourceError for a place that cannot be read, UsageError where zizmor is wanted and not there.
    """
    program = find_zizmor() if zizmor != "never" else None
    if zizmor == "always" and program is None:
        raise UsageError("zizmor is not installed", "--zizmor always", INSTALL)
    files: list[WorkflowFile] = []
    found: list[Finding | Cleared] = []
    unread: list[Unreadable] = []
    for name, place in places.items():
        read = _named(read_workflow_files(place, ref), f"{name}/" if len(places) > 1 else "")
        files += read
        workflows = [read_workflow(file.data, file.path) for file in read if file.data is not None]
        unread += [Unreadable(file.path, 0, file.why) for file in read if file.data is None]
        unread += [Unreadable(flow.path, part.line, part.why) for flow in workflows for part in flow.unread]
        found += judge(workflows)
    theirs = run_zizmor(program, {f.path: f.data for f in files if f.data is not None}) if program else ()
    findings = [one for one in found if isinstance(one, Finding)]
    cleared = [one for one in found if isinstance(one, Cleared)]
    findings += not_told(theirs, found)
    told = "merged" if program else ("not asked" if zizmor == "never" else "not installed")
    return AuditReport(
        SCHEMA_VERSION,
        tuple(file.path for file in files),
        tuple(sorted(set(findings), key=_gravest_first)),
        tuple(dict.fromkeys(cleared)),
        tuple(unread),
        told,
    )


def judge(workflows: Iterable[Workflow]) -> Iterator[Finding | Cleared]:
    """Let every check look at each workflow of one repository; what a comment ignores with a reason is cleared."""
    together = tuple(workflows)
    for number, workflow in enumerate(together):
        audited = Audited(workflow, (*together[:number], *together[number + 1 :]))
        for check in registry.discover(ROOM):
            for one in check.check(audited):
                yield _unless_ignored(one, workflow)


def _unless_ignored(one: Finding | Cleared, workflow: Workflow) -> Finding | Cleared:
    if isinstance(one, Cleared):
        return one
    for line in workflow.lines[max(0, one.line - 2) : one.line]:
        said = IGNORE.search(line[:1_000])
        if said is not None and said[1] == one.check:
            return Cleared(one.check, one.path, one.line, f"ignored, for: {said[2].strip()}")
    return one


def not_told(theirs: Iterable[Finding], ours: Iterable[Finding | Cleared]) -> list[Finding]:
    """Keep what ours do not say: the same hole on the same line is told once."""
    by_line = {(one.check, one.path, one.line) for one in ours}
    by_file = {(check, path) for check, path, _ in by_line}
    kept = []
    for finding in theirs:
        same = SAME.get(finding.check, "")
        told = (
            (same, finding.path) in by_file
            if finding.check in BY_FILE
            else (same, finding.path, finding.line) in by_line
        )
        kept += [] if told else [finding]
    return kept


def at_least(report: AuditReport, severity: Severity) -> tuple[Finding, ...]:
    """Return the findings from a severity on."""
    least = SEVERITIES.index(severity)
    return tuple(finding for finding in report.findings if SEVERITIES.index(finding.severity) >= least)


def _named(files: Iterable[WorkflowFile], prefix: str) -> list[WorkflowFile]:
    return [file._replace(path=f"{prefix}{file.path}") for file in files]


def _gravest_first(finding: Finding) -> tuple[int, str, int, str, str]:
    return -SEVERITIES.index(finding.severity), finding.path, finding.line, finding.check, finding.text
