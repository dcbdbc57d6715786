"""Names that break tools: each goes through every door and comes out as it went in."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from blastgate.sources.changes.change import read_range, read_worktree
from blastgate.sources.changes.diff import read_diff
from blastgate.sources.git.door import Git
from blastgate.sources.snapshot import read_index_snapshot, read_snapshot, read_worktree_snapshot
from blastgate.testing import NO_CONFIGURATION, RepositoryBuilder

NAMES = [
    "line\nbreak",
    "-leading-dash",
    "--option=1",
    "\udcff\udcfe",
    "right\u202eto-left",
    "tab\there",
    'quote"d',
    "back\\slash",
    "back\\303slash",
    "n" * 200,
    "carriage\rreturn",
    "bell\x07",
    "a b  c ",
    " b/a",
    "x b/x",
    "a/b/a/b",
    "b/a",
    ":(glob)**",
    ":!x",
    "*?[a]",
    "äöü/漢字",
    "e\u0301",
    "=> {a => b}",
    "/".join(["deep"] * 60),
    "ends-with-cr\r",
    "a => b",
]


@pytest.mark.parametrize("name", NAMES, ids=[repr(name)[:40] for name in NAMES])
def test_a_hostile_name_survives(repo: RepositoryBuilder, name: str) -> None:
    text = "".join(f"{number}\n" for number in range(9))
    repo.commit("Start", {"other": "1\n"})
    repo.commit("Add", {name: text})
    repo.commit("Modify", {name: text + "more\n"})
    repo.rename(name, "plain/target").commit("Rename")
    repo.rename("plain/target", name).commit("Back")
    repo.chmod(name).commit("Mode")
    repo.remove(name).commit("Delete")
    git = Git.open(repo.path)
    turns = [read_range(git, f"HEAD~{n}", f"HEAD~{n - 1}", lines=True) for n in range(6, 0, -1)]
    assert [(file.path, file.old_path, file.status) for turn in turns for file in turn.files] == [
        (name, None, "added"),
        (name, None, "modified"),
        ("plain/target", name, "renamed"),
        (name, "plain/target", "renamed"),
        (name, None, "mode-changed"),
        (name, None, "deleted"),
    ]
    for number, turn in zip(range(6, 0, -1), turns, strict=True):
        text_form = diff_of(repo.path, f"HEAD~{number}", f"HEAD~{number - 1}")
        read = read_diff(text_form)
        assert [(f.path, f.old_path, f.status) for f in read.files] == [
            (f.path, f.old_path, f.status) for f in turn.files
        ]
        assert read.patches == turn.patches


@pytest.mark.parametrize("name", NAMES, ids=[repr(name)[:40] for name in NAMES])
def test_a_hostile_name_is_read_from_tree_index_and_disk(repo: RepositoryBuilder, name: str) -> None:
    repo.commit("Start", {name: "committed\n"})
    repo.write(name, "staged\n").stage().write(name, "on disk\n").write("un" + name, "untracked\n")
    git = Git.open(repo.path)
    assert read_snapshot(git, "HEAD").read(name).data == b"committed\n"
    assert read_index_snapshot(git).read(name).data == b"staged\n"
    on_disk = read_worktree_snapshot(git)
    assert on_disk.read(name).data == b"on disk\n"
    assert on_disk.read("un" + name).data == b"untracked\n"
    assert {file.path for file in read_worktree(git, lines=True).files} == {name, "un" + name}


def diff_of(folder: Path, *args: str) -> bytes:
    command = ["git", "-C", str(folder), "diff", "--full-index", *args]
    return subprocess.run(command, capture_output=True, check=True, env=os.environ | NO_CONFIGURATION).stdout
