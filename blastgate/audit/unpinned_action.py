"""An action is named by a tag or a branch, which its owner, or whoever takes over the account, can move.

A tag of ``tj-actions/changed-files`` was moved in March 2025 to a commit that printed the secrets of every workflow
that used it. A full commit id cannot be moved. Images are pinned by their digest.

Low for actions of GitHub itself (``actions/``, ``github/``); medium for others; high for a branch, or for a third
party's tag in a workflow that strangers start and that holds secrets or may write.
The gate's own action is judged by ``gate-integrity``.

Remedy: the full commit id, with the tag as a comment; Dependabot and Renovate keep both up to date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from blastgate.audit._gate import is_gate_action
from blastgate.audit._power import power
from blastgate.audit.interface import PRIVILEGED, Audited
from blastgate.model.audit import Cleared, Finding, Severity
from blastgate.workflows import Job, Uses

ID = "unpinned-action"
REMEDY = "write the full commit id behind the @, with the tag as a comment"
OWN = ("actions/", "github/")
BRANCH = re.compile(r"main|master|develop|dev|trunk|next|latest|HEAD", re.IGNORECASE)


def check(audited: Audited) -> Iterator[Finding | Cleared]:
    """Look at everything that is used."""
    grave = bool(audited.starts(PRIVILEGED))
    for job in audited.workflow.jobs:
        for uses in _used_by(job):
            if not uses.is_pinned and not is_gate_action(uses):
                severity = _severity(uses, grave and bool(power(audited.workflow, job)))
                text = f"{uses.written.text[:200]} {_how(uses)}"
                yield Finding(ID, severity, audited.workflow.path, uses.written.line, text, REMEDY)


def _severity(uses: Uses, grave: bool) -> Severity:
    if uses.name.startswith(OWN):
        return "low"
    return "high" if grave or BRANCH.fullmatch(uses.ref) else "medium"


def _how(uses: Uses) -> str:
    if uses.is_image:
        return "is an image without a digest"
    if not uses.ref:
        return "names no version"
    return "is a branch" if BRANCH.fullmatch(uses.ref) else "is no commit id: it can be moved"


def _used_by(job: Job) -> tuple[Uses, ...]:
    return tuple(filter(None, (job.uses, *(step.uses for step in job.steps))))
