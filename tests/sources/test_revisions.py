"""Names of commits, the default branch, the merge base, and the errors that say what mends them."""

from __future__ import annotations

from pathlib import Path

import pytest

from blastgate.errors import SourceError
from blastgate.sources.git.door import Git
from blastgate.sources.git.revisions import default_branch, merge_base, resolve, short_name, tree_of
from blastgate.testing import RepositoryBuilder


@pytest.mark.parametrize("ref", ["HEAD", "main", "v1", "HEAD~0", "main^{commit}", "refs/heads/main", "@"])
def test_every_way_to_name_a_commit_is_understood(repo: RepositoryBuilder, ref: str) -> None:
    head = repo.commit("Start")
    repo.run("tag", "v1")
    assert resolve(Git.open(repo.path), ref) == head
    assert tree_of(Git.open(repo.path), ref) == repo.run("rev-parse", "HEAD^{tree}")


@pytest.mark.parametrize(
    ("ref", "hint"),
    [
        ("mian", "did you mean main?"),
        ("featrue/login", "did you mean feature/login?"),
        ("login", "did you mean feature/login?"),
        ("0" * 40, "git fetch origin"),
        ("--help", "git fetch origin"),
        ("-x", "git fetch origin"),
        ("HEAD:a", "name one of: feature/login, main"),
        ("a b\nc", "name one of"),
        ("\udcff", "name one of"),
    ],
)
def test_an_unknown_ref_names_itself_and_the_nearest(repo: RepositoryBuilder, ref: str, hint: str) -> None:
    repo.commit("Start", {"a": "1\n"})
    repo.branch("feature/login")
    with pytest.raises(SourceError) as caught:
        resolve(Git.open(repo.path), ref)
    assert caught.value.where == ref
    assert hint in caught.value.hint


@pytest.mark.parametrize("ref", ["", " ", "\t", "a\0b"])
def test_an_empty_ref_is_refused(repo: RepositoryBuilder, ref: str) -> None:
    repo.commit("Start")
    with pytest.raises(SourceError, match="empty"):
        resolve(Git.open(repo.path), ref)


def test_a_name_of_a_branch_and_a_tag_is_refused(repo: RepositoryBuilder) -> None:
    repo.commit("Start")
    repo.run("tag", "main")
    repo.commit("More")
    with pytest.raises(SourceError, match="more than one") as caught:
        resolve(Git.open(repo.path), "main")
    assert "refs/heads/main" in caught.value.hint


def test_a_repository_without_commits_says_so(repo: RepositoryBuilder) -> None:
    with pytest.raises(SourceError) as caught:
        resolve(Git.open(repo.path), "HEAD")
    assert "no commits" in caught.value.hint


BRANCHES: dict[str, tuple[list[str], str]] = {
    "what origin says": (
        ["update-ref refs/remotes/origin/prod HEAD", "symbolic-ref refs/remotes/origin/HEAD refs/remotes/origin/prod"],
        "refs/remotes/origin/prod",
    ),
    "the only remote": (["update-ref refs/remotes/acme/master HEAD"], "refs/remotes/acme/master"),
    "origin of two": (
        ["update-ref refs/remotes/acme/main HEAD", "update-ref refs/remotes/origin/master HEAD"],
        "refs/remotes/origin/master",
    ),
    "remote before local": (
        ["branch main", "update-ref refs/remotes/origin/develop HEAD"],
        "refs/remotes/origin/develop",
    ),
    "main before master": (["branch master", "branch main"], "refs/heads/main"),
    "trunk": (["branch trunk"], "refs/heads/trunk"),
    "not a tag of that name": (["branch main", "tag origin/main", "tag main"], "refs/heads/main"),
    "what the user calls new ones": (["branch mine", "config init.defaultBranch mine"], "refs/heads/mine"),
}


@pytest.mark.parametrize("case", BRANCHES)
def test_the_default_branch_is_found(tmp_path: Path, case: str) -> None:
    commands, expected = BRANCHES[case]
    repo = RepositoryBuilder(tmp_path / "r", branch="topic")
    head = repo.commit("Start")
    for command in commands:
        repo.run(*command.split())
    git = Git.open(repo.path)
    assert default_branch(git) == expected
    assert resolve(git, default_branch(git)) == head


def test_before_the_first_commit_it_is_said_what_can_be_judged(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as error:
        default_branch(Git.open(RepositoryBuilder(tmp_path).path))
    assert error.value.hint.startswith("nothing is committed here yet: check --worktree")


def test_a_bare_repository_says_its_default_branch_itself(tmp_path: Path) -> None:
    repo = RepositoryBuilder(tmp_path / "r", branch="canary")
    repo.commit("Start")
    repo.branch("main")
    bare = repo.switch("canary").clone(tmp_path / "bare", "--bare")
    assert default_branch(Git.open(bare)) == "refs/heads/canary"


def test_no_default_branch_says_how_to_name_one(tmp_path: Path) -> None:
    repo = RepositoryBuilder(tmp_path / "r", branch="topic")
    repo.commit("Start")
    with pytest.raises(SourceError) as caught:
        default_branch(Git.open(repo.path))
    assert "--base" in caught.value.hint


@pytest.mark.parametrize(
    ("ref", "short"),
    [
        ("refs/remotes/origin/main", "origin/main"),
        ("refs/heads/a/b", "a/b"),
        ("refs/tags/v1", "v1"),
        ("HEAD~2", "HEAD~2"),
    ],
)
def test_short_names_are_for_people(ref: str, short: str) -> None:
    assert short_name(ref) == short


def test_unrelated_histories_have_no_merge_base(repo: RepositoryBuilder) -> None:
    base = repo.commit("Start", {"a": "1\n"})
    repo.run("checkout", "--quiet", "--orphan", "other")
    head = repo.commit("Other", {"b": "1\n"})
    with pytest.raises(SourceError, match="unrelated"):
        merge_base(Git.open(repo.path), base, head)


def test_a_shallow_clone_is_told_to_deepen(repo: RepositoryBuilder, tmp_path: Path) -> None:
    repo.commit("Start", {"a": "1\n"})
    repo.branch("topic").commit("Topic", {"t": "1\n"})
    repo.switch("main").commit("Main", {"m": "1\n"})
    git = Git.open(repo.clone(tmp_path / "shallow", "--depth=1", "--no-single-branch"))
    with pytest.raises(SourceError, match="shallow") as caught:
        merge_base(git, resolve(git, "origin/main"), resolve(git, "origin/topic"))
    assert "git fetch --unshallow" in caught.value.hint


def test_a_shallow_clone_that_goes_deep_enough_is_enough(repo: RepositoryBuilder, tmp_path: Path) -> None:
    repo.commit("Before", {"a": "0\n"})
    fork = repo.commit("Start", {"a": "1\n"})
    repo.branch("topic").commit("Topic", {"t": "1\n"})
    repo.switch("main").commit("Main", {"m": "1\n"})
    git = Git.open(repo.clone(tmp_path / "shallow", "--depth=2", "--no-single-branch"))
    assert merge_base(git, resolve(git, "origin/main"), resolve(git, "origin/topic")) == fork
