"""A small shop in a real repository, and commands run as a user runs them."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_shop import FILES, Command, Result

from blastgate.cli.app import run
from blastgate.testing import RepositoryBuilder


@pytest.fixture
def shop(tmp_path: Path) -> RepositoryBuilder:
    """A repository with two services, one of which imports the other, on branch ``topic``."""
    repo = RepositoryBuilder(tmp_path / "shop")
    repo.commit("Start", dict(FILES))
    return repo.branch("topic")


@pytest.fixture
def blastgate(shop: RepositoryBuilder, capfdbinary: pytest.CaptureFixture[bytes]) -> Command:
    """Run a command in the shop."""

    def call(command: str, *arguments: str) -> Result:
        code = run([command, *arguments, "--repo", str(shop.path)])
        out, err = capfdbinary.readouterr()
        return Result(code, out.decode(), err.decode())

    return call
