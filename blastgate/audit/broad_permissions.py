"""The workflow's token may do more than it needs.

``permissions: write-all`` gives a job every right there is. Without any ``permissions:`` the repository's default
holds, which in older organisations is write-all. Rights that a whole workflow has go to each of its jobs, and to every
action they use.

High on events that strangers cause, else medium; a missing block is low, and medium on events that strangers cause.
Remedy: ``permissions: {}`` at the top, and in each job the scopes that it needs.
Source: docs.github.com, "Use GITHUB_TOKEN for authentication in workflows".
"""

from __future__ import annotations

from collections.abc import Iterator

from blastgate.audit.interface import PRIVILEGED, Audited
from blastgate.model.audit import Cleared, Finding, Severity
from blastgate.workflows import Permissions

ID = "broad-permissions"
REMEDY = "write `permissions: {}` at the top, and in each job only the scopes it needs"


def check(audited: Audited) -> Iterator[Finding | Cleared]:
    """Look at the block of the workflow and of each job."""
    workflow, grave = audited.workflow, bool(audited.starts(PRIVILEGED))
    if workflow.kind == "action" or not workflow.jobs:
        return
    blocks = [("the workflow", workflow.permissions), *((f"the job {j.id!r}", j.permissions) for j in workflow.jobs)]
    for name, block in blocks:
        if block is not None and block.everything == "write":
            yield _finding(audited, "high" if grave else "medium", block, f"{name} has every right (write-all)")
    bare = [job for job in workflow.jobs if workflow.permissions_of(job) is None]
    if bare and not _only_called(audited):
        severity: Severity = "medium" if grave else "low"
        text = (
            f"no `permissions:` for {_names([job.id for job in bare])}: the repository's default holds, maybe write-all"
        )
        yield Finding(ID, severity, workflow.path, bare[0].line, text, REMEDY)
    if (
        workflow.permissions is not None
        and workflow.permissions.writes
        and len(workflow.jobs) > 1
        and not workflow.permissions.everything
    ):
        words = ", ".join(workflow.permissions.writes[:8])
        yield _finding(audited, "low", workflow.permissions, f"all {len(workflow.jobs)} jobs may write {words}")


def _only_called(audited: Audited) -> bool:
    """A called workflow never has more than its caller."""
    return {trigger.event for trigger in audited.workflow.triggers} == {"workflow_call"}


def _finding(audited: Audited, severity: Severity, block: Permissions, text: str) -> Finding:
    return Finding(ID, severity, audited.workflow.path, block.line, text, REMEDY)


def _names(names: list[str]) -> str:
    more = f" and {len(names) - 3} more jobs" if len(names) > 3 else ""
    return ", ".join(f"{name!r}" for name in names[:3]) + more
