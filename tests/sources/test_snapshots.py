"""Files of a commit, the index and the work tree, and the reader of their contents."""

from __future__ import annotations

import pytest

from blastgate.errors import SourceError
from blastgate.model.snapshot import MAX_FILE_BYTES
from blastgate.sources.git.door import Git
from blastgate.sources.git.objects import ObjectReader
from blastgate.sources.snapshot import read_index_snapshot, read_snapshot, read_worktree_snapshot
from blastgate.testing import RepositoryBuilder, blob_id


def test_entries_have_modes_and_blobs(repo: RepositoryBuilder) -> None:
    repo.write("a", "1\n").write("bin/run", "#!/bin/sh\n", executable=True).symlink("link", "a")
    repo.stage().run("update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},lib")
    repo.run(
        "commit",
        "--quiet",
        "-m",
        "x",
        GIT_AUTHOR_NAME="A",
        GIT_AUTHOR_EMAIL="a@b",
        GIT_COMMITTER_NAME="A",
        GIT_COMMITTER_EMAIL="a@b",
    )
    snapshot = read_snapshot(Git.open(repo.path), "HEAD")
    assert {path: entry.mode for path, entry in snapshot.entries.items()} == {
        "a": "100644",
        "bin/run": "100755",
        "lib": "160000",
        "link": "120000",
    }
    assert snapshot.entries["a"].blob == blob_id(b"1\n")
    assert snapshot.tree == repo.run("rev-parse", "HEAD^{tree}")
    assert [content.data for _, content in snapshot.read_many(["a", "link", "lib", "none"])] == [
        b"1\n",
        None,
        None,
        None,
    ]


def test_contents_come_in_the_order_asked_over_many_batches(repo: RepositoryBuilder) -> None:
    files = {f"d{number % 7}/f{number}": f"{number}\n" * (number % 50) for number in range(700)}
    repo.commit("Many", files)
    snapshot = read_snapshot(Git.open(repo.path), "HEAD")
    paths = [*sorted(snapshot.entries, reverse=True), *snapshot.entries]
    assert [(path, (content.data or b"").decode()) for path, content in snapshot.read_many(paths)] == [
        (path, files[path]) for path in paths
    ]


def test_readings_can_be_nested_and_left_half_way(repo: RepositoryBuilder) -> None:
    repo.commit("Start", {name: name * 3 for name in "abcdef"})
    snapshot = read_snapshot(Git.open(repo.path), "HEAD")
    seen = []
    for path, content in snapshot.read_many("abcdef"):
        inner = [found.data for _, found in snapshot.read_many("fed")]
        seen.append((path, content.data, inner))
        next(iter(snapshot.read_many("abc")))
    assert seen == [(name, name.encode() * 3, [b"fff", b"eee", b"ddd"]) for name in "abcdef"]


def test_a_large_blob_is_skipped_and_the_next_is_read(repo: RepositoryBuilder) -> None:
    repo.commit("Start", {"a": "1\n", "big": b"x" * (MAX_FILE_BYTES + 1), "just": b"y" * MAX_FILE_BYTES, "z": "2\n"})
    contents = dict(read_snapshot(Git.open(repo.path), "HEAD").read_many(["big", "a", "just", "z"]))
    assert contents["big"].data is None
    assert contents["big"].why == "2,000,001 bytes, over the limit of 2,000,000"
    assert [len(contents[path].data or b"") for path in ("a", "just", "z")] == [2, MAX_FILE_BYTES, 2]


@pytest.mark.parametrize("blob", ["", "HEAD", "HEAD:a", "0" * 40, "abc", "a\nb", "--help", "A" * 40])
def test_what_is_no_blob_id_is_unknown(repo: RepositoryBuilder, blob: str) -> None:
    repo.commit("Start", {"a": "1\n"})
    contents = list(ObjectReader(Git.open(repo.path)).read([blob, blob_id(b"1\n"), blob]))
    assert [content.data for content in contents] == [None, b"1\n", None]
    assert all(content.why for content in contents if content.data is None)


def test_a_tree_is_no_file(repo: RepositoryBuilder) -> None:
    repo.commit("Start", {"a": "1\n"})
    tree = repo.run("rev-parse", "HEAD^{tree}")
    assert next(ObjectReader(Git.open(repo.path)).read([tree])).data is None


def test_index_and_work_tree_have_their_own_digests(repo: RepositoryBuilder) -> None:
    repo.commit("Start", {"a": "1\n"})
    clean = read_index_snapshot(Git.open(repo.path))
    assert read_worktree_snapshot(Git.open(repo.path)).tree == clean.tree
    repo.write("a", "2\n")
    changed = read_worktree_snapshot(Git.open(repo.path))
    assert changed.tree != clean.tree
    assert read_index_snapshot(Git.open(repo.path)).tree == clean.tree
    assert changed.read("a").data == b"2\n"


@pytest.mark.parametrize("commit", ["none", "", "HEAD:a"])
def test_an_unknown_commit_is_refused(repo: RepositoryBuilder, commit: str) -> None:
    repo.commit("Start", {"a": "1\n"})
    with pytest.raises(SourceError):
        read_snapshot(Git.open(repo.path), commit)
