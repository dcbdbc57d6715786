"""Strangers start jobs on a machine of your own.

A self-hosted runner of a public repository runs what a pull request brings; unless it is thrown away after each job,
what one job leaves is there for the next. On ``pull_request`` the code runs by design; GitHub only asks before a first
contribution.

High on ``pull_request`` and ``pull_request_target``; medium on other events that strangers cause. In a private
repository without forks it may be as you want it: the file does not tell.
Remedy: GitHub's own runners for these events, or runners that live for one job.
Source: docs.github.com, "Secure use reference", hardening for self-hosted runners.
"""

from __future__ import annotations

from collections.abc import Iterator

from blastgate.audit._power import guards
from blastgate.audit.interface import PRIVILEGED, UNPRIVILEGED, Audited
from blastgate.model.audit import ChainStep, Cleared, Finding, Severity

ID = "self-hosted-runner"
REMEDY = "use GitHub's own runners for this event, or runners that live for one job"
BRINGS_CODE = frozenset(("pull_request", "pull_request_target"))


def check(audited: Audited) -> Iterator[Finding | Cleared]:
    """Look at the labels of each job."""
    starts = audited.starts(PRIVILEGED | UNPRIVILEGED)
    for job in audited.workflow.jobs if starts else ():
        label = next((label for label in job.runs_on if "self-hosted" in label.text.lower()), None)
        if label is None:
            continue
        events = sorted({start.event for start in starts})
        if holds := next((guard for guard in guards(job, (), audited.workflow) if guard.kind == "holds"), None):
            yield Cleared(ID, audited.workflow.path, label.line, f"self-hosted, but {holds.text} (line {holds.line})")
            continue
        severity: Severity = "high" if BRINGS_CODE & set(events) else "medium"
        text = f"the job {job.id!r} runs on a self-hosted runner on {', '.join(events)}"
        chain = tuple(ChainStep(s.trigger.line if s.caller is None else 0, s.words) for s in starts[:5])
        yield Finding(ID, severity, audited.workflow.path, label.line, text, REMEDY, chain)
