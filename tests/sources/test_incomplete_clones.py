"""Partial clones: what is here is counted, what is not is unknown, nothing is fetched."""

from __future__ import annotations

from pathlib import Path

import pytest

from blastgate.errors import SourceError
from blastgate.sources.changes.change import read_range, read_staged
from blastgate.sources.git.door import Git
from blastgate.sources.snapshot import read_snapshot
from blastgate.testing import RepositoryBuilder

TEXT = "".join(f"line {number}\n" for number in range(20))


@pytest.fixture
def partial(repo: RepositoryBuilder, tmp_path: Path) -> Git:
    """A bare clone without blobs, whose promisor remote would answer if it were asked."""
    repo.commit("Start", {"a": "1\n", "b": TEXT, "c": "1\n", "gone": "1\n"})
    repo.rename("b", "moved").chmod("c").remove("gone").write("a", "2\n").write("new", "3\n").commit("Edit")
    repo.run("config", "uploadpack.allowFilter", "true")
    return Git.open(repo.clone(tmp_path / "partial", "--bare", "--filter=blob:none"))


def test_every_file_is_listed_and_its_lines_are_unknown(partial: Git) -> None:
    change = read_range(partial, "HEAD~1", "HEAD", lines=True)
    assert [(f.path, f.old_path, f.status, f.additions, f.deletions, f.binary) for f in change.files] == [
        ("a", None, "modified", None, None, False),
        ("c", None, "mode-changed", 0, 0, False),
        ("gone", None, "deleted", None, None, False),
        ("moved", "b", "renamed", 0, 0, False),
        ("new", None, "added", None, None, False),
    ]
    assert sorted(change.patches) == ["c", "moved"]
    assert [commit.additions for commit in change.commits] == [None]


def test_blobs_that_are_here_are_counted(partial: Git, repo: RepositoryBuilder) -> None:
    data = repo.run("cat-file", "blob", "HEAD:new") + "\n"
    partial.run("hash-object", "-w", "--stdin", input=data.encode())
    change = read_range(partial, "HEAD~1", "HEAD", lines=True)
    counts = {file.path: file.additions for file in change.files}
    assert (counts["new"], counts["a"]) == (1, None)
    assert [line.text for line in change.patches["new"].added] == ["3"]


def test_a_missing_blob_says_so_and_is_not_fetched(partial: Git) -> None:
    snapshot = read_snapshot(partial, "HEAD")
    contents = dict(snapshot.read_many(sorted(snapshot.entries)))
    assert [content.data for content in contents.values()] == [None] * 4
    assert all("missing" in content.why for content in contents.values())
    assert dict(read_snapshot(partial, "HEAD").read_many(["a"])) == {"a": contents["a"]}


def test_missing_trees_are_an_error(repo: RepositoryBuilder, tmp_path: Path) -> None:
    repo.commit("Start", {"s/a": "1\n"})
    repo.commit("Edit", {"s/a": "2\n"})
    repo.run("config", "uploadpack.allowFilter", "true")
    git = Git.open(repo.clone(tmp_path / "partial", "--bare", "--filter=tree:0"))
    with pytest.raises(SourceError):
        read_range(git, "HEAD~1", "HEAD", lines=False)
    with pytest.raises(SourceError):
        read_snapshot(git, "HEAD")


def test_a_damaged_blob_is_told_and_the_next_one_is_read(repo: RepositoryBuilder) -> None:
    repo.commit("Start", {"a": "1\n", "b": "2\n", "c": "3\n"})
    blob = repo.run("rev-parse", "HEAD:b")
    place = repo.path / ".git" / "objects" / blob[:2] / blob[2:]
    place.chmod(0o644)
    place.write_bytes(b"no zlib stream")
    contents = dict(read_snapshot(Git.open(repo.path), "HEAD").read_many(["a", "b", "c", "b", "a"]))
    assert (contents["a"].data, contents["c"].data) == (b"1\n", b"3\n")
    assert contents["b"].data is None
    assert contents["b"].why


def test_an_index_with_missing_blobs_is_listed(repo: RepositoryBuilder) -> None:
    repo.commit("Start", {"a": "1\n"})
    repo.run("update-index", "--add", "--cacheinfo", f"100644,{'1' * 40},lost")
    change = read_staged(Git.open(repo.path), lines=True)
    assert [(file.path, file.additions) for file in change.files] == [("lost", None)]
