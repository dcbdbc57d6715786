"""The operations that write, with the rules that GitHub's description does not hold.

Sources: docs.github.com, the pages of each operation; the words of refusals are GitHub's.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from blastgate.testing.github import conversation, shapes
from blastgate.testing.github.reads import pull_of
from blastgate.testing.github.routes import ISSUE, PULL, REPO, Asked, Refused, Reply, route
from blastgate.testing.github.world import FakeComment, FakePull, FakeStatus, made_up_sha

MOST_BODY = 65_536  # characters
MOST_STATUSES = 1_000  # per commit and context
FAILED = "Validation Failed"


@route("POST", REPO + "/statuses/{sha}", "statuses", "write")
def create_status(asked: Asked) -> Reply:
    world, sha, body = asked.world, asked.values["sha"], asked.body
    if sha not in world.commits:
        raise Refused(422, FAILED, f"No commit found for SHA: {sha}")
    if body.get("state") not in ("error", "failure", "pending", "success"):
        raise Refused(422, FAILED, "State is not included in the list")
    if len(body.get("description") or "") > 140:
        raise Refused(422, FAILED, "description is too long (maximum is 140 characters)")
    context = body.get("context", "default")
    if sum(status.sha == sha and status.context == context for status in world.statuses) >= MOST_STATUSES:
        raise Refused(422, FAILED, "This SHA and context has reached the maximum number of statuses.")
    texts = body["state"], context, body.get("description"), body.get("target_url")
    status = FakeStatus(world.next_id(), sha, *texts, asked.token.login, world.tick())
    world.statuses.append(status)
    return Reply(201, conversation.status(world, status))


@route("POST", ISSUE + "/comments", "pull-requests", "write")
def create_comment(asked: Asked) -> Reply:
    world, pull = asked.world, pull_of(asked)
    if pull.locked and asked.token.app:
        raise Refused(403, "Unable to create comment because issue is locked.")
    comment = FakeComment(world.next_id(), pull.number, asked.token.login, _body(asked), world.tick())
    world.comments.append(comment)
    return Reply(201, conversation.comment(world, comment))


@route("PATCH", REPO + "/issues/comments/{number}", "pull-requests", "write")
def update_comment(asked: Asked) -> Reply:
    comment = _own_comment(asked)
    comment.body = _body(asked)
    return Reply(200, conversation.comment(asked.world, comment))


@route("DELETE", REPO + "/issues/comments/{number}", "pull-requests", "write")
def delete_comment(asked: Asked) -> Reply:
    asked.world.comments.remove(_own_comment(asked))
    return Reply(204)


@route("POST", ISSUE + "/labels", "pull-requests", "write")
def add_labels(asked: Asked) -> Reply:
    """Add labels; as on GitHub, one that the repository lacks is made without a word."""
    world, pull = asked.world, pull_of(asked)
    for name in asked.body.get("labels", []):
        world.labels.setdefault(name, "")
        if name not in pull.labels:
            pull.labels.append(name)
            shown = {"name": name, "color": "ededed"}
            world.happened(pull.number, "labeled", asked.token.login, label=shown)
    return Reply(200, [shapes.label(world, name) for name in pull.labels])


@route("DELETE", ISSUE + "/labels/{name}", "pull-requests", "write")
def remove_label(asked: Asked) -> Reply:
    world, pull, name = asked.world, pull_of(asked), asked.values["name"]
    if name not in pull.labels:
        raise Refused(404, "Label does not exist")
    pull.labels.remove(name)
    world.happened(pull.number, "unlabeled", asked.token.login, label={"name": name, "color": "ededed"})
    return Reply(200, [shapes.label(world, label) for label in pull.labels])


@route("POST", PULL + "/requested_reviewers", "pull-requests", "write")
def request_reviewers(asked: Asked) -> Reply:
    world, pull = asked.world, pull_of(asked)
    logins, slugs = _wanted(asked)
    _check_reviewers(asked, pull, logins, slugs)
    for login in logins:
        if login not in pull.reviewers:
            pull.reviewers.append(world.user(login).login)
            world.happened(pull.number, "review_requested", asked.token.login, requested_reviewer=login)
    for slug in slugs:
        if slug not in pull.teams:
            pull.teams.append(slug)
            world.happened(pull.number, "review_requested", asked.token.login, requested_team=slug)
    return Reply(201, conversation.pull(world, pull))


@route("DELETE", PULL + "/requested_reviewers", "pull-requests", "write")
def remove_reviewers(asked: Asked) -> Reply:
    world, pull = asked.world, pull_of(asked)
    logins, slugs = _wanted(asked)
    for login in [login for login in pull.reviewers if login.lower() in {name.lower() for name in logins}]:
        pull.reviewers.remove(login)
        world.happened(pull.number, "review_request_removed", asked.token.login, requested_reviewer=login)
    for slug in [slug for slug in pull.teams if slug in slugs]:
        pull.teams.remove(slug)
        world.happened(pull.number, "review_request_removed", asked.token.login, requested_team=slug)
    return Reply(200, conversation.pull(world, pull))


def _check_reviewers(asked: Asked, pull: FakePull, logins: Sequence[str], slugs: Sequence[str]) -> None:
    world = asked.world
    if pull.state != "open":
        raise Refused(422, FAILED, "Reviews can only be requested on open pull requests.")
    if pull.author.lower() in {login.lower() for login in logins}:
        raise Refused(422, "Review cannot be requested from pull request author.")
    strangers = [login for login in logins if not _collaborates(asked, login)]
    if strangers or any(slug not in world.teams for slug in slugs):
        what = f"is not a collaborator of the {world.repository} repository."
        words = "Reviews may only be requested from collaborators. One or more of the users or teams you specified"
        raise Refused(422, f"{words} {what}")
    if slugs and not asked.token.may("members", "read"):
        raise Refused(422, f"Could not resolve to a node with the global id of 'T_{made_up_sha(slugs[0])[:8]}'.")


def _collaborates(asked: Asked, login: str) -> bool:
    user = asked.world.users.get(login.lower())
    return user is not None and user.type == "User" and user.permission in ("read", "write", "admin")


def _wanted(asked: Asked) -> tuple[list[str], list[str]]:
    return list(asked.body.get("reviewers", [])), [slug.lower() for slug in asked.body.get("team_reviewers", [])]


def _body(asked: Asked) -> str:
    body: Any = asked.body.get("body")
    if not isinstance(body, str) or not body.strip():
        raise Refused(422, FAILED, "Body cannot be blank")
    if len(body) > MOST_BODY:
        raise Refused(422, FAILED, f"Body is too long (maximum is {MOST_BODY} characters)")
    return body


def _own_comment(asked: Asked) -> FakeComment:
    """Find a comment to change; GitHub lets a writer change others' too, the double doesn't: nobody should."""
    comment = next((c for c in asked.world.comments if c.id == asked.number), None)
    if comment is None:
        raise Refused(404, "Not Found")
    if comment.author != asked.token.login:
        raise Refused(403, "Must have admin rights to Repository.")
    return comment
