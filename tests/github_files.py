"""GitHub's own files for tests, third-party data that lies beside the checkout, and a client that never waits."""

from __future__ import annotations

from pathlib import Path

import pytest

from blastgate.sources.github.client import GitHub
from blastgate.testing import FakeGitHub

FILES = Path(__file__).resolve().parents[2] / "shared" / "github"
DESCRIPTION = FILES / "openapi-subset.json"
EVENTS = FILES / "events"
needs_files = pytest.mark.skipif(not FILES.is_dir(), reason="GitHub's description and payloads are not at hand")
NOW = 1_704_067_200.0


def described(repository: str = "acme/shop", prefix: str = "", private: bool = False) -> FakeGitHub:
    """Make a double that is held to GitHub's description where that is at hand."""
    return FakeGitHub(repository, DESCRIPTION if DESCRIPTION.is_file() else None, prefix, private)


def client(fake: FakeGitHub, token: str | None = None, slept: list[float] | None = None) -> GitHub:
    """Open the double's repository with its workflow token, or another; waits are written down, not waited."""
    waits = [] if slept is None else slept
    chosen = fake.token if token is None else token
    return GitHub(fake.world.repository, chosen, fake.url, sleep=waits.append, now=lambda: NOW)
