"""Every kind of change of one file, as a range of commits shows it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import pytest

from blastgate.errors import SourceError
from blastgate.model.change import FileChange, Line, Patch
from blastgate.sources.changes.change import read_range
from blastgate.sources.git.door import Git
from blastgate.testing import RepositoryBuilder

TEXT = "".join(f"line {number}\n" for number in range(20))
START: dict[str, str | bytes | None] = {
    "a.txt": TEXT,
    "b.txt": "b\n",
    "run.sh": "#!/bin/sh\n",
    "empty": "",
    "picture.bin": b"\x89P\0" + b"x" * 90,
    "windows.txt": "one\r\ntwo\r\n",
    "no-newline": "end",
    "latin.txt": b"caf\xe9\n",
}


class Seen(NamedTuple):
    """What is expected of a changed file; the rest of it is in the cases by name."""

    path: str
    status: str
    old_path: str | None = None
    additions: int | None = 0
    deletions: int | None = 0
    binary: bool = False


Edit = Callable[[RepositoryBuilder], object]
CASES: dict[str, tuple[Edit, list[Seen]]] = {
    "added": (lambda r: r.write("new.txt", "1\n2\n"), [Seen("new.txt", "added", None, 2)]),
    "added empty": (lambda r: r.write("new", ""), [Seen("new", "added")]),
    "modified": (lambda r: r.write("b.txt", "c\nd\n"), [Seen("b.txt", "modified", None, 2, 1)]),
    "deleted": (lambda r: r.remove("b.txt"), [Seen("b.txt", "deleted", None, 0, 1)]),
    "renamed": (lambda r: r.rename("a.txt", "sub/c.txt"), [Seen("sub/c.txt", "renamed", "a.txt")]),
    "renamed in case only": (lambda r: r.rename("a.txt", "A.txt"), [Seen("A.txt", "renamed", "a.txt")]),
    "renamed and changed": (
        lambda r: r.rename("a.txt", "c.txt").write("c.txt", TEXT + "more\n"),
        [Seen("c.txt", "renamed", "a.txt", 1)],
    ),
    "copied": (
        lambda r: r.write("copy.txt", TEXT).write("a.txt", TEXT + "more\n"),
        [Seen("a.txt", "modified", None, 1), Seen("copy.txt", "copied", "a.txt")],
    ),
    "mode changed": (lambda r: r.chmod("run.sh"), [Seen("run.sh", "mode-changed")]),
    "mode and content": (
        lambda r: r.write("run.sh", "#!/bin/bash\n", executable=True),
        [Seen("run.sh", "modified", None, 1, 1)],
    ),
    "a link in place of a file": (lambda r: r.symlink("b.txt", "a.txt"), [Seen("b.txt", "type-changed", None, 1, 1)]),
    "a new link": (lambda r: r.symlink("link", "/etc/passwd"), [Seen("link", "added", None, 1)]),
    "binary": (lambda r: r.write("picture.bin", b"\0\1"), [Seen("picture.bin", "modified", binary=True)]),
    "text became binary": (lambda r: r.write("b.txt", b"a\0"), [Seen("b.txt", "modified", binary=True)]),
    "line ends": (lambda r: r.write("windows.txt", "one\ntwo\n"), [Seen("windows.txt", "modified", None, 2, 2)]),
    "no newline": (lambda r: r.write("no-newline", "end\n"), [Seen("no-newline", "modified", None, 1, 1)]),
    "not UTF-8": (lambda r: r.write("latin.txt", b"th\xe9\n"), [Seen("latin.txt", "modified", None, 1, 1)]),
    "nothing": (lambda r: r, []),
    "folder in place of a file": (
        lambda r: r.remove("b.txt").write("b.txt/inner", "quite another text\n"),
        [Seen("b.txt", "deleted", None, 0, 1), Seen("b.txt/inner", "added", None, 1)],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_every_kind_of_change_is_seen(repo: RepositoryBuilder, case: str) -> None:
    edit, expected = CASES[case]
    repo.commit("Start", START)
    edit(repo)
    repo.commit("Edit")
    change = read_range(Git.open(repo.path), "HEAD~1", None, lines=True)
    assert [seen(file) for file in change.files] == expected
    assert {path: (len(p.added), len(p.removed)) for path, p in change.patches.items()} == {
        file.path: (file.additions, file.deletions) for file in expected
    }


def seen(file: FileChange) -> Seen:
    return Seen(file.path, file.status, file.old_path, file.additions, file.deletions, file.binary)


def test_without_lines_the_files_are_the_same(repo: RepositoryBuilder) -> None:
    repo.commit("Start", START)
    repo.rename("a.txt", "z.txt").chmod("run.sh").write("b.txt", "x\n" * 9).remove("empty").commit("Edit")
    git = Git.open(repo.path)
    with_lines, without = (read_range(git, "HEAD~1", "HEAD", lines) for lines in (True, False))
    assert with_lines.files == without.files
    assert not without.patches


def test_modes_and_blobs_are_those_of_git(repo: RepositoryBuilder) -> None:
    repo.commit("Start", START)
    repo.chmod("run.sh").remove("b.txt").commit("Edit")
    deleted, mode = read_range(Git.open(repo.path), "HEAD~1", "HEAD", lines=False).files
    assert (deleted.old_mode, deleted.new_mode, deleted.new_blob) == ("100644", "000000", "")
    assert deleted.old_blob == repo.run("rev-parse", "HEAD~1:b.txt")
    assert (mode.old_mode, mode.new_mode, mode.old_blob) == ("100644", "100755", mode.new_blob)


def test_lines_are_numbered_on_their_own_side(repo: RepositoryBuilder) -> None:
    repo.commit("Start", {"f": "1\n2\n3\n4\n5\n6\n7\n8\n"})
    repo.commit("Edit", {"f": "0\n1\n3\n4\n5\n6\n7\nEIGHT\r\n"})
    patches = read_range(Git.open(repo.path), "HEAD~1", "HEAD", lines=True).patches
    assert patches["f"] == Patch((Line(1, "0"), Line(8, "EIGHT")), (Line(2, "2"), Line(8, "8")))


def test_content_cannot_pose_as_a_header(repo: RepositoryBuilder) -> None:
    evil = "-- a/docs/x\n++ b/docs/x\n@@ -1 +1 @@\ndiff --git a/x b/x\n\\ No newline at end of file\n"
    repo.commit("Start", {"a": evil, "b": "1\n"})
    repo.commit("Edit", {"a": None, "b": evil})
    change = read_range(Git.open(repo.path), "HEAD~1", "HEAD", lines=True)
    assert sorted(file.path for file in change.files) == sorted(change.patches)
    found = [line.text for patch in change.patches.values() for line in (*patch.added, *patch.removed)]
    assert set(found) <= {*evil.splitlines(), "1"}
    assert sum((f.additions or 0) + (f.deletions or 0) for f in change.files) == len(found)


def test_the_change_starts_where_the_branches_parted(repo: RepositoryBuilder) -> None:
    fork = repo.commit("Start", {"a": "1\n"})
    head = repo.branch("topic").commit("Topic", {"t": "1\n"})
    base = repo.switch("main").commit("Meanwhile", {"m": "1\n"})
    repo.switch("topic")
    change = read_range(Git.open(repo.path), None, None, lines=False)
    assert (change.base, change.head, change.merge_base) == (base, head, fork)
    assert [file.path for file in change.files] == ["t"]
    assert change.described == "main...HEAD"


def test_a_range_with_merges_holds_the_commits_of_all_parents(repo: RepositoryBuilder) -> None:
    repo.commit("Start", {"a": "1\n"})
    repo.branch("topic").commit("Topic", {"t": "1\n"})
    side = repo.branch("side").commit("Side", {"s": "1\n2\n"}, author="Bo <bo@example.com>")
    topic = repo.switch("topic").commit("Topic 2", {"t": "2\n"})
    merge = repo.merge("side")
    change = read_range(Git.open(repo.path), "main", "topic", lines=False)
    assert [file.path for file in change.files] == ["s", "t"]
    assert {commit.sha for commit in change.commits} >= {side, topic, merge}
    assert {commit.sha: commit.additions for commit in change.commits}[side] == 2
    assert next(commit for commit in change.commits if commit.sha == merge).additions == 0
    assert change.commits_known


def test_a_merge_counts_the_lines_that_only_it_adds(repo: RepositoryBuilder) -> None:
    repo.commit("Start", {"a": "1\n"})
    repo.branch("side").commit("Side", {"a": "side\n"})
    repo.switch("main").commit("Main", {"a": "main\n"})
    repo.merge("side")
    repo.write("a", "main\nside\nevil one\nevil two\n").stage().run(
        "commit", "--quiet", "--amend", "--no-edit", **REBORN
    )
    merge = read_range(Git.open(repo.path), "HEAD~1", "HEAD", lines=False).commits[0]
    assert (len(merge.parents), merge.additions) == (2, 2)


REBORN = {
    f"GIT_{role}_{part}": value
    for role in ("AUTHOR", "COMMITTER")
    for part, value in (("NAME", "Ada"), ("EMAIL", "ada@example.com"), ("DATE", "1704067200 +0000"))
}


def test_submodules_are_seen_at_every_turn(repo: RepositoryBuilder) -> None:
    repo.commit("Start", {"a": "1\n"})
    for step, change in enumerate(("1" * 40, "2" * 40)):
        repo.run("update-index", "--add", "--cacheinfo", f"160000,{change},lib")
        repo.run("commit", "--quiet", "-m", f"Submodule {step}", **REBORN)
    repo.run("rm", "--quiet", "--cached", "lib")
    repo.run("commit", "--quiet", "-m", "Gone", **REBORN)
    git = Git.open(repo.path)
    turns = [read_range(git, f"HEAD~{n}", f"HEAD~{n - 1}", lines=True).files for n in (3, 2, 1)]
    assert [(f.path, f.status, f.old_mode, f.new_mode) for files in turns for f in files] == [
        ("lib", "submodule", "000000", "160000"),
        ("lib", "submodule", "160000", "160000"),
        ("lib", "submodule", "160000", "000000"),
    ]


def test_an_ignored_submodule_is_seen(repo: RepositoryBuilder) -> None:
    repo.commit("Start", {".gitmodules": '[submodule "lib"]\n\tpath = lib\n\turl = ./x\n\tignore = all\n'})
    repo.run("update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},lib")
    repo.run("commit", "--quiet", "-m", "Submodule", **REBORN)
    assert [f.path for f in read_range(Git.open(repo.path), "HEAD~1", "HEAD", lines=True).files] == ["lib"]


@pytest.mark.parametrize("attributes", ["* -diff\n", "* binary\n", "*.py diff=none\n[attr]binary diff\n", "* -text\n"])
@pytest.mark.parametrize("place", [".gitattributes", ".git/info/attributes"])
def test_attributes_cannot_hide_lines(repo: RepositoryBuilder, attributes: str, place: str) -> None:
    repo.commit("Start", {"a.py": "1\n"})
    repo.write(place, attributes).commit("Edit", {"a.py": "2\n3\n", "bin.py": b"\0"})
    repo.run("config", "diff.none.binary", "true")
    change = read_range(Git.open(repo.path), "HEAD~1", "HEAD", lines=True)
    files = {file.path: (file.additions, file.deletions, file.binary) for file in change.files}
    assert files["a.py"] == (2, 1, False)
    assert files["bin.py"] == (0, 0, True)
    assert [line.text for line in change.patches["a.py"].added] == ["2", "3"]


def test_lines_over_the_bound_are_left_out_and_still_counted(repo: RepositoryBuilder) -> None:
    repo.commit("Start", {"a": "1\n", "z": "1\n"})
    repo.commit("Edit", {"a": "2\n", "long": "x" * 2_500_000, "many": "0123456789\n" * 200_000, "z": "2\n"})
    change = read_range(Git.open(repo.path), "HEAD~1", "HEAD", lines=True)
    assert {file.path: file.additions for file in change.files} == {"a": 1, "long": 1, "many": 200_000, "z": 1}
    assert sorted(change.patches) == ["a", "z"]


def test_replaced_objects_and_grafts_are_ignored(repo: RepositoryBuilder) -> None:
    first = repo.commit("Start", {"a": "1\n"})
    middle = repo.commit("Evil", {"evil": "1\n"})
    last = repo.commit("Good", {"b": "1\n"})
    fake = repo.branch("fake", first).commit("Fake", {"b": "1\n"})
    repo.switch("main")
    repo.run("replace", last, fake)
    (repo.path / ".git" / "info").mkdir(exist_ok=True)
    (repo.path / ".git" / "info" / "grafts").write_text(f"{last} {first}\n")
    change = read_range(Git.open(repo.path), first, last, lines=False)
    assert [file.path for file in change.files] == ["b", "evil"]
    assert [commit.sha for commit in change.commits] == [last, middle]


@pytest.mark.parametrize(("base", "head"), [("", "HEAD"), ("HEAD", ""), (" ", None), ("a\0b", None)])
def test_an_empty_ref_is_an_error(repo: RepositoryBuilder, base: str, head: str | None) -> None:
    repo.commit("Start")
    with pytest.raises(SourceError):
        read_range(Git.open(repo.path), base, head, lines=False)


def test_a_sha256_repository_is_read_alike(repo: RepositoryBuilder) -> None:
    other = RepositoryBuilder(repo.path / "sha256", object_format="sha256")
    other.commit("Start", START)
    other.commit("Edit", {"b.txt": "1\n2\n"})
    change = read_range(Git.open(other.path), "HEAD~1", "HEAD", lines=True)
    assert [seen(file) for file in change.files] == [Seen("b.txt", "modified", None, 2, 1)]
    assert len(change.head) == 64
