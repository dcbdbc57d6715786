"""How GitHub writes pull requests and what is said on them."""

from __future__ import annotations

from typing import Any

from blastgate.testing.github.shapes import API, WEB, Json, commit, label, repository, team, user
from blastgate.testing.github.world import FakeComment, FakePull, FakeReview, FakeStatus, Happening, World

LINKS = ("comments", "commits", "statuses", "html", "issue", "review_comments", "review_comment", "self")


def pull(world: World, made: FakePull) -> Json:
    """Write a pull request as lists have it."""
    url, web = _urls(world, made.number)
    urls = {f"{key}_url": f"{url}/{key}" for key in ("comments", "commits", "issue", "review_comments", "statuses")}
    webs = {f"{key}_url": f"{web}.{key}" for key in ("diff", "patch")}
    return {**urls, **webs} | {
        "_links": {key: {"href": url} for key in LINKS},
        "url": url,
        "html_url": web,
        "review_comment_url": f"{url}/comments{{/number}}",
        "id": 100_000 + made.number,
        "node_id": f"PR_{made.number}",
        "number": made.number,
        "state": made.state,
        "locked": made.locked,
        "title": made.title,
        "body": made.body or None,
        "user": user(world, made.author),
        "author_association": "CONTRIBUTOR",
        "auto_merge": None,
        "draft": made.draft,
        "assignee": user(world, made.assignees[0]) if made.assignees else None,
        "assignees": [user(world, login) for login in made.assignees],
        "labels": [label(world, name) for name in made.labels],
        "milestone": None,
        "requested_reviewers": [user(world, login) for login in made.reviewers],
        "requested_teams": [team(world, slug) for slug in made.teams],
        "merge_commit_sha": None,
        "created_at": made.created,
        "updated_at": made.created,
        "closed_at": None if made.state == "open" else made.created,
        "merged_at": made.created if made.merged else None,
        "base": _side(world, made.base, made.base_sha, world.repository),
        "head": _side(world, made.head, made.head_sha, made.head_repository),
    }


def whole_pull(world: World, made: FakePull) -> Json:
    """Write a pull request as asked for by its number."""
    return pull(world, made) | {
        "additions": sum(file["additions"] for file in made.files),
        "deletions": sum(file["deletions"] for file in made.files),
        "changed_files": len(made.files) if made.files_count is None else made.files_count,
        "commits": len(made.commits) if made.commits_count is None else made.commits_count,
        "comments": sum(comment.pull == made.number for comment in world.comments),
        "review_comments": 0,
        "maintainer_can_modify": False,
        "mergeable": None,
        "mergeable_state": "unknown",
        "merged": made.merged,
        "merged_by": None,
    }


def review(world: World, made: FakeReview) -> Json:
    """Write a review."""
    url, web = _urls(world, made.pull)
    written = {
        "id": made.id,
        "node_id": f"PRR_{made.id}",
        "user": user(world, made.author),
        "body": made.body,
        "state": made.state,
        "commit_id": made.commit,
        "html_url": f"{web}#pullrequestreview-{made.id}",
        "pull_request_url": url,
        "_links": {"html": {"href": web}, "pull_request": {"href": url}},
        "author_association": "MEMBER",
    }
    return written if made.state == "PENDING" else {**written, "submitted_at": made.submitted}


def comment(world: World, made: FakeComment) -> Json:
    """Write a comment."""
    url, web = _urls(world, made.pull)
    return {
        "id": made.id,
        "node_id": f"IC_{made.id}",
        "url": f"{API}/repos/{world.repository}/issues/comments/{made.id}",
        "html_url": f"{web}#issuecomment-{made.id}",
        "issue_url": url,
        "user": user(world, made.author),
        "author_association": "NONE",
        "body": made.body,
        "created_at": made.created,
        "updated_at": made.created,
        "performed_via_github_app": None,
    }


def status(world: World, made: FakeStatus) -> Json:
    """Write a status."""
    return {
        "id": made.id,
        "node_id": f"SC_{made.id}",
        "url": f"{API}/repos/{world.repository}/statuses/{made.sha}",
        "avatar_url": None,
        "state": made.state,
        "context": made.context,
        "description": made.description,
        "target_url": made.target_url,
        "creator": user(world, made.creator),
        "created_at": made.created,
        "updated_at": made.created,
    }


def happening(world: World, made: Happening) -> Json:
    """Write an entry of a timeline."""
    more: dict[str, Any] = dict(made.more)
    for key in ("requested_reviewer", "assignee"):
        if key in more:
            more[key] = user(world, more[key])
    if "requested_team" in more:
        more["requested_team"] = team(world, more["requested_team"])
    if made.kind.startswith("review_request"):
        more["review_requester"] = user(world, made.actor)
    return {
        "id": made.id,
        "node_id": f"TE_{made.id}",
        "url": f"{API}/repos/{world.repository}/issues/events/{made.id}",
        "actor": user(world, made.actor),
        "event": made.kind,
        "commit_id": None,
        "commit_url": None,
        "created_at": made.created,
        "performed_via_github_app": None,
        **more,
    }


def comparison(world: World, base: str, head: str) -> Json:
    """Write how two commits differ: the commits that only the second has, oldest first."""
    before, after = world.ancestors([base]), world.ancestors([head])
    ahead = [sha for sha in reversed(after) if sha not in before]
    behind = [sha for sha in before if sha not in after]
    shared = next((sha for sha in after if sha in before), base)
    url = f"{API}/repos/{world.repository}/compare/{base}...{head}"
    words = {(True, True): "diverged", (True, False): "ahead", (False, True): "behind", (False, False): "identical"}
    return {
        **{f"{key}url": url for key in ("", "html_", "permalink_", "diff_", "patch_")},
        "base_commit": commit(world, world.commits[base]),
        "merge_base_commit": commit(world, world.commits[shared]),
        "status": words[bool(ahead), bool(behind)],
        "ahead_by": len(ahead),
        "behind_by": len(behind),
        "total_commits": len(ahead),
        "commits": [commit(world, world.commits[sha]) for sha in ahead],
        "files": [],
    }


def _side(world: World, branch: str, sha: str, name: str | None) -> Json:
    owner = (name or world.repository).split("/")[0]
    repo = repository(world, name) if name else None
    return {"label": f"{owner}:{branch}", "ref": branch, "sha": sha, "user": user(world, owner), "repo": repo}


def _urls(world: World, number: int) -> tuple[str, str]:
    return f"{API}/repos/{world.repository}/pulls/{number}", f"{WEB}/{world.repository}/pull/{number}"
