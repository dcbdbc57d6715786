"""Objects of a remote: fetched by ref, kept apart, and no token where anybody could see it."""

from __future__ import annotations

from pathlib import Path

import pytest

from blastgate.errors import SourceError
from blastgate.sources.git.fetch import Objects
from blastgate.testing import RepositoryBuilder


@pytest.fixture
def remote(tmp_path: Path) -> RepositoryBuilder:
    """A repository with a branch and the head of a pull request."""
    made = RepositoryBuilder(tmp_path / "remote")
    made.commit("Start", {"a.txt": "a\n"})
    made.branch("topic").commit("Change", {"a.txt": "b\n"})
    made.run("update-ref", "refs/pull/7/head", made.head)
    return made


def test_refs_are_fetched_with_their_history(remote: RepositoryBuilder) -> None:
    objects = Objects(remote.path.as_uri())
    found = objects.fetch(["refs/heads/main", "refs/pull/7/head"])
    assert found["refs/pull/7/head"] == remote.head
    assert objects.git.run("merge-base", *found.values()).decode().strip() == found["refs/heads/main"]
    assert objects.git.top is None


def test_a_ref_that_moved_is_fetched_as_it_is_now(remote: RepositoryBuilder) -> None:
    objects = Objects(remote.path.as_uri())
    before = objects.fetch(["refs/heads/topic"])["refs/heads/topic"]
    remote.run("update-ref", "refs/heads/topic", "refs/heads/main")
    after = objects.fetch(["refs/heads/topic"])["refs/heads/topic"]
    assert before != after == remote.run("rev-parse", "refs/heads/main")


def test_a_ref_that_is_not_there_is_named(remote: RepositoryBuilder) -> None:
    with pytest.raises(SourceError) as caught:
        Objects(remote.path.as_uri(), "ghs_secret").fetch(["refs/heads/none"])
    assert "refs/heads/none" in caught.value.where
    assert "ghs_secret" not in f"{caught.value.message}{caught.value.where}{caught.value.hint}"


@pytest.mark.parametrize(
    "url",
    ["http://example.com/a/b", "git://example.com/a", "ssh://example.com/a", "ext::sh", "https://t@h.example/a", "/a"],
)
def test_an_address_that_would_show_the_token_is_refused(url: str) -> None:
    with pytest.raises(SourceError, match="no https address"):
        Objects(url, "ghs_secret")


def test_the_repository_goes_when_it_is_let_go_of(remote: RepositoryBuilder) -> None:
    objects = Objects(remote.path.as_uri())
    folder = objects.git.git_dir
    assert folder.is_dir()
    del objects
    assert not folder.exists()


def test_hooks_and_settings_of_a_user_do_not_run(remote: RepositoryBuilder, tmp_path: Path) -> None:
    objects = Objects(remote.path.as_uri())
    hooks = objects.git.git_dir / "hooks"
    hooks.mkdir(exist_ok=True)
    hook = hooks / "reference-transaction"
    hook.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\n")
    hook.chmod(0o755)
    objects.fetch(["refs/heads/main"])
    assert not (tmp_path / "ran").exists()
