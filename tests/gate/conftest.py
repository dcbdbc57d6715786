"""A stage for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from stage import Stage

from blastgate.testing.github import FakeGitHub


@pytest.fixture
def fake() -> Iterator[FakeGitHub]:
    """A GitHub that complains at the end of what does not fit."""
    with FakeGitHub("acme/shop") as made:
        yield made


@pytest.fixture
def stage(tmp_path: Path, fake: FakeGitHub) -> Stage:
    """The repository, without a pull request yet."""
    return Stage(tmp_path, fake)
