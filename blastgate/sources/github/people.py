"""Who is who on GitHub: what a person may do, who is in a team, whose the token is."""

from __future__ import annotations

from typing import Literal, cast

from blastgate.errors import SourceError
from blastgate.model.pull_request import Account, Permission
from blastgate.sources.github.client import GitHub
from blastgate.sources.github.failures import GitHubError
from blastgate.sources.github.payload import FULL_NAME, LOGIN, Payload

LEVELS = ("admin", "write", "read", "none")
MOST_MEMBERS = 3_000


def read_permission(github: GitHub, login: str) -> Permission:
    """Read what a person may do in the repository; nothing where GitHub knows no such collaborator."""
    data = github.find("repos/get-collaborator-permission-level", username=login)
    if data is None:
        return Permission("none")
    found = Payload(data, f"the permission of {login}")
    level = cast(Literal["admin", "write", "read", "none"], found.choice("permission", LEVELS))
    return Permission(level, found.text("role_name", ""))


def read_account(github: GitHub, login: str) -> Account | None:
    """Read an account by its login (with or without ``@``); None where there is none."""
    name = login.removeprefix("@")
    if not LOGIN.fullmatch(name):
        return None
    data = github.find("users/get-by-username", username=name)
    return Payload(data, f"account {name}").as_account() if data is not None else None


def read_team(github: GitHub, team: str) -> tuple[Account, ...]:
    """List the members of a team, named as a policy does: ``@org/team``; those of child teams are among them.

    Raises SourceError when it cannot be resolved: GitHub hides teams from the default token of a workflow (404).
    """
    if not FULL_NAME.fullmatch(team.removeprefix("@")):
        raise SourceError("is no team", team, "write it as @org/team")
    org, slug = team.removeprefix("@").split("/")
    members: list[Account] = []
    for item in github.pages("teams/list-members-in-org", org=org, team_slug=slug):
        if len(members) == MOST_MEMBERS:
            raise SourceError(f"has more than {MOST_MEMBERS} members", team, "name a smaller team")
        members.append(Payload(item, f"a member of {team}").as_account())
    return tuple(members)


def read_own_account(github: GitHub) -> Account | None:
    """Read whose token this is; None for the token of an app, which cannot ask (403).

    The creator of a status that such a token writes tells its login.
    """
    try:
        return Payload(github.read("users/get-authenticated"), "the token's account").as_account()
    except GitHubError as error:
        if error.status != 403:
            raise
        return None
