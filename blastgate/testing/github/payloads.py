"""How GitHub writes the payloads of events: the parts that the gate may look at, in the shapes of real ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from blastgate.testing.github import conversation, shapes
from blastgate.testing.github.world import FakeComment, FakePull, FakeReview, World


def payload(world: World, event: str, pull: FakePull, action: str, more: Mapping[str, Any]) -> dict[str, Any]:
    """Write the payload of an event.

    ``more`` may hold ``sender`` (a login), ``review``, ``comment`` (what the fake made), ``of`` (the event that the
    run of a workflow_run was for), ``merge_group`` (what the fake made).
    """
    around = {"repository": shapes.repository(world), "sender": shapes.user(world, more.get("sender", pull.author))}
    if event in ("pull_request", "pull_request_target"):
        about = {"number": pull.number, "pull_request": conversation.whole_pull(world, pull)}
        return {"action": action or "opened", **about, **around}
    if event == "pull_request_review":
        about = {"pull_request": conversation.pull(world, pull), "review": _review(world, more["review"])}
        return {"action": action or "submitted", **about, **around}
    if event == "issue_comment":
        about = {"issue": _issue(world, pull), "comment": _comment(world, more["comment"])}
        return {"action": action or "created", **about, **around}
    if event == "workflow_run":
        run = _run(world, pull, more.get("of", "pull_request_review"))
        return {"action": action or "completed", "workflow_run": run, **around}
    if event == "merge_group":
        return {"action": action or "checks_requested", "merge_group": more["merge_group"], **around}
    return {"schedule": "0 * * * *", "workflow": ".github/workflows/blastgate.yml", **around}


def merge_group(world: World, base: str, start: str, branch: str, tip: str) -> dict[str, Any]:
    """Write what a merge_group event says of the group."""
    return {
        "head_sha": tip,
        "head_ref": f"refs/heads/{branch}",
        "base_sha": start,
        "base_ref": f"refs/heads/{base}",
        "head_commit": {"id": tip, "tree_id": world.commits[tip].tree, "message": world.commits[tip].message},
    }


def _review(world: World, review: FakeReview) -> dict[str, Any]:
    """In events a state is written in lower case."""
    return {**conversation.review(world, review), "state": review.state.lower()}


def _issue(world: World, pull: FakePull) -> dict[str, Any]:
    return {"number": pull.number, "title": pull.title, "pull_request": {"url": conversation.pull(world, pull)["url"]}}


def _comment(world: World, comment: FakeComment) -> dict[str, Any]:
    return conversation.comment(world, comment)


def _run(world: World, pull: FakePull, of: str) -> dict[str, Any]:
    """Write a workflow run; GitHub leaves the pull requests out for forks."""
    return {
        "id": 1_000_000 + pull.number,
        "name": "review signal",
        "event": of,
        "status": "completed",
        "conclusion": "success",
        "head_branch": pull.head,
        "head_sha": pull.head_sha,
        "head_repository": shapes.repository(world, pull.head_repository or world.repository),
        "pull_requests": [],
    }
