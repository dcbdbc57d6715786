"""The index and the work tree, read without writing to the repository."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from blastgate.errors import SourceError
from blastgate.sources.changes.change import read_staged, read_worktree
from blastgate.sources.git.door import Git
from blastgate.sources.snapshot import read_index_snapshot, read_worktree_snapshot
from blastgate.testing import RepositoryBuilder


def test_staged_is_the_index_and_not_the_disk(repo: RepositoryBuilder) -> None:
    head = repo.commit("Start", {"a": "1\n", "b": "1\n"})
    repo.write("a", "2\n").stage().write("a", "3\n").write("untracked", "1\n")
    change = read_staged(Git.open(repo.path), lines=True)
    assert [(file.path, file.status) for file in change.files] == [("a", "modified")]
    assert [line.text for line in change.patches["a"].added] == ["2"]
    assert (change.base, change.head, change.merge_base) == (head, "", head)


@pytest.mark.parametrize("read", [read_staged, read_worktree])
def test_before_the_first_commit_everything_is_added(repo: RepositoryBuilder, read: type) -> None:
    repo.write("a", "1\n").write("s/b", "2\n").stage()
    change = read(Git.open(repo.path), True)
    assert [(file.path, file.status) for file in change.files] == [("a", "added"), ("s/b", "added")]
    assert (change.base, change.merge_base) == ("", "")
    assert "first commit" in change.described


def test_staged_honours_the_index_of_a_hook(repo: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.commit("Start", {"a": "1\n", "b": "1\n"})
    other = str(repo.path / ".git" / "next-index-7.lock")
    repo.run("read-tree", "HEAD", GIT_INDEX_FILE=other)
    repo.write("b", "2\n").run("update-index", "b", GIT_INDEX_FILE=other)
    monkeypatch.chdir(repo.path)
    monkeypatch.setenv("GIT_INDEX_FILE", other)
    git = Git.open(repo.path, hook=True)
    assert [file.path for file in read_staged(git, lines=False).files] == ["b"]
    assert read_index_snapshot(git).read("b").data == b"2\n"
    assert read_staged(Git.open(repo.path), lines=False).files == ()


def test_the_work_tree_holds_untracked_files_and_not_ignored_ones(repo: RepositoryBuilder) -> None:
    repo.commit("Start", {"a": "1\n", "b": "1\n", "gone": "other\n", ".gitignore": "*.log\n"})
    repo.write("a", "2\n").stage().write("b", "2\n").remove("gone").write("new/x", "new\n").write("x.log", "1\n")
    change = read_worktree(Git.open(repo.path), lines=True)
    assert [(file.path, file.status) for file in change.files] == [
        ("a", "modified"),
        ("b", "modified"),
        ("gone", "deleted"),
        ("new/x", "added"),
    ]
    assert [line.text for line in change.patches["new/x"].added] == ["new"]


def test_links_are_read_as_links(repo: RepositoryBuilder, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret\n")
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "f").write_text("outside\n")
    repo.commit("Start", {"a": "1\n", "dir/f": "1\n"})
    repo.symlink("link", str(tmp_path / "secret")).symlink("a", "a").remove("dir/f")
    (repo.path / "dir").rmdir()
    repo.symlink("dir", str(tmp_path / "outside"))
    git = Git.open(repo.path)
    change = read_worktree(git, lines=True)
    assert [(file.path, file.status) for file in change.files] == [
        ("a", "type-changed"),
        ("dir", "added"),
        ("dir/f", "deleted"),
        ("link", "added"),
    ]
    snapshot = read_worktree_snapshot(git)
    assert "dir/f" not in snapshot
    assert snapshot.read("link").data is None
    assert snapshot.entries["link"].mode == "120000"


def test_odd_things_on_the_disk_are_no_files(repo: RepositoryBuilder, tmp_path: Path) -> None:
    repo.commit("Start", {"pipe": "1\n", "file": "1\n"})
    repo.remove("pipe").remove("file").write("file/inner", "x\n")
    os.mkfifo(repo.path / "pipe")
    os.mkfifo(repo.path / "other-pipe")
    RepositoryBuilder(repo.path / "empty-repository")
    nested = RepositoryBuilder(repo.path / "nested").commit("Nested", {"n": "1\n"})
    change = read_worktree(Git.open(repo.path), lines=True)
    assert [(file.path, file.status, file.new_blob) for file in change.files if file.status != "renamed"] == [
        ("file", "deleted", ""),
        ("file/inner", "added", change.files[1].new_blob),
        ("nested", "submodule", nested),
        ("pipe", "deleted", ""),
    ]


def test_nothing_in_the_repository_is_written(repo: RepositoryBuilder) -> None:
    repo.commit("Start", {"a": "1\n", "sub/b": "1\n"})
    repo.write("a", "2\n").stage().write("sub/b", "2\n").write("new", "3\n")
    before = state(repo.path)
    git = Git.open(repo.path)
    read_staged(git, lines=True)
    read_worktree(git, lines=True)
    read_index_snapshot(git)
    read_worktree_snapshot(git)
    assert state(repo.path) == before


def state(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() if path.is_file() else b"" for path in sorted(folder.rglob("*"))}


def test_a_file_too_large_to_stage_is_unknown(repo: RepositoryBuilder) -> None:
    repo.commit("Start", {"a": "1\n"})
    with (repo.path / "data").open("wb") as file:
        file.truncate(50_000_001)
    git = Git.open(repo.path)
    change = read_worktree(git, lines=True)
    assert [(f.path, f.status, f.additions, f.binary) for f in change.files] == [("data", "added", None, False)]
    assert "data" not in change.patches
    assert read_worktree_snapshot(git).read("data").data is None


def test_a_conflict_is_refused_in_the_index_and_read_from_the_disk(repo: RepositoryBuilder) -> None:
    repo.commit("Start", {"a": "1\n"})
    repo.branch("side").commit("Side", {"a": "side\n"})
    repo.switch("main").commit("Main", {"a": "main\n"})
    repo.run("read-tree", "-m", "HEAD~1", "HEAD", "side")  # a merge that stops at the index
    repo.write("a", "main and side\n")
    git = Git.open(repo.path)
    with pytest.raises(SourceError, match="conflict"):
        read_staged(git, lines=False)
    assert [(f.path, f.status) for f in read_worktree(git, lines=False).files] == [("a", "modified")]
    assert read_index_snapshot(git).read("a").data == b"main\n"


@pytest.mark.parametrize("read", [read_staged, read_worktree])
def test_a_bare_repository_has_neither(repo: RepositoryBuilder, tmp_path: Path, read: type) -> None:
    repo.commit("Start")
    bare = repo.clone(tmp_path / "bare", "--bare")
    with pytest.raises(SourceError, match="bare"):
        read(Git.open(bare), False)


def test_split_indexes_are_read(repo: RepositoryBuilder) -> None:
    repo.commit("Start", {"a": "1\n", "b": "1\n"})
    repo.run("update-index", "--split-index")
    repo.write("a", "2\n").stage().write("b", "2\n")
    git = Git.open(repo.path)
    assert [file.path for file in read_staged(git, lines=False).files] == ["a"]
    assert [file.path for file in read_worktree(git, lines=False).files] == ["a", "b"]


def test_whoever_would_commit_is_known(repo: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.commit("Start", {"a": "1\n"})
    repo.run("config", "user.name", "Bo Builder")
    repo.run("config", "user.email", "bo@example.com")
    assert [(p.name, p.email) for p in read_staged(Git.open(repo.path), False).people] == [
        ("Bo Builder", "bo@example.com")
    ]
    monkeypatch.setenv("GIT_AUTHOR_NAME", "Hook")
    monkeypatch.setenv("GIT_AUTHOR_EMAIL", "hook@example.com")
    hook = read_staged(Git.open(repo.path, hook=True), False)
    assert [(p.name, p.email) for p in hook.people] == [("Hook", "hook@example.com")]
    assert read_worktree(Git.open(repo.path), False).people[0].name == "Bo Builder"


def test_line_ends_are_converted_as_git_add_would(repo: RepositoryBuilder) -> None:
    repo.commit("Start", {"a.txt": "1\n", ".gitattributes": "*.txt text=auto\n"})
    repo.write("a.txt", "1\r\n2\r\n")
    change = read_worktree(Git.open(repo.path), lines=True)
    assert [(f.path, f.additions, f.deletions) for f in change.files] == [("a.txt", 1, 0)]
