"""Repositories for the statistics, made in no time."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from histories import Made, Make, build, mixed


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Return what makes a bare repository from a list of commits, on a branch (default: main), and names its folder."""

    def make_one(commits: Iterable[Made], name: str = "repo.git", branch: str = "main") -> Path:
        return build(tmp_path / name, commits, branch)

    return make_one


@pytest.fixture(name="mixed")
def mixed_history() -> list[Made]:
    """Three hundred commits of people, an agent and a bot."""
    return mixed()
