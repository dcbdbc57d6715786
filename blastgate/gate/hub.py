"""What every step of one run shares: the client, the repository as it is, and where to fetch from."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

from blastgate.model.pull_request import Repository
from blastgate.model.snapshot import Snapshot
from blastgate.sources.cache import Cache
from blastgate.sources.git.door import Git
from blastgate.sources.git.fetch import Objects
from blastgate.sources.github.client import PUBLIC as API
from blastgate.sources.github.client import GitHub
from blastgate.sources.github.objects import Blobs, read_tree
from blastgate.sources.github.repository import read_repository

PUBLIC = "https://github.com"
MOST_POLICY = 8  # blobs read for the policy, what it extends, and CODEOWNERS
MOST_TREES = 4  # trees kept at a time: a sweep looks at many pull requests


class Hub:
    """One repository on GitHub for one run; ``environment`` is the workflow's. What is fetched once is kept.

    ``clone`` is a repository whose objects need not be fetched again; nothing is written to it. ``cache`` has graphs
    that earlier runs kept. ``uses_git`` is false where everything is to come from the API; ``records``
    is a folder that takes a record of each judgement.
    """

    def __init__(self, environment: Mapping[str, str], clone: Git | None = None, cache: Cache | None = None) -> None:
        self.cache = cache or Cache(None)
        self.uses_git = True
        self.records: Path | None = None
        self.environment = environment
        self.github = GitHub.from_environment(environment)
        self._server = (environment.get("GITHUB_SERVER_URL") or _beside(environment)).rstrip("/")
        self._clone = clone
        self.blobs = Blobs(self.github, MOST_POLICY)
        self._trees: dict[str, Snapshot | None] = {}

    @cached_property
    def repository(self) -> Repository:
        """The repository as it is now. Raises SourceError."""
        return read_repository(self.github)

    @property
    def default_ref(self) -> str:
        """The full name of the default branch."""
        return f"refs/heads/{self.repository.default_branch}"

    @property
    def run_url(self) -> str:
        """The page of this workflow run; empty outside of one."""
        run = self.environment.get("GITHUB_RUN_ID", "")
        return f"{self._server}/{self.github.repository}/actions/runs/{run}" if run.isdigit() else ""

    def fetch(self, *refs: str) -> tuple[Git, dict[str, str]]:
        """Fetch refs of the repository and its default branch as objects. Raises SourceError."""
        return self._objects.git, self._objects.fetch((self.default_ref, *refs))

    def has(self, sha: str) -> bool:
        """Tell whether a commit is here, or can be fetched although no branch may have it any more."""
        here = self._objects.git.try_run("rev-parse", "--verify", "--quiet", "--end-of-options", f"{sha}^{{commit}}")
        return here is not None or self._objects.try_fetch(sha)

    def tree(self, name: str) -> Snapshot | None:
        """List a tree by its id; None where GitHub cuts the list short or has none."""
        if name not in self._trees:
            while len(self._trees) >= MOST_TREES:
                del self._trees[next(iter(self._trees))]
            self._trees[name] = read_tree(self.github, name, self.blobs)
        return self._trees[name]

    @cached_property
    def _objects(self) -> Objects:
        token = self.environment.get("GITHUB_TOKEN", "")
        return Objects(f"{self._server}/{self.github.repository}", token, self._clone)


def _beside(environment: Mapping[str, str]) -> str:
    """Name the server that an API belongs to: of one's own it is the same host."""
    parts = urlsplit(environment.get("GITHUB_API_URL") or API)
    return PUBLIC if parts.hostname == urlsplit(API).hostname else f"{parts.scheme}://{parts.netloc}"
