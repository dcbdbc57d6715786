"""The gate's own workflow does not judge every change, or somebody else can write its status.

A path or branch filter, an ``if:`` on the job, ``continue-on-error``, a missing event: each is a change that nobody
judged. On GitHub a skipped job counts as passed, and a status stays as it was when an event does not start the gate.
The types that it needs: opened, reopened, synchronize, edited (the base is changed), ready_for_review; reviews that
are submitted and dismissed; ``merge_group`` where a merge queue is used.

Whoever may write statuses can write ``blastgate: success``: other workflows with ``statuses: write`` are listed. A
workflow on ``pull_request`` is read from the change itself, so a branch can edit its own gate; that is told as low.

Remedy: the hardened template, as ``blastgate init --github`` writes it.
Source: docs.github.com, "Troubleshooting required status checks"; "Events that trigger workflows".
"""

from __future__ import annotations

from collections.abc import Iterator

from blastgate.audit._gate import gate_jobs, gates_by_exit_code, is_gate
from blastgate.audit.interface import Audited
from blastgate.model.audit import ChainStep, Cleared, Finding, Severity
from blastgate.workflows import Job, Workflow

ID = "gate-integrity"
REMEDY = "take the hardened template: `blastgate init --github` writes it"
JUDGED = ("pull_request_target", "pull_request")
TYPES = ("opened", "reopened", "synchronize", "edited", "ready_for_review")
BY_DEFAULT = ("opened", "synchronize", "reopened")  # docs.github.com, "Events that trigger workflows"
REVIEWS = ("submitted", "dismissed")
FILTERS = ("paths", "paths-ignore", "branches", "branches-ignore")


def check(audited: Audited) -> Iterator[Finding | Cleared]:
    """Judge a workflow that runs the gate, and those beside it that could write the status."""
    workflow = audited.workflow
    if workflow.kind == "action":
        return
    jobs = gate_jobs(workflow)
    if not jobs:
        if any(gate_jobs(other) for other in audited.others):
            yield from _writers(workflow)
        return
    judged = [trigger for event in JUDGED if (trigger := workflow.trigger(event)) is not None]
    yield from _filters(workflow)
    if judged:
        yield from _types(workflow)
        yield from _conditions(workflow, jobs)
        yield from _others(audited)
    for job in jobs:
        yield from _job(workflow, job)


def _finding(workflow: Workflow, severity: Severity, line: int, text: str) -> Finding:
    return Finding(ID, severity, workflow.path, line, text, REMEDY)


def _filters(workflow: Workflow) -> Iterator[Finding]:
    for trigger in workflow.triggers:
        for name in FILTERS if trigger.event in (*JUDGED, "merge_group") else ():
            if trigger.values(name) is not None:
                text = f"`{name}:` of {trigger.event} leaves changes out that nobody judges"
                yield _finding(workflow, "high", trigger.line, text)


def _types(workflow: Workflow) -> Iterator[Finding]:
    for event in JUDGED:
        trigger = workflow.trigger(event)
        if trigger is None:
            continue
        types = trigger.values("types") or BY_DEFAULT
        missing = [name for name in TYPES if name not in types]
        if missing:
            severity: Severity = "high" if set(missing) & set(BY_DEFAULT) else "medium"
            yield _finding(workflow, severity, trigger.line, f"{event} lacks the types {', '.join(missing)}")
        if event == "pull_request":
            text = "on pull_request this file is read from the change: a branch can edit its own gate"
            yield _finding(workflow, "low", trigger.line, text)
    if workflow.trigger("merge_group") is None:
        text = "merge_group is missing: in a merge queue the status never comes, or nobody judges the group"
        yield _finding(workflow, "low", workflow.triggers[0].line, text)


def _conditions(workflow: Workflow, jobs: tuple[Job, ...]) -> Iterator[Finding]:
    for job in jobs:
        for condition in (job.condition, *(step.condition for step in job.steps if is_gate(step))):
            if condition is not None:
                text = "`if:` on the gate: where it is false nothing is judged, and a skipped job counts as passed"
                yield _finding(workflow, "high", condition.line, text)


def _others(audited: Audited) -> Iterator[Finding]:
    """Reviews must start the gate: by themselves, or through a signal whose end does."""
    workflow = audited.workflow
    signals = [workflow, *(other for other in audited.others if _is_heard(other, workflow))]
    types = {
        name
        for signal in signals
        if (t := signal.trigger("pull_request_review"))
        for name in t.values("types") or REVIEWS
    }
    missing = [name for name in REVIEWS if name not in types]
    if missing:
        text = f"no review that is {' or '.join(missing)} starts the gate: its status stays what it was"
        yield _finding(workflow, "medium", workflow.triggers[0].line, text)


def _is_heard(other: Workflow, gate: Workflow) -> bool:
    trigger = gate.trigger("workflow_run")
    return trigger is not None and (other.name or other.path) in (trigger.values("workflows") or ())


def _job(workflow: Workflow, job: Job) -> Iterator[Finding]:
    if job.tolerant or any(step.tolerant for step in job.steps if is_gate(step)):
        yield _finding(workflow, "high", job.line, "`continue-on-error:` on the gate: its failure is green")
    for step in job.steps:
        if is_gate(step) and step.uses is not None and not step.uses.is_pinned:
            line, text = (
                step.uses.written.line,
                f"the gate is not pinned by a commit id: {step.uses.written.text[:100]}",
            )
            yield _finding(workflow, "high", line, text)
    permissions = workflow.permissions_of(job)
    writes = permissions is None or permissions.access("statuses") == "write"
    if permissions is not None and not writes and not gates_by_exit_code(job):
        text = "the gate may not write statuses: only the exit code of the job gates"
        yield _finding(workflow, "low", permissions.line, text)


def _writers(workflow: Workflow) -> Iterator[Finding]:
    """Name a workflow beside the gate that could write its status."""
    for job in workflow.jobs:
        permissions = workflow.permissions_of(job)
        if permissions is not None and permissions.access("statuses") == "write":
            text = f"the job {job.id!r} may write statuses, the gate's own among them"
            chain = (ChainStep(permissions.line, "permissions: statuses: write"),)
            remedy = "take `statuses: write` from it, or let an App of your own be the expected source of the status"
            yield Finding(ID, "medium", workflow.path, permissions.line, text, remedy, chain)
