"""The repository itself: its default branch, labels, statuses of a commit, and single files of it."""

from __future__ import annotations

import base64
import binascii
from typing import cast, get_args

from blastgate.errors import SourceError
from blastgate.model.pull_request import Label, Repository, StatusRecord, StatusState
from blastgate.sources.github.client import GitHub
from blastgate.sources.github.payload import FULL_NAME, Payload

STATES: tuple[StatusState, ...] = get_args(StatusState)
MOST_LABELS = 3_000
MOST_STATUSES = 1_000  # docs.github.com, "REST API endpoints for commit statuses": per commit and context


def read_repository(github: GitHub) -> Repository:
    """Read the name, the default branch and the visibility of the repository."""
    found = Payload(github.read("repos/get"), f"repository {github.repository}")
    return Repository(
        found.like(FULL_NAME, "full_name", "owner/name"),
        found.number("id"),
        found.branch("default_branch"),
        found.truth("private"),
        found.truth("fork", False),
    )


def read_labels(github: GitHub) -> tuple[Label, ...]:
    """List the labels that exist in the repository."""
    labels: list[Label] = []
    for item in github.pages("issues/list-labels-for-repo"):
        if len(labels) == MOST_LABELS:
            raise SourceError(f"has more than {MOST_LABELS} labels", github.repository, "remove some")
        label = Payload(item, "a label")
        labels.append(Label(label.text("name"), label.text("description", "")))
    return tuple(labels)


def latest_status(github: GitHub, sha: str, context: str) -> StatusRecord | None:
    """Find the status of a context that holds for a commit: the latest written; None where nobody wrote one."""
    for count, item in enumerate(github.pages("repos/list-commit-statuses-for-ref", ref=sha)):
        status = read_status(Payload(item, f"a status of {sha[:12]}"))
        if status.context == context:
            return status
        if count >= 10 * MOST_STATUSES:
            raise SourceError("has too many statuses to be searched", f"commit {sha[:12]}", "push a new commit")
    return None


def read_status(status: Payload) -> StatusRecord:
    """Read a status as GitHub answers it, also to the one who writes it."""
    return StatusRecord(
        status.number("id"),
        status.text("context"),
        cast(StatusState, status.choice("state", STATES)),
        status.text("description", ""),
        status.text("target_url", ""),
        status.account("creator"),
        status.time("created_at"),
    )


def read_file(github: GitHub, path: str, ref: str) -> bytes | None:
    """Read a regular file (up to 1 MiB) at a commit or branch; None where there is none.

    GitHub follows a symbolic link that stays in the repository. Raises SourceError for anything else that is no file.
    """
    where = f"{ref[:40]}:{path}"
    data = github.find("repos/get-content", path=path, ref=ref)
    if data is None:
        return None
    found = Payload(data if isinstance(data, dict) else {"type": "dir"}, where)
    if found.text("type") != "file" or found.has("target") or found.text("encoding") != "base64":
        raise SourceError("is no regular file of at most 1 MiB", where, "commit a regular file in its place")
    try:
        return base64.b64decode(found.text("content"))
    except (binascii.Error, ValueError):
        raise SourceError("is not what GitHub says it is", where, "run again") from None
