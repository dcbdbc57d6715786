"""The operations that read."""

from __future__ import annotations

import base64
from typing import Any

from blastgate.testing.github import conversation, shapes
from blastgate.testing.github.routes import COMMIT, ISSUE, PULL, REPO, Asked, Refused, Reply, route
from blastgate.testing.github.world import FakeCommit, FakePull

MOST_FILES, MOST_COMMITS = 3_000, 250


def found(things: dict[Any, Any], key: object) -> Any:
    """Return a thing, or the answer that there is none."""
    if key not in things:
        raise Refused(404, "Not Found")
    return things[key]


def pull_of(asked: Asked) -> FakePull:
    """Return the pull request of the path."""
    pull: FakePull = found(asked.world.pulls, asked.number)
    return pull


def commit_at(asked: Asked, ref: str) -> FakeCommit:
    """Return the commit that a branch or an id names."""
    world = asked.world
    sha = world.branches.get(ref.removeprefix("refs/heads/").removeprefix("heads/"), ref)
    if sha not in world.commits:
        raise Refused(422, f"No commit found for SHA: {ref}")
    return world.commits[sha]


@route("GET", REPO, "metadata")
def repository(asked: Asked) -> Reply:
    return Reply(200, shapes.repository(asked.world))


@route("GET", PULL, "pull-requests")
def pull(asked: Asked) -> Reply:
    return Reply(200, conversation.whole_pull(asked.world, pull_of(asked)))


@route("GET", REPO + "/pulls", "pull-requests")
def pulls(asked: Asked) -> Reply:
    query, listed = asked.query, sorted(asked.world.pulls.values(), key=lambda pull: -pull.number)
    state = query.get("state", "open")
    listed = [p for p in listed if state in ("all", p.state) and query.get("base", p.base) == p.base]
    if ":" in query.get("head", ""):  # GitHub passes over a head that names no owner
        listed = [p for p in listed if query["head"] == f"{(p.head_repository or '').split('/')[0]}:{p.head}"]
    return Reply(200, [conversation.pull(asked.world, p) for p in listed])


@route("GET", PULL + "/commits", "pull-requests")
def commits(asked: Asked) -> Reply:
    listed = pull_of(asked).commits[:MOST_COMMITS]
    return Reply(200, [shapes.commit(asked.world, asked.world.commits[sha]) for sha in listed])


@route("GET", PULL + "/files", "pull-requests")
def files(asked: Asked) -> Reply:
    return Reply(200, pull_of(asked).files[:MOST_FILES])


@route("GET", PULL + "/reviews", "pull-requests")
def reviews(asked: Asked) -> Reply:
    number = pull_of(asked).number
    listed = [review for review in asked.world.reviews if review.pull == number]
    return Reply(200, [conversation.review(asked.world, review) for review in listed])


@route("GET", PULL + "/requested_reviewers", "pull-requests")
def requested(asked: Asked) -> Reply:
    pull, world = pull_of(asked), asked.world
    teams = [shapes.team(world, slug) for slug in pull.teams]
    return Reply(200, {"users": [shapes.user(world, login) for login in pull.reviewers], "teams": teams})


@route("GET", ISSUE + "/comments", "pull-requests")
def comments(asked: Asked) -> Reply:
    number = pull_of(asked).number
    return Reply(200, [conversation.comment(asked.world, c) for c in asked.world.comments if c.pull == number])


@route("GET", ISSUE + "/labels", "pull-requests")
def labels_of_pull(asked: Asked) -> Reply:
    return Reply(200, [shapes.label(asked.world, name) for name in pull_of(asked).labels])


@route("GET", ISSUE + "/timeline", "pull-requests")
def timeline(asked: Asked) -> Reply:
    number = pull_of(asked).number
    return Reply(200, [conversation.happening(asked.world, h) for h in asked.world.timeline if h.pull == number])


@route("GET", REPO + "/labels", "pull-requests")
def labels(asked: Asked) -> Reply:
    return Reply(200, [shapes.label(asked.world, name) for name in asked.world.labels])


@route("GET", COMMIT, "contents")
def commit(asked: Asked) -> Reply:
    return Reply(200, shapes.commit(asked.world, commit_at(asked, asked.values["sha"])))


@route("GET", COMMIT + "/pulls", "pull-requests")
def pulls_of_commit(asked: Asked) -> Reply:
    world, sha = asked.world, commit_at(asked, asked.values["sha"]).sha
    listed = [p for p in world.pulls.values() if p.state == "open" and sha in (p.head_sha, *p.commits)]
    return Reply(200, [conversation.pull(world, p) for p in listed])


@route("GET", COMMIT + "/statuses", "statuses")
def statuses(asked: Asked) -> Reply:
    sha = commit_at(asked, asked.values["sha"]).sha
    listed = [status for status in reversed(asked.world.statuses) if status.sha == sha]
    return Reply(200, [conversation.status(asked.world, status) for status in listed])


@route("GET", REPO + "/compare/{basehead}", "contents")
def compare(asked: Asked) -> Reply:
    base, _, head = asked.values["basehead"].partition("...")
    ends = [found(asked.world.commits, commit_at(asked, ref).sha).sha for ref in (base, head)]
    return Reply(200, conversation.comparison(asked.world, *ends), within="commits")


@route("GET", REPO + "/branches/{branch}", "contents")
def branch(asked: Asked) -> Reply:
    world, name = asked.world, asked.values["branch"]
    tip = shapes.commit(world, world.commits[found(world.branches, name)])
    url = f"{shapes.API}/repos/{world.repository}/branches/{name}"
    checks, guarded_here = world.required or [], world.required is not None and name == world.default_branch
    asked_for = {"contexts": [item["context"] for item in checks], "checks": checks} if guarded_here else None
    level = {"enforcement_level": "non_admins" if guarded_here else "off"}
    statuses = {**(asked_for or {"contexts": [], "checks": []}), **level}
    guarded = {"enabled": guarded_here, "required_status_checks": statuses}
    links = {"_links": {"self": url, "html": url}, "protection_url": f"{url}/protection"}
    return Reply(200, {"name": name, "commit": tip, "protected": guarded_here, "protection": guarded, **links})


@route("GET", REPO + "/git/ref/{ref}", "contents")
def ref(asked: Asked) -> Reply:
    world, name = asked.world, asked.values["ref"]
    sha = found(world.branches, name.removeprefix("heads/"))
    url = f"{shapes.API}/repos/{world.repository}/git/refs/{name}"
    return Reply(
        200,
        {"ref": f"refs/{name}", "node_id": "REF_1", "url": url, "object": {"type": "commit", "sha": sha, "url": url}},
    )


@route("GET", REPO + "/contents/{path}", "contents")
def contents(asked: Asked) -> Reply:
    world, path = asked.world, asked.values["path"]
    ref = asked.query.get("ref", world.default_branch)
    names = [name for name, sha in world.branches.items() if ref in (name, sha)]
    data = next((world.files[name, path] for name in (*names, ref) if (name, path) in world.files), None)
    if data is None:
        raise Refused(404, "Not Found")
    url = f"{shapes.API}/repos/{world.repository}/contents/x"
    urls = dict.fromkeys(("url", "git_url", "html_url", "download_url"), url)
    link = {"_links": {"self": url, "git": url, "html": url}, **urls}
    text = base64.encodebytes(data).decode()
    name = path.rsplit("/", 1)[-1]
    made = {"type": "file", "encoding": "base64", "size": len(data), "name": name, "path": path, "content": text}
    return Reply(200, {**made, "sha": "0" * 40, **link})


@route("GET", REPO + "/collaborators/{login}/permission", "metadata")
def permission(asked: Asked) -> Reply:
    user = found(asked.world.users, asked.values["login"].lower())
    role = user.role or user.permission
    can = {"pull": True, "triage": True, "push": True, "maintain": True, "admin": True}
    shown = {**(shapes.user(asked.world, user.login) or {}), "role_name": role, "permissions": can}
    return Reply(200, {"permission": user.permission, "role_name": role, "user": shown})


@route("GET", "/orgs/{org}/teams/{slug}/members", "members")
def members(asked: Asked) -> Reply:
    logins = found(asked.world.teams, asked.values["slug"].lower())
    if asked.values["org"].lower() != asked.world.owner.lower():
        raise Refused(404, "Not Found")
    return Reply(200, [shapes.user(asked.world, login) for login in logins])


@route("GET", "/users/{login}", "")
def account(asked: Asked) -> Reply:
    return Reply(200, shapes.whole_user(asked.world, found(asked.world.users, asked.values["login"].lower()).login))


@route("GET", "/user", "")
def whoami(asked: Asked) -> Reply:
    if asked.token.app:
        raise Refused(403, "Resource not accessible by integration")
    return Reply(200, shapes.whole_user(asked.world, asked.token.login))


@route("GET", "/rate_limit", "")
def rate_limit(asked: Asked) -> Reply:
    left = {"limit": 1000, "remaining": 999, "reset": 1_704_070_800, "used": 1}
    return Reply(200, {"rate": left, "resources": {"core": left, "search": left}})


@route("GET", REPO + "/rules/branches/{branch}", "metadata")
def branch_rules(asked: Asked) -> Reply:
    return Reply(200, asked.world.rules)


@route("GET", REPO + "/rulesets", "metadata")
def rulesets(asked: Asked) -> Reply:
    return Reply(200, asked.world.rulesets)


@route("GET", REPO + "/codeowners/errors", "contents")
def codeowners_errors(asked: Asked) -> Reply:
    return Reply(200, {"errors": asked.world.codeowners_errors})
