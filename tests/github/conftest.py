"""A GitHub for every test of this room, with one open pull request."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from github_files import client, described

from blastgate.sources.github.client import GitHub
from blastgate.testing import FakeGitHub


@pytest.fixture
def fake() -> Iterator[FakeGitHub]:
    """A GitHub where eve asks to merge #7, and dana, who may write, could review it."""
    with described() as made:
        made.person("dana", permission="write", role="maintain")
        made.person("eve")
        made.pull_request(7, head="topic", author="eve")
        yield made


@pytest.fixture
def github(fake: FakeGitHub) -> GitHub:
    """A client of it with the rights of the workflow."""
    return client(fake)
