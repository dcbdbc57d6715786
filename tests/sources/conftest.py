"""A repository to fill, and a user whose git is set to nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from blastgate.testing import RepositoryBuilder


@pytest.fixture(autouse=True)
def _no_user_configuration(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for name in ("XDG_CONFIG_HOME", "GIT_CONFIG_GLOBAL", "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def repo(tmp_path: Path) -> RepositoryBuilder:
    """An empty repository on branch ``main``."""
    return RepositoryBuilder(tmp_path / "repo")
