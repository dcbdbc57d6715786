"""The order of the steps of ``doctor``: settings on GitHub, files of the default branch here, then every check."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

from blastgate import registry
from blastgate.approvals.membership import is_role
from blastgate.doctor.interface import CouldNotLook, Facts, Protection, Resolved
from blastgate.errors import PolicyError, Problem, SourceError
from blastgate.model.assessment import SCHEMA_VERSION
from blastgate.model.doctor import DoctorReport
from blastgate.policy.matching.codeowners import parse_codeowners
from blastgate.policy.model import Policy
from blastgate.policy.people import effective_group, group_names
from blastgate.sources.git.door import Git
from blastgate.sources.git.revisions import resolve
from blastgate.sources.github.client import GitHub
from blastgate.sources.github.failures import GitHubError
from blastgate.sources.github.people import read_account, read_permission, read_team
from blastgate.sources.github.protection import read_codeowners_errors, read_protection
from blastgate.sources.github.remote import open_github
from blastgate.sources.github.repository import read_repository
from blastgate.sources.policy import PolicySource, read_default_policy
from blastgate.sources.workflow_files import read_workflow_files
from blastgate.workflows import read_workflow

ROOM = "blastgate.doctor"
MOST_NAMES = 200  # people and teams that are asked for, one by one
Found = TypeVar("Found")


def examine(repo: Path, name: str | None, environment: Mapping[str, str]) -> DoctorReport:
    """Examine the gate of a repository. Raises SourceError where the clone or GitHub cannot be read at all."""
    git = Git.open(repo)
    github = open_github(git, name, environment)
    branch = read_repository(github).default_branch
    commit = _commit_of(git, branch)
    facts = read_facts(git, github, branch, commit)
    checks = registry.discover(ROOM)
    diagnoses = tuple(dict.fromkeys(said for check in checks for said in check.check(facts)))
    return DoctorReport(SCHEMA_VERSION, github.repository, branch, commit, diagnoses)


def read_facts(git: Git, github: GitHub, branch: str, commit: str) -> Facts:
    """Read all that the checks rest on; what the token may not see is told as such."""
    seen = _looked(lambda: read_protection(github, branch))
    protection: Protection | CouldNotLook = seen if isinstance(seen, CouldNotLook) else seen[1]
    files = read_workflow_files(git.folder, commit)
    workflows = tuple(read_workflow(file.data, file.path) for file in files if file.data is not None)
    unread = [file.path for file in files if file.data is None] + [flow.path for flow in workflows if flow.unread]
    source = _policy(git, commit, branch)
    policy = source.policy if isinstance(source, PolicySource) else source
    codeowners = source.codeowners if isinstance(source, PolicySource) else None
    return Facts(
        branch,
        commit,
        seen if isinstance(seen, CouldNotLook) else seen[0],
        protection,
        tuple(flow for flow in workflows if not flow.unread),
        tuple(unread),
        policy,
        codeowners,
        _looked(lambda: read_codeowners_errors(github)) if codeowners is not None else (),
        _roster(github, policy, codeowners),
    )


def _commit_of(git: Git, branch: str) -> str:
    """Find the default branch in this clone: the remote's, else a branch of this name."""
    for ref in (f"refs/remotes/origin/{branch}", f"refs/heads/{branch}"):
        if git.try_run("rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}"):
            return resolve(git, ref)
    raise SourceError("is not in this clone", branch, f"git fetch origin {branch}, and run again")


def _looked(read: Callable[[], Found]) -> Found | CouldNotLook:
    """Read something, or say why nobody could: a used-up limit and a missing right are both no answer."""
    try:
        return read()
    except GitHubError as error:
        return CouldNotLook(f"{error.where}: {error.message}", error.hint)


def _policy(git: Git, commit: str, branch: str) -> PolicySource | tuple[Problem, ...]:
    try:
        return read_default_policy(git, commit, branch)
    except PolicyError as error:
        return error.problems
    except SourceError as error:
        return (Problem(f"{branch}:.blastgate.yml", 0, 0, f"{error.where}: {error.message}", "", error.hint),)


def _roster(
    github: GitHub, policy: Policy | tuple[Problem, ...], codeowners: bytes | None
) -> tuple[Resolved, ...] | CouldNotLook:
    if not isinstance(policy, Policy):
        return CouldNotLook("the policy cannot be read, and the roster is in it", "mend the policy first")
    names = _names(policy, codeowners)
    if len(names) > MOST_NAMES:
        return CouldNotLook(f"the policy names more than {MOST_NAMES} people and teams", "name fewer, or a team")
    return _looked(lambda: tuple(_resolved(github, name, policy) for name in names))


def _names(policy: Policy, codeowners: bytes | None) -> tuple[str, ...]:
    """List everybody whom a group of the policy names, by path and in CODEOWNERS too."""
    groups = [group for name in group_names(policy) if (group := effective_group(policy, name))]
    found = [member for group in groups for member in group.members]
    found += [owner for group in groups for _, owners in group.by_path for owner in owners]
    if any(group.codeowners for group in groups) and codeowners is not None:
        found += _owners_named(codeowners)
    return tuple(dict.fromkeys(name.lower() for name in found))


def _owners_named(codeowners: bytes) -> list[str]:
    return [owner for line in parse_codeowners(codeowners) for owner in line.owners]


def _resolved(github: GitHub, name: str, policy: Policy) -> Resolved:
    if is_role(name):
        return Resolved(name, True, True)
    if not name.startswith("@"):
        login = next(
            (login for layer in policy.layers for mail, login in layer.emails.items() if mail.lower() == name), ""
        )
        return _person(github, name, login) if login else Resolved(name, False)
    return _team(github, name) if "/" in name else _person(github, name, name)


def _team(github: GitHub, name: str) -> Resolved:
    """Look a team up; GitHub hides it from most tokens, with the same words as one that is not there."""
    try:
        return Resolved(name, bool(read_team(github, name)), True)
    except GitHubError as error:
        if error.status not in (403, 404):
            raise
        return Resolved(name, None)


def _person(github: GitHub, name: str, login: str) -> Resolved:
    if read_account(github, login) is None:
        return Resolved(name, False)
    try:
        return Resolved(name, True, read_permission(github, login.removeprefix("@")).can_write)
    except GitHubError as error:
        if error.status != 403:
            raise
        return Resolved(name, True, None)
