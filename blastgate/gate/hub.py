"""What every step of one run shares: the client, the repository as it is, and where to fetch from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from blastgate.model.pull_request import Repository
from blastgate.sources.fetch import fetch
from blastgate.sources.git import Git
from blastgate.sources.github.client import GitHub
from blastgate.sources.github.repository import read_repository

PUBLIC = "https://github.com"


@dataclass(frozen=True, slots=True)
class Hub:
    """One repository on GitHub for one run; ``environment`` is the workflow's."""

    github: GitHub
    repository: Repository
    environment: Mapping[str, str]

    @classmethod
    def open(cls, environment: Mapping[str, str]) -> Hub:
        """Open the repository that the environment names. Raises SourceError."""
        github = GitHub.from_environment(environment)
        return cls(github, read_repository(github), environment)

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
        url = f"{self._server}/{self.github.repository}"
        return fetch(url, (self.default_ref, *refs), self.environment.get("GITHUB_TOKEN", ""))

    @property
    def _server(self) -> str:
        return (self.environment.get("GITHUB_SERVER_URL") or PUBLIC).rstrip("/")
