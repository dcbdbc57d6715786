"""A pull request on a stage: a real git remote, and a GitHub of one's own that knows its commits."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from blastgate.gate.run import Done, run_gate
from blastgate.testing import RepositoryBuilder
from blastgate.testing.github import FakeGitHub
from blastgate.testing.github.world import FakeCommit, FakeStatus

POLICY = """version: 1
extends: [recommended]
people:
  senior: ["@dana", "@lee"]
  owners: ["@kim"]
"""
HIGH, LOW = {"services/auth/login.py": "def login(): return 1\n"}, {"docs/cart.md": "# Cart\n"}
SAM = "Sam <sam@example.com>"


class Stage:
    """The repository acme/shop with one open pull request, 7, of sam's; everything can be moved while the gate runs."""

    def __init__(self, folder: Path, fake: FakeGitHub, policy: str | None = POLICY) -> None:
        self.folder, self.fake = folder, fake
        self.repo = RepositoryBuilder(folder / "acme" / "shop")
        self.repo.run("config", "uploadpack.allowFilter", "true")  # as GitHub's server does
        for login in ("dana", "lee", "kim", "sam", "robin"):
            fake.person(login, emails=[f"{login}@example.com"])
        files = {"services/auth/app.py": "import login\n", "README.md": "# Shop\n"}
        self.repo.commit("Start", files | ({".blastgate.yml": policy} if policy is not None else {}))
        self.sync()
        self.fake.branch("main", self.repo.head)

    def open(self, files: dict[str, Any], number: int = 7, author: str = SAM, **given: Any) -> str:
        """Open a pull request of one commit; return its head."""
        branch, message = given.pop("branch", "topic"), given.pop("message", "Change")
        base, committer = given.pop("base", "main"), given.pop("committer", None)
        self.repo.switch(base).branch(branch)
        sha = self.repo.commit(message, files, author, committer)
        return self.show(number, branch, sha, base=base, **given)

    def show(self, number: int, branch: str, sha: str, base: str = "main", **given: Any) -> str:
        """Show a branch as a pull request."""
        self.repo.run("update-ref", f"refs/pull/{number}/head", sha)
        self.sync()
        listed = self.repo.run("rev-list", "--reverse", f"{base}..{sha}").split()
        given = {"author": "sam", "files_count": 1, **given}
        self.fake.pull_request(number, branch, given.pop("author"), base, listed, **given)
        return sha

    def push(self, files: dict[str, Any] | None = None, number: int = 7, amend: bool = False, author: str = SAM) -> str:
        """Push one more commit to a pull request, or (``amend``) the same files as another commit."""
        pull = self.fake.world.pulls[number]
        start = f"{pull.head_sha}^" if amend else pull.head_sha
        self.repo.switch(start)
        if amend:
            self.repo.run("read-tree", "-u", "--reset", pull.head_sha)
        sha = self.repo.commit("Again", files or {}, author)
        self.repo.run("update-ref", f"refs/pull/{number}/head", sha)
        self.sync()
        pull.head_sha = sha
        pull.commits = self.repo.run("rev-list", "--reverse", f"{pull.base}..{sha}").split()
        if pull.head_repository == self.fake.world.repository:
            self.fake.world.branches[pull.head] = sha
        return sha

    def sync(self) -> None:
        """Tell the fake every commit of the repository."""
        layout = "%H%x00%T%x00%P%x00%an%x00%ae%x00%cn%x00%ce%x00%B%x01"
        for entry in self.repo.run("log", "--all", f"--format={layout}").split("\x01"):
            if entry.strip():
                sha, tree, parents, *people, message = entry.lstrip("\n").split("\0")
                self._commit(sha, tree, tuple(parents.split()), people, message.strip())
        for line in self.repo.run("for-each-ref", "--format=%(refname:short) %(objectname)", "refs/heads").splitlines():
            name, sha = line.split(" ")
            self.fake.world.branches[name] = sha

    def _commit(self, sha: str, tree: str, parents: tuple[str, ...], people: list[str], message: str) -> None:
        world = self.fake.world
        author, committer = world.user_of(people[1]), world.user_of(people[3])
        identities = (people[0], people[1]), (people[2], people[3])
        world.commits[sha] = FakeCommit(sha, tree, parents, author, committer, *identities, message)

    def environment(self, event: str = "pull_request_target", token: str = "", **given: Any) -> dict[str, str]:
        """Lay out a workflow run for an event; ``payload`` replaces what the event says."""
        payload = given.pop("payload", None) or self.fake.payload(event, given.pop("number", 7), **given)
        server = {"GITHUB_SERVER_URL": self.folder.as_uri(), "GITHUB_RUN_ID": "99", "RUNNER_TEMP": str(self.folder)}
        return self.fake.environment(event, payload, self.folder, token) | server

    def run(self, event: str = "pull_request_target", dry_run: bool = False, **given: Any) -> list[Done]:
        """Run the gate on an event."""
        return list(run_gate(self.environment(event, **given), dry_run))

    def status(self, sha: str = "") -> FakeStatus:
        """Return the status that holds for the head of pull request 7, or for a commit."""
        return self.fake.statuses(sha or self.fake.world.pulls[7].head_sha)[-1]

    @property
    def bodies(self) -> list[str]:
        """The comments of pull request 7."""
        return [comment.body for comment in self.fake.world.comments if comment.pull == 7]
