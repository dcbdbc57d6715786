"""What a job could do in the wrong hands, and who is let in by its conditions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from blastgate.model.audit import ChainStep
from blastgate.model.named import NamedTuple
from blastgate.workflows import Job, Permissions, Setting, Step, Text, Workflow
from blastgate.workflows.expressions import find_expressions, reads_of

READ_ONLY = frozenset(("secrets.github_token",))
SAME = re.compile(
    r"head\.repo\.full_name\s{0,5}==\s{0,5}github\.repository|github\.repository\s{0,5}==\s{0,5}[\w.]{0,80}head\.repo\.full_name"
    r"|head\.repo\.fork\s{0,5}==\s{0,5}false|!\s{0,5}github\.event\.pull_request\.head\.repo\.fork"
    r"|head_repository\.full_name\s{0,5}==\s{0,5}github\.repository"
    r"|head\.repo\.owner\.login\s{0,5}==\s{0,5}(?:github\.repository_owner|'[\w-]{1,99}')"
    r"|head\.repo\.full_name\s{0,5}==\s{0,5}'[\w./-]{1,140}'|head\.user\.login\s{0,5}==\s{0,5}github\.repository_owner"
)
MEMBERS = re.compile(
    r"author_association|(?:github\.actor|github\.triggering_actor|\.user\.login|sender\.login)\s{0,5}==\s{0,5}'|contains\(\s{0,5}(?:fromjson\(|'\[)",
    re.IGNORECASE,
)
LABELS = re.compile(r"\blabels?\b", re.IGNORECASE)
TRUSTED_RUN = re.compile(
    r"workflow_run\.event\s{0,5}==\s{0,5}'(?:push|schedule|release|workflow_dispatch|merge_group)'"
)
MERGED = re.compile(r"pull_request\.merged\b(?!\s{0,5}(?:==\s{0,5}false|!=\s{0,5}true))")


VERSION = re.compile(r"v([0-9]{1,4})(?:\.[0-9.]{1,20})?")


class Guard(NamedTuple):
    """A condition on the way: whether it ``holds`` strangers off, or only hinders, and how."""

    kind: Literal["holds", "hinders"]
    line: int
    text: str


def guards(job: Job, steps: tuple[Step, ...], workflow: Workflow) -> Iterator[Guard]:
    """List what stands between a stranger and some steps of a job: conditions, environments; jobs it needs too."""
    needed = [other for other in workflow.jobs if other.id in job.needs]
    conditions = [*(one.condition for one in (job, *needed)), *(step.condition for step in steps)]
    for condition in filter(None, conditions):
        yield from _of_condition(condition)
    for one in (job, *needed):
        if one.environment is not None:
            words = f"the environment {one.environment.text[:60]!r}, if it asks for an approval"
            yield Guard("hinders", one.environment.line, words)


def _of_condition(condition: Text) -> Iterator[Guard]:
    text = condition.text[:5_000]
    if "||" in re.sub(r"\([^()]{0,2000}\)", "", text) and not _every_way(text):
        return
    if SAME.search(text):
        yield Guard("holds", condition.line, "only branches of the repository itself are let in")
    elif TRUSTED_RUN.search(text):
        yield Guard("holds", condition.line, "only runs of trusted events are let in")
    elif MERGED.search(text):
        yield Guard("holds", condition.line, "only what is merged is let in")
    elif MEMBERS.search(text):
        yield Guard("holds", condition.line, "only chosen people or members are let in")
    elif LABELS.search(text):
        yield Guard("hinders", condition.line, "a label lets it in, and with it whatever is pushed after the label")


def _every_way(text: str) -> bool:
    """Tell whether each alternative of a condition has a guard of its own, or is of another event."""
    parts = text.split("||")
    return all(SAME.search(p) or MEMBERS.search(p) or TRUSTED_RUN.search(p) or _other_event(p) for p in parts)


def _other_event(part: str) -> bool:
    return (
        re.search(
            r"event_name\s{0,5}(?:==\s{0,5}'(?:push|pull_request|schedule|workflow_dispatch|merge_group)'|!=)", part
        )
        is not None
    )


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
