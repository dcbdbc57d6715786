"""Payloads of every event that the gate runs on."""

from __future__ import annotations

import json
from typing import cast

from blastgate.model.event import EventName
from blastgate.sources.github.events import READERS
from blastgate.sources.github.payload import Payload

SHA = "0123456789abcdef0123456789abcdef01234567"
ADA = {"login": "ada", "id": 7, "type": "User"}
REPOSITORY = {"full_name": "acme/shop", "default_branch": "main"}
QUEUE = f"refs/heads/gh-readonly-queue/main/pr-7-{SHA}"
PAYLOAD = {
    "action": "completed",
    "sender": ADA,
    "repository": REPOSITORY,
    "number": 7,
    "pull_request": {"number": 7, "head": {"sha": SHA, "ref": "topic", "repo": REPOSITORY}, "user": ADA},
    "issue": {"number": 7, "pull_request": {"url": "x"}},
    "comment": {"id": 5, "body": "/blastgate recheck", "user": ADA, "author_association": "OWNER"},
    "workflow_run": {"id": 9, "head_sha": SHA, "head_branch": "topic", "event": "x", "head_repository": REPOSITORY},
    "merge_group": {"head_sha": SHA, "base_sha": SHA, "head_ref": QUEUE, "base_ref": "refs/heads/main"},
}


def targets() -> tuple[str, ...]:
    """Every event that has a reader."""
    return tuple(sorted(READERS))


def seeds(target: str) -> list[bytes]:
    """One payload that has the parts of all."""
    return [json.dumps(PAYLOAD).encode()]


def answer(target: str, data: bytes) -> object:
    """Read the event, or be refused by BlastgateError."""
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        return None  # the reader of the file refuses these
    name = cast(EventName, target)
    return READERS[name](Payload(found, f"the {name} event"), name, "acme/shop")
