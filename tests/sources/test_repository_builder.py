"""The public repository builder: stable, isolated, and short to write."""

from __future__ import annotations

from pathlib import Path

import pytest

from blastgate.testing import RepositoryBuilder


def test_ids_are_the_same_everywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    heads = []
    for name in ("one", "two"):
        repo = RepositoryBuilder(tmp_path / name)
        repo.commit("Start", {"a": "1\n"})
        repo.branch("topic").write("b", "2\n").chmod("b").symlink("l", "a").commit("Topic", author="B <b@example.com>")
        repo.switch("main").commit("Main", {"c": "3\n"})
        heads.append((repo.merge("topic"), repo.note("x").run("rev-parse", "refs/notes/ai")))
        monkeypatch.setenv("GIT_AUTHOR_DATE", "2001-01-01T00:00:00")
        monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
        monkeypatch.setenv("GIT_CONFIG_KEY_0", "commit.gpgSign")
        monkeypatch.setenv("GIT_CONFIG_VALUE_0", "true")
        (tmp_path / "home" / ".gitconfig").write_text("[user]\n\tname = Somebody\n[core]\n\tautocrlf = true\n")
    assert heads[0] == heads[1]


def test_a_variable_that_names_another_repository_is_outdone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = RepositoryBuilder(tmp_path / "other")
    start = other.commit("Other")
    monkeypatch.setenv("GIT_DIR", str(other.path / ".git"))
    RepositoryBuilder(tmp_path / "mine").commit("Mine", {"a": "1\n"})
    assert other.head == start


def test_a_person_without_an_address_is_refused(repo: RepositoryBuilder) -> None:
    with pytest.raises(ValueError, match="Name <email>"):
        repo.commit("x", author="nobody")
