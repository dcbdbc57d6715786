"""A GitHub of one repository on the loopback, told in a few lines what stands in it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from blastgate.testing.github import payloads
from blastgate.testing.github.description import load
from blastgate.testing.github.faults import Fault, Faults, Surprise
from blastgate.testing.github.objects import add_tree
from blastgate.testing.github.server import Seen, Server
from blastgate.testing.github.world import (
    WORKFLOW_RIGHTS,
    FakeComment,
    FakeCommit,
    FakePull,
    FakeReview,
    FakeStatus,
    Level,
    Token,
    User,
    World,
    made_up_sha,
)

DESCRIPTION = "BLASTGATE_GITHUB_DESCRIPTION"  # path of GitHub's OpenAPI description, for whoever has it
WORKFLOW_BOT, APP_BOT = "github-actions[bot]", "gate-app[bot]"


class FakeGitHub:
    """A stateful double of GitHub's REST API, on a port of its own.

    ::

        with FakeGitHub("acme/shop") as fake:
            fake.person("dana", permission="write")
            fake.pull_request(7, head="topic", author="eve")
            fake.review("dana", "APPROVED")
            github = GitHub("acme/shop", fake.token, fake.url)

    ``token`` has the rights of the hardened workflow, ``fork_token`` only reads, ``app_token`` also sees teams. On
    leaving, complaints (a request that GitHub's description or the double's own models refuse, an unknown operation)
    are raised as AssertionError. The description is read from ``description`` or from the file that the environment
    variable BLASTGATE_GITHUB_DESCRIPTION names; without one the own models judge alone. ``world`` may be changed
    directly.
    """

    token, fork_token, app_token = "ghs_workflow", "ghs_fork", "ghs_app"

    def __init__(
        self, repository: str = "acme/shop", description: Path | None = None, prefix: str = "", private: bool = False
    ) -> None:
        file = description or (Path(os.environ[DESCRIPTION]) if os.environ.get(DESCRIPTION) else None)
        self.world = World(repository, private=private)
        self.faults = Faults()
        self._server = Server(self.world, self.faults, load(file) if file else None, prefix)
        self._last_pull = 0
        readable: dict[str, Level] = dict.fromkeys(WORKFLOW_RIGHTS, "read")
        self.add_token(self.token, WORKFLOW_BOT, WORKFLOW_RIGHTS)
        self.add_token(self.fork_token, WORKFLOW_BOT, readable)
        self.add_token(self.app_token, APP_BOT, {**WORKFLOW_RIGHTS, "members": "read"})
        self.branch("main")

    def __enter__(self) -> Self:
        self._server.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.stop()
        if kind is None and self.complaints:
            raise AssertionError("\n".join(self.complaints))

    @property
    def url(self) -> str:
        """The base URL, for GITHUB_API_URL."""
        return self._server.url

    @property
    def seen(self) -> list[Seen]:
        """The requests that came, in order."""
        return self._server.seen

    @property
    def writes(self) -> list[Seen]:
        """The requests that were to change something."""
        return [seen for seen in self.seen if seen.method != "GET"]

    @property
    def complaints(self) -> list[str]:
        """What did not fit the description or the models."""
        return self._server.complaints

    def add_token(self, token: str, login: str, rights: Mapping[str, Level], app: bool = True) -> str:
        """Give an account a token with rights (``{"statuses": "write"}``); one of a person knows whose it is."""
        self.world.user(login)
        self.world.tokens[token] = Token(login, dict(rights), app)
        return token

    def person(self, login: str, permission: str = "write", role: str = "", emails: Iterable[str] = ()) -> User:
        """Add a person, or change one: permission (admin, write, read, none), role, linked addresses."""
        user = self.world.user(login)
        user.permission, user.role, user.emails = permission, role, tuple(email.lower() for email in emails)
        return user

    def team(self, slug: str, *logins: str) -> None:
        """Add a team of the owner."""
        self.world.teams[slug.lower()] = [self.world.user(login).login for login in logins]

    def label(self, name: str, description: str = "") -> None:
        """Add a label to the repository."""
        self.world.labels[name] = description

    def branch(self, name: str, sha: str | None = None) -> str:
        """Add a branch, or move one; return its commit, made up unless given."""
        found = sha or made_up_sha("branch", name)
        if found not in self.world.commits:
            self.commit(found, author="octocat", message=f"Start of {name}", parents=())
        self.world.branches[name] = found
        return found

    def file(self, path: str, text: str | bytes, ref: str | None = None) -> None:
        """Add a file to a branch (the default one) or to a commit."""
        data = text if isinstance(text, bytes) else text.encode()
        self.world.files[ref or self.world.default_branch, path] = data

    def tree(self, files: Mapping[str, str | bytes]) -> str:
        """Add a tree of regular files, for ``commit(tree=...)``; return its id, made up."""
        return add_tree(self.world, files)

    def objects(self, repository: Path) -> None:
        """Answer for trees and blobs with those of a git repository on this machine."""
        self.world.objects = repository

    def commit(
        self,
        sha: str | None = None,
        author: str | None = "octocat",
        message: str = "Change",
        parents: tuple[str, ...] | None = None,
        **more: Any,
    ) -> str:
        """Add a commit; return its id, made up unless given. An author of None is linked to no account.

        ``more`` are fields of :class:`FakeCommit`: ``committer`` (else the author), ``tree``, ``verified``,
        ``author_identity`` and ``committer_identity`` (name and address).
        """
        world = self.world
        found = sha or made_up_sha("commit", len(world.commits), message)
        committer = more.setdefault("committer", author)
        more.setdefault("tree", made_up_sha("tree", found))
        for role, login in (("author", author), ("committer", committer)):
            more.setdefault(f"{role}_identity", (login or "Nobody", f"{login or 'nobody'}@example.com"))
        above = (world.branches[world.default_branch],) if parents is None else parents
        world.commits[found] = FakeCommit(found, parents=above, author=author, message=message, **more)
        return found

    def pull_request(
        self,
        number: int,
        head: str = "topic",
        author: str = "eve",
        base: str = "main",
        commits: Iterable[str] | None = None,
        **more: Any,
    ) -> FakePull:
        """Open a pull request; its commits are ids that :meth:`commit` gave, or one made up.

        ``more`` are fields of :class:`FakePull` (``draft``, ``body``, ``labels``, ``files``, ``head_repository``,
        ``files_count``, ...).
        """
        world = self.world
        shas = list(commits) if commits is not None else [self.commit(None, author, f"Work on {head}")]
        base_sha = more.pop("base_sha", None) or world.branches.get(base) or self.branch(base)
        given = {"head_repository": world.repository, "created": world.tick(), **more}
        given.setdefault("head_sha", shas[-1] if shas else base_sha)
        world.user(author)
        world.pulls[number] = FakePull(number, author, base, base_sha, head, commits=shas, **given)
        if given["head_repository"] == world.repository:
            world.branches[head] = world.pulls[number].head_sha
        self._last_pull = number
        return world.pulls[number]

    def push(self, number: int | None = None, sha: str | None = None, force: bool = False, **commit: Any) -> str:
        """Push one commit to a pull request (``force``: in place of all); return its id."""
        pull = self._pull(number)
        parents = {} if "parents" in commit or force else {"parents": (pull.head_sha,)}
        known = sha in self.world.commits
        pull.head_sha = sha if sha and known else self.commit(sha, **{"author": pull.author, **parents, **commit})
        pull.commits = [pull.head_sha] if force else [*pull.commits, pull.head_sha]
        if pull.head_repository == self.world.repository:
            self.world.branches[pull.head] = pull.head_sha
        if force:
            self.world.happened(pull.number, "head_ref_force_pushed", pull.author)
        return pull.head_sha

    def review(
        self, author: str | None, state: str = "APPROVED", commit: str | None = None, pull: int | None = None
    ) -> FakeReview:
        """Add a review of the head, or of ``commit``; it meets an open request. An author of None was deleted."""
        found, world = self._pull(pull), self.world
        made = FakeReview(world.next_id(), found.number, author, state.upper(), commit or found.head_sha, world.tick())
        if author:
            world.user(author)
            found.reviewers = [login for login in found.reviewers if login.lower() != author.lower()]
        world.reviews.append(made)
        return made

    def dismiss(self, review: FakeReview, by: str = "octocat") -> None:
        """Dismiss a review: it stays in the list, as DISMISSED."""
        review.state = "DISMISSED"
        shown = {"state": "approved", "review_id": review.id, "dismissal_message": None}
        self.world.happened(review.pull, "review_dismissed", by, dismissed_review=shown)

    def comment(self, author: str, body: str, pull: int | None = None) -> FakeComment:
        """Add a comment to a pull request."""
        self.world.user(author)
        made = FakeComment(self.world.next_id(), self._pull(pull).number, author, body, self.world.tick())
        self.world.comments.append(made)
        return made

    def status(self, sha: str, state: str, context: str = "blastgate", creator: str = WORKFLOW_BOT) -> FakeStatus:
        """Add a status to a commit, as anyone can who may write statuses."""
        self.world.user(creator)
        made = FakeStatus(self.world.next_id(), sha, state, context, None, None, creator, self.world.tick())
        self.world.statuses.append(made)
        return made

    def statuses(self, sha: str, context: str = "blastgate") -> list[FakeStatus]:
        """List what was written for a commit, oldest first; the last one holds."""
        return [status for status in self.world.statuses if (status.sha, status.context) == (sha, context)]

    def merge_group(self, *numbers: int, base: str = "main", squash: bool = False) -> dict[str, Any]:
        """Queue pull requests for merging, one upon the other; return what a merge_group event says of the group."""
        start = tip = self.world.branches[base]
        for number in numbers:
            pull = self._pull(number)
            subject = f"{pull.title} (#{number})" if squash else f"Merge pull request #{number} from acme/{pull.head}"
            parents = (tip,) if squash else (tip, pull.head_sha)
            tip = self.commit(None, pull.author, subject, parents, committer="web-flow")
        branch = f"gh-readonly-queue/{base}/pr-{numbers[-1]}-{start}"
        self.world.branches[branch] = tip
        return payloads.merge_group(self.world, base, start, branch, tip)

    def fail_next(self, status: int, times: int = 1, on: str = "", headers: Mapping[str, str] | None = None) -> None:
        """Let the next requests (whose path holds ``on``) fail; status 0 hangs up without an answer."""
        self.answer_next(json.dumps({"message": "Server Error"}).encode(), status, on, headers, times)

    def answer_next(
        self,
        body: bytes,
        status: int = 200,
        on: str = "",
        headers: Mapping[str, str] | None = None,
        times: int = 1,
    ) -> None:
        """Answer the next requests (whose path holds ``on``) with anything at all."""
        self.faults.faults.append(Fault(status, body, headers or {}, on, times=times))

    def limit(self, reset: int, times: int = 1, on: str = "") -> None:
        """Let the hour's limit be used up until ``reset`` (Unix time)."""
        body = json.dumps({"message": "API rate limit exceeded for installation ID 1."}).encode()
        left = {"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(reset)}
        self.answer_next(body, 403, on, left, times)

    def slow_down(self, retry_after: int | None = None, times: int = 1, status: int = 403, on: str = "") -> None:
        """Let the secondary limit be hit; without ``retry_after`` (seconds) it doesn't say for how long."""
        body = json.dumps({"message": "You have exceeded a secondary rate limit."}).encode()
        self.answer_next(body, status, on, {} if retry_after is None else {"retry-after": str(retry_after)}, times)

    def after(self, on: str, action: Callable[[], object]) -> None:
        """Do something once, right after the next request whose path holds ``on``: a push between read and write."""
        self.faults.surprises.append(Surprise(on, action))

    def payload(self, event: str, number: int | None = None, action: str = "", **more: Any) -> dict[str, Any]:
        """Write the payload of an event on a pull request, as things stand (see :mod:`.payloads`)."""
        return payloads.payload(self.world, event, self._pull(number), action, more)

    def environment(self, event: str, payload: Mapping[str, Any], folder: Path, token: str = "") -> dict[str, str]:
        """Lay out the variables of a workflow run; the payload is written into ``folder``."""
        file = folder / "event.json"
        file.write_text(json.dumps(payload))
        return {
            "GITHUB_ACTIONS": "true",
            "GITHUB_EVENT_NAME": event,
            "GITHUB_EVENT_PATH": str(file),
            "GITHUB_REPOSITORY": self.world.repository,
            "GITHUB_API_URL": self.url,
            "GITHUB_TOKEN": token or self.token,
        }

    def _pull(self, number: int | None) -> FakePull:
        return self.world.pulls[number or self._last_pull]
