"""What lets a workflow act with the repository's rights: triggers that strangers pull, write scopes, secrets, runners.

Sources: docs.github.com, "Events that trigger workflows", "Workflow syntax" (``permissions``, ``runs-on``) and "Secure
use reference".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from blastgate.model.change import Line
from blastgate.model.named import NamedTuple
from blastgate.model.patterns import expression
from blastgate.workflows import Job, Permissions, Workflow

# started by what somebody outside does, and run with the rights and the secrets of the default branch
TRIGGERS = frozenset(
    (
        *("pull_request_target", "workflow_run", "issue_comment", "issues", "discussion", "discussion_comment"),
        *("commit_comment", "fork", "watch", "gollum"),
    )
)
SELF_HOSTED = "self-hosted"
_SECRET = expression(
    r"\bsecrets\s{0,3}(?:\.\s{0,3}([A-Za-z_]\w{0,99})|\[\s{0,3}'{1,2}([A-Za-z_]\w{0,99})'{1,2}\s{0,3}\])"
)
_ALL_SECRETS = expression(r"\b(?:toJSON\s{0,3}\(\s{0,3}secrets\s{0,3}\)|secrets\s{0,3}\[\s{0,3}[^'\s])", re.IGNORECASE)
_SCOPE = expression(r"\s{0,40}([a-z][a-z-]{1,30}):\s{0,8}[\"']?write[\"']?\s{0,8}(?:#.{0,200})?")


class Privilege(NamedTuple):
    """One thing a workflow may do: ``key`` tells whether the base had it, ``text`` says it, ``line`` is its place."""

    key: str
    text: str
    line: int


def privileges(workflow: Workflow, text: str) -> Iterator[Privilege]:
    """List what a workflow or an action may do beyond reading; ``text`` is the whole file."""
    for trigger in workflow.triggers:
        if trigger.event in TRIGGERS:
            yield Privilege(trigger.event, f"the trigger {trigger.event}", trigger.line)
    yield from _of_permissions(workflow.permissions, "the workflow")
    for job in workflow.jobs:
        yield from _of_permissions(job.permissions, f"job {job.id}")
        yield from _of_job(job)
    yield from of_lines(Line(number, line) for number, line in enumerate(text.splitlines(), 1))


def held(before: Workflow, jobs: Iterable[Job]) -> set[str]:
    """Collect the keys of what the block for the whole workflow let jobs do that had, or would have had, no other."""
    own = {job.id for job in before.jobs if job.permissions is not None}
    who = [f"job {job.id}" for job in jobs if job.id not in own]
    return {right.key for name in who for right in _of_permissions(before.permissions, name)}


def is_held(key: str, had: set[str]) -> bool:
    """Tell whether the base had a right, by itself or in write access to everything."""
    return key in had or f"{key.rpartition(' ')[0]} write-all" in had


def unbound(before: Workflow, now: Workflow) -> Iterator[Privilege]:
    """List the jobs whose permissions were stated and are no more: the token has the repository's default rights."""
    if now.permissions is not None:
        return
    bound = {job.id for job in before.jobs if (job.permissions or before.permissions) is not None}
    for job in now.jobs:
        if job.id in bound and job.permissions is None:
            yield Privilege(f"job {job.id} default", f"the default rights of the token for job {job.id}", job.line)


def of_lines(lines: Iterable[Line]) -> Iterator[Privilege]:
    """List the secrets that lines name."""
    for line in lines:
        if "secrets" not in line.text or line.text.lstrip().startswith("#"):
            continue
        for found in _SECRET.finditer(line.text):
            name = found[1] or found[2]
            if name.lower() != "github_token":  # what permissions say is looked at instead
                yield Privilege(f"secret {name.lower()}", f"the secret {name}", line.number)
        if _ALL_SECRETS.search(line.text):
            yield Privilege("all secrets", "all secrets", line.number)


def of_bare_lines(lines: Iterable[Line]) -> Iterator[Privilege]:
    """List what added lines say where the whole file is not at hand: words that hardly mean anything else."""
    kept = [line for line in lines if not line.text.lstrip().startswith("#")]
    for line in kept:
        for word in re.findall(r"[a-z_]{4,30}", line.text[:200]):
            if word in TRIGGERS and "_" in word:
                yield Privilege(word, f"the trigger {word}", line.number)
        if "write-all" in line.text:
            yield Privilege("write-all", "write access to everything", line.number)
        elif scope := _SCOPE.fullmatch(line.text):
            yield Privilege(f"write {scope[1]}", f"{scope[1]}: write", line.number)
        if SELF_HOSTED in line.text:
            yield Privilege(SELF_HOSTED, "a self-hosted runner", line.number)
    yield from of_lines(kept)


def _of_permissions(permissions: Permissions | None, who: str) -> Iterator[Privilege]:
    if permissions is None:
        return
    if permissions.everything == "write":
        yield Privilege(f"{who} write-all", f"write access to everything for {who}", permissions.line)
    for scope, access, line in permissions.scopes:
        if access == "write":
            yield Privilege(f"{who} {scope}", f"{scope}: write for {who}", line)


def _of_job(job: Job) -> Iterator[Privilege]:
    for label in job.runs_on:
        if SELF_HOSTED in label.text:
            yield Privilege(f"{job.id} {SELF_HOSTED}", f"a self-hosted runner for job {job.id}", label.line)
    for secret in job.secrets:
        if secret.name == "inherit":
            yield Privilege(f"{job.id} inherit", f"all secrets for job {job.id}", secret.value.line)
