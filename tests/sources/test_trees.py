"""Commits and folders read as objects say what git says of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from blastgate.errors import SourceError
from blastgate.model.snapshot import Entry
from blastgate.sources.git.door import Git
from blastgate.sources.git.revisions import merge_base, resolve, resolve_all, tree_of
from blastgate.sources.git.trees import FOLDER, entry_at, folder_of, links_of
from blastgate.testing import RepositoryBuilder

FILES = {"a.py": "1\n", "folder/b.py": "2\n", "folder/deep er/c\udcff.py": "3\n", "empty": ""}


@pytest.fixture(scope="module")
def git(tmp_path_factory: pytest.TempPathFactory) -> Git:
    """A repository of two commits, with a file whose name is no UTF-8."""
    repo = RepositoryBuilder(tmp_path_factory.mktemp("trees") / "repo")
    repo.commit("First", FILES)
    repo.commit("Second", {"a.py": "11\n"})
    return Git.open(repo.path)


def listed(git: Git, *options: str) -> dict[str, Entry]:
    """List the tree of HEAD with git itself."""
    records = git.run("ls-tree", "-z", *options, "HEAD").decode("utf-8", "surrogateescape").split("\0")[:-1]
    rows = [(record.split("\t")[1], record.split(" ")) for record in records]
    return {path: Entry(mode.lstrip("0"), rest[1].split("\t")[0]) for path, (mode, *rest) in rows}


def test_a_folder_holds_what_git_lists(git: Git) -> None:
    assert folder_of(git, tree_of(git, "HEAD")) == listed(git)


def test_every_path_is_found_where_git_lists_it(git: Git) -> None:
    everything = listed(git, "-r", "-t")
    assert {path: entry_at(git, tree_of(git, "HEAD"), path) for path in everything} == everything
    assert everything["folder/deep er"].mode == FOLDER


@pytest.mark.parametrize("path", ["b.py", "folder/a.py", "a.py/x", "", "/a.py", "folder/", "../a.py", "a.py\n"])
def test_nothing_stands_at_another_path(git: Git, path: str) -> None:
    assert entry_at(git, tree_of(git, "HEAD"), path) is None


def test_a_commit_points_to_its_tree_and_parents(git: Git) -> None:
    first, second = resolve_all(git, ["HEAD~1", "HEAD"])
    links = links_of(git, second)
    assert links is not None
    assert links.parents == (first,)
    assert links.tree == git.run("rev-parse", "HEAD^{tree}").decode().strip() == tree_of(git, second)
    assert links_of(git, links.tree) is None
    assert links_of(git, "0" * 40) is None


def test_a_tree_that_is_not_here_is_an_error(git: Git) -> None:
    with pytest.raises(SourceError):
        entry_at(git, "0" * 40, "a.py")


def test_a_parent_is_the_merge_base(git: Git) -> None:
    first, second = resolve_all(git, ["HEAD~1", "HEAD"])
    assert merge_base(git, first, second) == merge_base(git, second, first) == first
    assert merge_base(git, second, second) == second


@pytest.mark.parametrize("bad", ["nope", "", "--all", "HEAD~1..HEAD", "^HEAD", "HEAD\0", ":/First"])
def test_several_refs_are_resolved_as_each_alone(git: Git, bad: str) -> None:
    try:
        expected: list[str] | None = [resolve(git, "HEAD"), resolve(git, bad)]
    except SourceError:
        expected = None
    if expected is None:
        with pytest.raises(SourceError):
            resolve_all(git, ["HEAD", bad])
    else:
        assert resolve_all(git, ["HEAD", bad]) == expected


def test_a_name_of_a_branch_and_a_tag_is_refused_among_others(tmp_path: Path) -> None:
    repo = RepositoryBuilder(tmp_path / "repo")
    repo.commit("First", {"a": "1"})
    repo.run("tag", "main")
    repo.commit("Second", {"a": "2"})
    with pytest.raises(SourceError, match="more than one commit"):
        resolve_all(Git.open(repo.path), ["HEAD", "main"])
