"""How GitHub writes accounts, repositories, teams, labels and commits; every required field of its description."""

from __future__ import annotations

from typing import Any

from blastgate.testing.github.world import FakeCommit, World

API = "https://api.github.com"
WEB = "https://github.com"
DAY = "2024-01-01T00:00:00Z"
Json = dict[str, Any]
USER_URLS = (
    "events_url",
    "followers_url",
    "following_url",
    "gists_url",
    "organizations_url",
    "received_events_url",
    "repos_url",
    "starred_url",
    "subscriptions_url",
)
REPOSITORY_URLS = """
    archive assignees blobs branches collaborators comments commits compare contents contributors
    deployments downloads events forks git_commits git_refs git_tags hooks issue_comment issue_events
    issues keys labels languages merges milestones notifications pulls releases stargazers statuses
    subscribers subscription tags teams trees
"""
NOTHING = """
    forks forks_count open_issues open_issues_count size stargazers_count watchers watchers_count
    network_count subscribers_count
"""


def user(world: World, login: str | None) -> Json | None:
    """Write an account; null where there is none."""
    if login is None:
        return None
    known = world.user(login)
    url = f"{API}/users/{known.login}"
    return {
        **dict.fromkeys(USER_URLS, url),
        "login": known.login,
        "id": known.id,
        "node_id": f"U_{known.id}",
        "avatar_url": f"https://avatars.githubusercontent.com/u/{known.id}",
        "gravatar_id": "",
        "url": url,
        "html_url": f"{WEB}/{known.login}",
        "type": known.type,
        "site_admin": False,
    }


def whole_user(world: World, login: str) -> Json:
    """Write an account as asked for by its name."""
    counts = dict.fromkeys(("followers", "following", "public_gists", "public_repos"), 0)
    unsaid = dict.fromkeys(("bio", "blog", "company", "email", "hireable", "location", "name"))
    return {**(user(world, login) or {}), **counts, **unsaid, "created_at": DAY, "updated_at": DAY} | {
        "user_view_type": "public"
    }


def repository(world: World, name: str | None = None) -> Json:
    """Write a repository: ours, or a fork by its name."""
    full = name or world.repository
    ours = full == world.repository
    owner, short = full.split("/")
    url = f"{API}/repos/{full}"
    urls = {f"{key}_url": f"{url}/{key}" for key in REPOSITORY_URLS.split()}
    gits = {f"{key}_url": f"{WEB}/{full}.git" for key in ("clone", "git", "ssh", "svn")}
    has = {f"has_{key}": True for key in ("downloads", "issues", "pages", "projects", "wiki", "discussions")}
    return {**urls, **gits, **has, **dict.fromkeys(NOTHING.split(), 0)} | {
        "id": world.id if ours else world.id + 1,
        "node_id": "R_1",
        "name": short,
        "full_name": full,
        "owner": user(world, owner),
        "private": world.private,
        "fork": not ours,
        "html_url": f"{WEB}/{full}",
        "url": url,
        "default_branch": world.default_branch,
        "archived": False,
        "disabled": False,
        "description": None,
        "homepage": None,
        "language": None,
        "license": None,
        "mirror_url": None,
        "created_at": DAY,
        "pushed_at": DAY,
        "updated_at": DAY,
    }


def team(world: World, slug: str) -> Json:
    """Write a team of the owner."""
    url = f"{API}/organizations/1/team/{slug}"
    return {
        "id": 1,
        "node_id": f"T_{slug}",
        "name": slug,
        "slug": slug,
        "description": None,
        "permission": "pull",
        "type": "organization",
        "url": url,
        "html_url": f"{WEB}/orgs/{world.owner}/teams/{slug}",
        "members_url": f"{url}/members{{/member}}",
        "repositories_url": f"{url}/repos",
        "parent": None,
    }


def label(world: World, name: str) -> Json:
    """Write a label."""
    url = f"{API}/repos/{world.repository}/labels/{len(name)}"
    made = {"id": 1, "node_id": "LA_1", "url": url, "name": name, "color": "ededed", "default": False}
    return {**made, "description": world.labels.get(name)}


def commit(world: World, made: FakeCommit) -> Json:
    """Write a commit as lists have it."""
    url = f"{API}/repos/{world.repository}/commits/{made.sha}"
    reason = "valid" if made.verified else "unsigned"
    checked = {"verified": made.verified, "reason": reason, "signature": None, "payload": None, "verified_at": None}
    return {
        "sha": made.sha,
        "node_id": f"C_{made.sha}",
        "url": url,
        "html_url": f"{WEB}/{world.repository}/commit/{made.sha}",
        "comments_url": f"{url}/comments",
        "author": user(world, made.author),
        "committer": user(world, made.committer),
        "parents": [{"sha": sha, "url": url, "html_url": url} for sha in made.parents],
        "commit": {
            "url": url,
            "author": _git_user(made.author_identity),
            "committer": _git_user(made.committer_identity),
            "message": made.message,
            "comment_count": 0,
            "tree": {"sha": made.tree, "url": f"{API}/repos/{world.repository}/git/trees/{made.tree}"},
            "verification": checked,
        },
    }


def _git_user(identity: tuple[str, str]) -> Json:
    return {"name": identity[0], "email": identity[1], "date": DAY}
