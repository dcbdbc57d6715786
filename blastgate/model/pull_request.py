"""What GitHub says of a pull request: frozen facts, with logins, branches and commit ids already checked.

Times are as GitHub writes them: ISO 8601 in UTC with a final ``Z``, so that they sort as text; empty where unknown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from blastgate.model.change import Identity

ReviewState = Literal["approved", "changes_requested", "commented", "dismissed", "pending"]
StatusState = Literal["error", "failure", "pending", "success"]
GHOST = "ghost"  # the login that stands where an account was deleted


@dataclass(frozen=True, slots=True)
class Account:
    """A GitHub account: login as GitHub writes it, its number (which is never given again), and its kind.

    ``kind`` is GitHub's ``type``: ``User``, ``Bot``, ``Organization`` or ``Mannequin``.
    """

    login: str
    id: int
    kind: str = "User"

    @property
    def is_person(self) -> bool:
        """Tell whether somebody is behind it: no bot, no organisation, nobody deleted."""
        return self.kind == "User" and self.login.lower() != GHOST and not self.login.endswith("[bot]")

    @property
    def name(self) -> str:
        """Return what a policy calls it: ``@login`` in lower case, for logins know no case."""
        return f"@{self.login.lower()}"


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a pull request: branch (without ``refs/heads/``), commit, and repository.

    ``repository`` is ``owner/name``, empty where it was deleted.
    """

    branch: str
    sha: str
    repository: str


@dataclass(frozen=True, slots=True)
class PullRequest:
    """A pull request as it is now. ``files`` and ``commits`` are GitHub's counts, also where its lists are cut.

    ``author`` is None where GitHub names none. ``requested`` are open requests for review, as a policy names them
    (``@login``, ``@org/team``, lower case).
    """

    number: int
    title: str
    body: str
    author: Account | None
    state: Literal["open", "closed"]
    draft: bool
    merged: bool
    locked: bool
    base: Side
    head: Side
    files: int
    commits: int
    labels: tuple[str, ...] = ()
    assignees: tuple[Account, ...] = ()
    requested: tuple[str, ...] = ()

    @property
    def from_fork(self) -> bool:
        """Tell whether the head lies in another repository, or in one that is gone."""
        return self.head.repository.lower() != self.base.repository.lower()


@dataclass(frozen=True, slots=True)
class OpenPull:
    """An open pull request as lists have it; ``requested`` are open requests for review, as a policy names them."""

    number: int
    draft: bool
    base: Side
    head: Side
    author: Account | None
    requested: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Review:
    """One review. ``commit`` is what the reviewer looked at, empty where GitHub no longer knows; ``author`` is None
    where the account is gone; ``association`` is GitHub's word for the author's tie to the repository."""

    id: int
    author: Account | None
    state: ReviewState
    commit: str
    submitted: str
    association: str = ""


@dataclass(frozen=True, slots=True)
class LinkedCommit:
    """One commit with the accounts that GitHub links to its author's and committer's address; None where to nobody.

    ``tree`` is the id of its files: two commits of one tree hold the same. ``verified`` says that GitHub checked the
    signature.
    """

    sha: str
    tree: str
    parents: tuple[str, ...]
    author: Account | None
    committer: Account | None
    author_identity: Identity
    committer_identity: Identity
    message: str
    verified: bool = False


@dataclass(frozen=True, slots=True)
class LinkedCommits:
    """The commits of a pull request, oldest first; not ``complete`` where GitHub's list ends before the request."""

    commits: tuple[LinkedCommit, ...]
    complete: bool


@dataclass(frozen=True, slots=True)
class PullFile:
    """One changed file as GitHub lists it. ``status`` is GitHub's word (added, removed, modified, renamed, copied,
    changed, unchanged); ``patch`` is None where GitHub leaves it out (binary, too large), which is not "no change".
    Modes are not told."""

    path: str
    old_path: str | None
    status: str
    additions: int
    deletions: int
    blob: str
    patch: str | None = None


@dataclass(frozen=True, slots=True)
class PullFiles:
    """The changed files of a pull request; not ``complete`` where GitHub's list ends before the request."""

    files: tuple[PullFile, ...]
    complete: bool


@dataclass(frozen=True, slots=True)
class Label:
    """A label that exists in the repository."""

    name: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment in the conversation; ``app`` is the slug of the app that wrote it, if one did."""

    id: int
    author: Account | None
    body: str
    created: str
    app: str = ""


@dataclass(frozen=True, slots=True)
class StatusRecord:
    """One commit status. Of one context the latest holds; anyone who may write statuses can write any context."""

    id: int
    context: str
    state: StatusState
    description: str
    target_url: str
    creator: Account | None
    created: str


@dataclass(frozen=True, slots=True)
class TimelineEvent:
    """Something that happened to a pull request: GitHub's word for it, who did it, when, and to what.

    ``target`` is ``@login`` or ``@org/team`` in lower case (requests for review, assignments), a label, a title that
    was replaced, or a commit id; empty elsewhere.
    """

    kind: str
    actor: Account | None
    at: str
    target: str = ""


@dataclass(frozen=True, slots=True)
class Permission:
    """What a person may do in a repository: ``level`` is admin, write, read or none; ``role`` the name of the role
    (maintain, triage, or one of the organisation's own)."""

    level: Literal["admin", "write", "read", "none"]
    role: str = ""

    @property
    def can_write(self) -> bool:
        """Tell whether the person may push."""
        return self.level in ("admin", "write")


@dataclass(frozen=True, slots=True)
class Repository:
    """The repository that is gated; ``name`` is ``owner/name`` as GitHub writes it now."""

    name: str
    id: int
    default_branch: str
    private: bool
    fork: bool
