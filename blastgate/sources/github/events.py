"""What started the workflow: the payload of an event, every word of it taken for hostile.

Source: docs.github.com, "Webhook events and payloads" and "Events that trigger workflows". A payload is a claim of the
past (a re-run replays it): it says where to look, and everything is read live.
"""

from __future__ import annotations

import json
import re
import stat
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, cast, get_args

from blastgate.approvals.override import is_override
from blastgate.errors import SourceError
from blastgate.model.event import Event, EventName, MergeGroup, WorkflowRun
from blastgate.sources.github.payload import FULL_NAME, Payload, is_branch

MOST_BYTES = 32 << 20  # GitHub sends at most 25 MB
COMMAND = "/blastgate recheck"
QUEUE = re.compile(r"refs/heads/gh-readonly-queue/(?P<base>.{1,1000})/pr-(?P<number>[1-9][0-9]{0,17})-[0-9a-f]{40,64}")
HEADS = "refs/heads/"
HINT = "run this in a workflow of GitHub Actions, which sets it"


def read_event(environment: Mapping[str, str]) -> Event:
    """Read what GITHUB_EVENT_NAME, GITHUB_EVENT_PATH and GITHUB_REPOSITORY say. Raises SourceError."""
    name = environment.get("GITHUB_EVENT_NAME", "")
    if name not in READERS:
        known = ", ".join(sorted(READERS))
        raise SourceError(f"is {name[:60]!a}, no event the gate runs on: {known}", "GITHUB_EVENT_NAME", HINT)
    repository = environment.get("GITHUB_REPOSITORY", "")
    if not FULL_NAME.fullmatch(repository):
        raise SourceError("names no repository", "GITHUB_REPOSITORY", HINT)
    payload = Payload(_load(environment.get("GITHUB_EVENT_PATH", "")), f"the {name} event")
    _check_repository(payload, repository)
    return READERS[name](payload, cast(EventName, name), repository)


def _load(path: str) -> Any:
    where = "GITHUB_EVENT_PATH"
    try:
        file = Path(path)
        info = file.stat()
        if not stat.S_ISREG(info.st_mode) or info.st_size > MOST_BYTES:
            raise SourceError("is no file, or too large for an event", where, HINT)
        return json.loads(file.read_bytes())
    except (OSError, ValueError, RecursionError):
        raise SourceError("names no JSON file that can be read", where, HINT) from None


def _check_repository(payload: Payload, repository: str) -> None:
    if not payload.has("repository"):
        return
    told = payload.part("repository").like(FULL_NAME, "full_name", "owner/name")
    if told.lower() != repository.lower():
        raise SourceError(f"is of {told}, not of {repository}", "GITHUB_EVENT_PATH", HINT)


def _pull_request(payload: Payload, name: EventName, repository: str) -> Event:
    pull = payload.part("pull_request")
    sha = pull.part("head").sha("sha")
    return Event(name, payload.text("action"), repository, payload.account("sender"), pull.number("number"), sha)


def _issue_comment(payload: Payload, name: EventName, repository: str) -> Event:
    issue, comment = payload.part("issue"), payload.part("comment")
    action = payload.text("action")
    number = issue.number("number") if issue.has("pull_request") else None
    asked = action == "created" and number is not None and asks_recheck(comment.text("body", ""))
    return Event(name, action, repository, comment.account("user"), number, recheck=asked)


def asks_recheck(body: str) -> bool:
    """Tell whether a comment is the command (its whole first line), or asks for an override."""
    return body.lstrip("\r\n").split("\n", 1)[0].rstrip() == COMMAND or is_override(body)


def _workflow_run(payload: Payload, name: EventName, repository: str) -> Event:
    run = payload.part("workflow_run")
    read = WorkflowRun(
        run.number("id"),
        run.text("event"),
        run.text("name", ""),
        run.part("head_repository").like(FULL_NAME, "full_name", "owner/name"),
        run.branch("head_branch"),
        run.sha("head_sha"),
    )
    return Event(name, payload.text("action"), repository, payload.account("sender"), head_sha=read.sha, run=read)


def _merge_group(payload: Payload, name: EventName, repository: str) -> Event:
    group = read_group(payload.part("merge_group"))
    sender = payload.account("sender")
    return Event(name, payload.text("action"), repository, sender, group.number, group.head_sha, group=group)


def read_group(group: Payload) -> MergeGroup:
    """Read a merge group. Raises SourceError for a branch that is not the queue's, or of another base."""
    base, head = group.text("base_ref"), group.text("head_ref")
    found = QUEUE.fullmatch(head)
    if found is None or base.removeprefix(HEADS) != found["base"] or not is_branch(found["base"]):
        message = f"is no branch of the merge queue of {base[:100]!a}: {head[:200]!a}"
        raise SourceError(message, "the merge_group event", "no status is written; see who made this branch")
    shas = group.sha("base_sha"), group.sha("head_sha")
    return MergeGroup(found["base"], shas[0], head.removeprefix(HEADS), shas[1], int(found["number"]))


def _by_clock(payload: Payload, name: EventName, repository: str) -> Event:
    return Event(name, "", repository, payload.account("sender"))


READERS: dict[str, Callable[[Payload, EventName, str], Event]] = {
    "pull_request_target": _pull_request,
    "pull_request": _pull_request,
    "pull_request_review": _pull_request,
    "workflow_run": _workflow_run,
    "merge_group": _merge_group,
    "issue_comment": _issue_comment,
    "schedule": _by_clock,
    "workflow_dispatch": _by_clock,
}
assert set(READERS) == set(get_args(EventName))
