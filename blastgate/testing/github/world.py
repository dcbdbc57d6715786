"""What the fake GitHub remembers: one repository, its people, commits and pull requests; all of it may be changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

EPOCH = 1_704_067_200  # 2024-01-01T00:00:00Z; whatever happens takes a second, so that runs are alike
Level = Literal["read", "write"]
WORKFLOW_RIGHTS: Mapping[str, Level] = {
    "contents": "read",
    "metadata": "read",
    "pull-requests": "write",
    "statuses": "write",
}


@dataclass(slots=True)
class User:
    """An account; ``permission`` is its level in the repository (admin, write, read, none)."""

    login: str
    id: int
    type: str = "User"
    permission: str = "read"
    role: str = ""
    emails: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Token:
    """Whose token it is, and what it may do; ``app`` tokens cannot ask who they are."""

    login: str
    rights: Mapping[str, Level]
    app: bool = True

    def may(self, right: str, level: Level) -> bool:
        """Tell whether the token has a right; who may write may read."""
        return self.rights.get(right) in (level, "write")


@dataclass(slots=True)
class FakeCommit:
    """A commit; ``author`` and ``committer`` are logins, None where no account has the address."""

    sha: str
    tree: str
    parents: tuple[str, ...]
    author: str | None
    committer: str | None
    author_identity: tuple[str, str]
    committer_identity: tuple[str, str]
    message: str
    verified: bool = False


@dataclass(slots=True)
class FakePull:
    """A pull request. ``files`` are GitHub's entries; counts may be set apart from the lists, to cut these short."""

    number: int
    author: str
    base: str
    base_sha: str
    head: str
    head_sha: str
    head_repository: str | None
    title: str = "Change"
    body: str = ""
    state: str = "open"
    draft: bool = False
    merged: bool = False
    locked: bool = False
    labels: list[str] = field(default_factory=list)
    assignees: list[str] = field(default_factory=list)
    reviewers: list[str] = field(default_factory=list)
    teams: list[str] = field(default_factory=list)
    commits: list[str] = field(default_factory=list)
    files: list[dict[str, Any]] = field(default_factory=list)
    commits_count: int | None = None
    files_count: int | None = None
    created: str = ""


@dataclass(slots=True)
class FakeReview:
    """A review; ``state`` in upper case as GitHub answers it; ``author`` is None where the account is gone."""

    id: int
    pull: int
    author: str | None
    state: str
    commit: str | None
    submitted: str
    body: str = ""


@dataclass(slots=True)
class FakeComment:
    """A comment on a pull request."""

    id: int
    pull: int
    author: str
    body: str
    created: str


@dataclass(slots=True)
class FakeStatus:
    """A status of a commit."""

    id: int
    sha: str
    state: str
    context: str
    description: str | None
    target_url: str | None
    creator: str
    created: str


@dataclass(slots=True)
class Happening:
    """An entry of a pull request's timeline; ``more`` holds what its kind adds."""

    id: int
    pull: int
    kind: str
    actor: str
    created: str
    more: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class World:
    """Everything there is. ``required`` are the checks of classic branch protection, None where there is none.

    Trees and blobs are those of ``trees`` and ``blobs`` and, where ``objects`` is a git repository, all that it has; a
    list of more than ``most_entries`` is cut short.
    """

    repository: str
    id: int = 1296269
    private: bool = False
    default_branch: str = "main"
    users: dict[str, User] = field(default_factory=dict)
    teams: dict[str, list[str]] = field(default_factory=dict)
    tokens: dict[str, Token] = field(default_factory=dict)
    commits: dict[str, FakeCommit] = field(default_factory=dict)
    branches: dict[str, str] = field(default_factory=dict)
    files: dict[tuple[str, str], bytes] = field(default_factory=dict)
    trees: dict[str, Any] = field(default_factory=dict)
    blobs: dict[str, bytes] = field(default_factory=dict)
    objects: Path | None = None
    most_entries: int = 100_000
    labels: dict[str, str] = field(default_factory=dict)
    pulls: dict[int, FakePull] = field(default_factory=dict)
    reviews: list[FakeReview] = field(default_factory=list)
    comments: list[FakeComment] = field(default_factory=list)
    statuses: list[FakeStatus] = field(default_factory=list)
    timeline: list[Happening] = field(default_factory=list)
    required: list[dict[str, Any]] | None = None
    rules: list[dict[str, Any]] = field(default_factory=list)
    rulesets: list[dict[str, Any]] = field(default_factory=list)
    codeowners_errors: list[dict[str, Any]] = field(default_factory=list)
    seconds: int = 0
    last_id: int = 1000

    @property
    def owner(self) -> str:
        """The account that the repository belongs to."""
        return self.repository.split("/")[0]

    def user(self, login: str) -> User:
        """Return an account, made when first named: a bot by its ending, else a person who may only read."""
        key = login.lower()
        if key not in self.users:
            kind = "Bot" if key.endswith("[bot]") else "User"
            self.users[key] = User(login, self.next_id(), kind)
        return self.users[key]

    def user_of(self, email: str) -> str | None:
        """Find the login that an address is linked to."""
        return next((user.login for user in self.users.values() if email.lower() in user.emails), None)

    def next_id(self) -> int:
        """Return a number that nothing has yet."""
        self.last_id += 1
        return self.last_id

    def tick(self) -> str:
        """Let a second pass; return the time as GitHub writes it."""
        self.seconds += 1
        return datetime.fromtimestamp(EPOCH + self.seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    def happened(self, pull: int, kind: str, actor: str, **more: Any) -> None:
        """Add to a timeline."""
        self.timeline.append(Happening(self.next_id(), pull, kind, actor, self.tick(), more))

    def ancestors(self, shas: Iterable[str]) -> list[str]:
        """List commits and everything before them that is known, each once, youngest first."""
        found: dict[str, None] = {}
        queue = list(shas)
        while queue:
            sha = queue.pop(0)
            if sha in self.commits and sha not in found:
                found[sha] = None
                queue.extend(self.commits[sha].parents)
        return list(found)


def made_up_sha(*parts: object) -> str:
    """Make an object id out of anything; the same one each time."""
    return hashlib.sha1(repr(parts).encode(), usedforsecurity=False).hexdigest()
