"""A pull request as it is now, and the lists that GitHub cuts short without saying so."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any, Literal, cast

from blastgate.errors import SourceError
from blastgate.model.change import Identity
from blastgate.model.event import WorkflowRun
from blastgate.model.pull_request import (
    LinkedCommit,
    LinkedCommits,
    OpenPull,
    PullFile,
    PullFiles,
    PullRequest,
    Side,
)
from blastgate.sources.github.client import PER_PAGE, GitHub
from blastgate.sources.github.payload import FULL_NAME, SHA, SLUG, Payload

# docs.github.com, "REST API endpoints for pull requests": at most 3,000 files and 250 commits are listed
MOST_FILES, MOST_COMMITS = 3_000, 250
MOST_OPEN = 1_000  # open pull requests that a sweep looks at
FILE_STATUS = ("added", "removed", "modified", "renamed", "copied", "changed", "unchanged")


def read_pull_request(github: GitHub, number: int) -> PullRequest:
    """Read a pull request. Raises SourceError, also when it is not of this repository or not understood."""
    where = f"pull request {number}"
    pull = Payload(github.read("pulls/get", pull_number=number), where)
    if pull.number("number") != number:
        raise SourceError("is another one than asked for", where, "run again")
    return PullRequest(
        number,
        pull.text("title"),
        pull.text("body", ""),
        pull.account("user"),
        cast(Literal["open", "closed"], pull.choice("state", ("open", "closed"))),
        pull.truth("draft", False),
        pull.truth("merged"),
        pull.truth("locked", False),
        read_side(pull.part("base")),
        read_head(pull.part("head")),
        pull.number("changed_files"),
        pull.number("commits"),
        tuple(label.text("name") for label in pull.items("labels")),
        tuple(assignee.as_account() for assignee in pull.items("assignees")),
        _requested(pull, github.owner),
    )


def read_side(side: Payload) -> Side:
    """Read a side of a pull request whose branch git is asked for; its repository is empty where that was deleted."""
    return Side(side.branch("ref"), side.sha("sha"), _repository(side))


def read_head(side: Payload) -> Side:
    """Read the head of a pull request. A fork calls its branch as it likes: git is never handed that name."""
    return Side(side.text("ref"), side.sha("sha"), _repository(side))


def _repository(side: Payload) -> str:
    return side.part("repo").like(FULL_NAME, "full_name", "owner/name") if side.has("repo") else ""


def read_commits(github: GitHub, pull: PullRequest) -> LinkedCommits:
    """Read the commits of a pull request with the accounts GitHub links; not complete where more were counted."""
    listed = github.pages("pulls/list-commits", pull_number=pull.number)
    commits = tuple(read_linked(Payload(item, f"a commit of pull request {pull.number}")) for item in listed)
    reaches_head = any(commit.sha == pull.head.sha for commit in commits)
    return LinkedCommits(commits, reaches_head and len(commits) == pull.commits <= MOST_COMMITS)


def read_commit(github: GitHub, sha: str) -> LinkedCommit | None:
    """Read one commit, also one that no branch has any more; None where GitHub has it not."""
    data = github.find("repos/get-commit", ref=sha, per_page=1)
    return read_linked(Payload(data, f"commit {sha[:12]}")) if data is not None else None


def read_linked(item: Payload) -> LinkedCommit:
    """Read a commit as GitHub lists it."""
    commit = item.part("commit")
    return LinkedCommit(
        item.sha("sha"),
        commit.part("tree").sha("sha"),
        tuple(parent.sha("sha") for parent in item.items("parents")),
        item.account("author"),
        item.account("committer"),
        _identity(commit, "author"),
        _identity(commit, "committer"),
        commit.text("message"),
        commit.part("verification").truth("verified", False) if commit.has("verification") else False,
    )


def read_files(github: GitHub, pull: PullRequest) -> PullFiles:
    """Read the changed files of a pull request; not complete where more were counted, or the list is full."""
    listed = github.pages("pulls/list-files", pull_number=pull.number)
    files = tuple(_file(Payload(item, f"a file of pull request {pull.number}")) for item in listed)
    return PullFiles(files, len(files) == pull.files and len(files) < MOST_FILES)


def read_open_pulls(github: GitHub, base: str = "") -> tuple[OpenPull, ...]:
    """List the open pull requests, newest first; of one base branch if it is named.

    Raises SourceError where there are more than a sweep can look at.
    """
    only = {"base": base} if base else {}
    return _open(github.pages("pulls/list", state="open", **only), "open pull requests")


def read_newest_pulls(github: GitHub) -> tuple[OpenPull, ...]:
    """List the newest open pull requests in one call; fewer than a page are all there are."""
    listed = islice(github.pages("pulls/list", state="open"), PER_PAGE)
    return tuple(_summary(Payload(item, "open pull requests"), github.owner) for item in listed)


def read_pulls_of_head(github: GitHub, sha: str) -> tuple[OpenPull, ...]:
    """List the open pull requests whose head is this very commit: they share its status."""
    listed = github.pages("repos/list-pull-requests-associated-with-commit", commit_sha=sha)
    return tuple(pull for pull in _open(listed, f"pull requests of {sha[:12]}") if pull.head.sha == sha)


def resolve_run(github: GitHub, run: WorkflowRun) -> OpenPull:
    """Find the one open pull request that a workflow run was for: same head repository, branch and commit.

    Raises SourceError when there is none, or more than one.
    """
    owner = run.repository.split("/")[0]
    listed = _open(github.pages("pulls/list", state="open", head=f"{owner}:{run.branch}"), "open pull requests")
    fits = [pull for pull in listed if _is_head_of(run, pull)]
    if len(fits) == 1:
        return fits[0]
    where = f"workflow run {run.id}"
    if fits:
        numbers = ", ".join(f"#{pull.number}" for pull in fits)
        raise SourceError(f"fits several pull requests: {numbers}", where, "close all but one, or push to one of them")
    message = f"fits no open pull request: {run.sha[:12]} is the head of none"
    raise SourceError(message, where, "nothing to do if it was closed or pushed to since: the push has its own run")


def _is_head_of(run: WorkflowRun, pull: OpenPull) -> bool:
    same = (pull.head.repository.lower(), pull.head.branch, pull.head.sha)
    return same == (run.repository.lower(), run.branch, run.sha)


def _open(listed: Iterator[Any], where: str) -> tuple[OpenPull, ...]:
    pulls: list[OpenPull] = []
    for item in listed:
        if len(pulls) == MOST_OPEN:
            raise SourceError(f"are more than {MOST_OPEN}", where, "close some, or sweep by `--pr N`")
        pull = Payload(item, where)
        if pull.choice("state", ("open", "closed")) == "open":
            pulls.append(_summary(pull))
    return tuple(pulls)


def _summary(pull: Payload, owner: str = "") -> OpenPull:
    """Read an entry of a list; whom it asks only where an ``owner`` of teams is named."""
    sides = read_side(pull.part("base")), read_head(pull.part("head"))
    asked = _requested(pull, owner) if owner else ()
    return OpenPull(pull.number("number"), pull.truth("draft", False), *sides, pull.account("user"), asked)


def _requested(pull: Payload, owner: str) -> tuple[str, ...]:
    """Name whom a review is asked of; a team belongs to the owner of the repository."""
    people = [person.as_account().name for person in pull.items("requested_reviewers")]
    return (*people, *(team_name(owner, team) for team in pull.items("requested_teams")))


def team_name(owner: str, team: Payload) -> str:
    """Name a team as a policy does."""
    return f"@{owner}/{team.like(SLUG, 'slug', 'a team')}".lower()


def _identity(commit: Payload, role: str) -> Identity:
    if not commit.has(role):
        return Identity("", "")
    person = commit.part(role)
    return Identity(person.text("name", ""), person.text("email", ""))


def _file(item: Payload) -> PullFile:
    return PullFile(
        item.text("filename"),
        item.text("previous_filename", "") or None,
        item.choice("status", FILE_STATUS),
        item.number("additions"),
        item.number("deletions"),
        item.like(SHA, "sha", "a blob id", ""),
        item.text("patch") if item.has("patch") else None,
    )
