"""What a job could do in the wrong hands, and who is let in by its conditions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from blastgate.audit._conditions import Guard, guard_of
from blastgate.audit.interface import PRIVILEGED
from blastgate.model.audit import ChainStep
from blastgate.workflows import Job, Permissions, Setting, Step, Text, Workflow
from blastgate.workflows.expressions import find_expressions, reads_of

READ_ONLY = frozenset(("secrets.github_token",))
VERSION = re.compile(r"v([0-9]{1,4})(?:\.[0-9.]{1,20})?")


def guards(job: Job, steps: tuple[Step, ...], workflow: Workflow) -> Iterator[Guard]:
    """List what stands between a stranger and some steps of a job: conditions, environments; jobs it needs too."""
    needed = [other for other in workflow.jobs if other.id in job.needs]
    conditions = [*(one.condition for one in (job, *needed)), *(step.condition for step in steps)]
    events = PRIVILEGED.intersection(trigger.event for trigger in workflow.triggers)
    for condition in filter(None, conditions):
        if (found := guard_of(condition, events)) is not None:
            yield found
    for one in (job, *needed):
        if one.environment is not None:
            words = f"the environment {one.environment.text[:60]!r}, if it asks for an approval"
            yield Guard("hinders", one.environment.line, words)


def refused(step: Step, event: str) -> Iterator[Guard]:
    """Tell whether the checkout itself stops it.

    From version 7 on actions/checkout refuses the heads of forks on these events, unless an input allows it.
    Source: github.com/actions/checkout, pull request 2454. A commit id does not tell the version.
    """
    if step.uses is None or event not in ("pull_request_target", "workflow_run"):
        return
    allowed, line = step.input("allow-unsafe-pr-checkout"), step.uses.written.line
    version = VERSION.fullmatch(step.uses.ref)
    if version is not None and int(version[1]) >= 7 and (allowed is None or allowed.text != "true"):
        yield Guard("holds", line, f"actions/checkout {step.uses.ref} refuses the heads of forks")


def power(workflow: Workflow, job: Job) -> tuple[ChainStep, ...]:
    """Say what the job holds: a token that may write, secrets; nothing of both is an empty answer."""
    found = []
    permissions = workflow.permissions_of(job)
    if permissions is None:
        found.append(ChainStep(0, "no `permissions:`: the token may do what the repository's default allows"))
    elif permissions.writes:
        found.append(ChainStep(permissions.line, f"the token may write: {', '.join(permissions.writes[:8])}"))
    secrets = list(dict.fromkeys(name for name, _ in secrets_of(workflow, job)))
    if secrets:
        line = next(line for _, line in secrets_of(workflow, job))
        found.append(ChainStep(line, f"the job holds {', '.join(secrets[:5])}"))
    return tuple(found)


def secrets_of(workflow: Workflow, job: Job) -> Iterator[tuple[str, int]]:
    """List the secrets that a job names, the workflow's own token left out, each with its line."""
    for text in _texts(workflow, job):
        for expression in find_expressions(text.text):
            for read in reads_of(expression.body):
                if read.startswith("secrets.") and read not in READ_ONLY:
                    yield read, text.line_at(expression.start)
    yield from (("all secrets", s.value.line) for s in job.secrets if s.name == "inherit")


def _texts(workflow: Workflow, job: Job) -> Iterator[Text]:
    for settings in (workflow.env, job.env, job.inputs, job.secrets):
        yield from (setting.value for setting in settings)
    for step in job.steps:
        given: tuple[Setting, ...] = (*step.env, *step.inputs)
        yield from (setting.value for setting in given)
        if step.run is not None:
            yield step.run


def writes(permissions: Permissions | None) -> bool:
    """Tell whether a token may write anything, as far as the file tells: without a block it may."""
    return permissions is None or bool(permissions.writes)
