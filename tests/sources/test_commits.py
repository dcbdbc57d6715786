"""Commits come out as they were recorded, whatever their messages hold."""

from __future__ import annotations

import pytest

from blastgate.errors import SourceError
from blastgate.model.change import Note
from blastgate.sources.git.door import Git
from blastgate.sources.history.commits import read_commits
from blastgate.testing import RepositoryBuilder

MESSAGES = [
    "Subject\n\nBody\n\nCo-authored-by: A <a@b>",
    "",
    "\n\nstarts late",
    "commit 1234567890123456789012345678901234567890\nAuthor: x",
    "a\x1eb\x1fc\x01\x02",
    "tabs\tand\rreturns",
    "\u202ebidi\u200b",
    "x" * 100_000,
    "%H%x00%B",
    "diff --git a/x b/x\n@@ -1 +1 @@\n-a\n+b",
]


@pytest.mark.parametrize("message", MESSAGES, ids=[repr(message)[:30] for message in MESSAGES])
def test_messages_are_kept(repo: RepositoryBuilder, message: str) -> None:
    first = repo.commit("Start")
    second = repo.commit(message, {"a": "1\n2\n"})
    third = repo.commit("After")
    commits = list(read_commits(Git.open(repo.path), ["HEAD"], counts=True))
    assert [commit.sha for commit in commits] == [third, second, first]
    assert commits[1].message == message.rstrip("\n")
    assert [commit.additions for commit in commits] == [0, 2, 0]
    assert commits[1].parents == (first,)


def test_people_and_dates_are_those_of_the_commit(repo: RepositoryBuilder) -> None:
    repo.commit("x", author="Ünï <a@x>", committer="GitHub <noreply@github.com>", date=1_700_000_000)
    commit = next(read_commits(Git.open(repo.path), ["HEAD"]))
    assert (commit.author.name, commit.author.email) == ("Ünï", "a@x")
    assert (commit.committer.name, commit.committer.email) == ("GitHub", "noreply@github.com")
    assert commit.date == "2023-11-14T22:13:20+00:00"


def test_a_commit_made_by_hand_cannot_upset_the_rest(repo: RepositoryBuilder) -> None:
    repo.commit("Start")
    tree = repo.run("rev-parse", "HEAD^{tree}")
    raw = f"tree {tree}\nauthor A\0B <a@b> 99999999999999999999 +9999\ncommitter <> \n\nmess\0age\nmore\n".encode()
    (repo.path / ".git" / "raw").write_bytes(raw)
    odd = repo.run("hash-object", "-t", "commit", "-w", "--literally", str(repo.path / ".git" / "raw"))
    commits = list(read_commits(Git.open(repo.path), [odd, "HEAD"]))
    assert {commit.sha for commit in commits} == {odd, repo.head}


def test_latin_1_messages_are_recoded(repo: RepositoryBuilder) -> None:
    tree = repo.commit("Start") and repo.run("rev-parse", "HEAD^{tree}")
    person = "A <a@b> 1700000000 +0000"
    raw = f"tree {tree}\nauthor {person}\ncommitter {person}\nencoding ISO-8859-1\n\ncaf\xe9\n".encode("latin-1")
    (repo.path / ".git" / "raw").write_bytes(raw)
    sha = repo.run("hash-object", "-t", "commit", "-w", str(repo.path / ".git" / "raw"))
    assert next(read_commits(Git.open(repo.path), [sha])).message == "café"


@pytest.mark.parametrize(
    ("revisions", "expected"),
    [
        (["main..topic"], ["t2", "t1"]),
        (["topic", "^main"], ["t2", "t1"]),
        (["topic..main"], ["m1"]),
        (["..topic"], []),
        (["main.."], ["t2", "t1"]),
        (["main...topic"], ["m1", "t2", "t1"]),
        (["HEAD~1"], ["t1", "start"]),
    ],
)
def test_ranges_are_understood(repo: RepositoryBuilder, revisions: list[str], expected: list[str]) -> None:
    repo.commit("start")
    repo.branch("topic")
    repo.commit("t1")
    repo.commit("t2")
    repo.switch("main").commit("m1")
    repo.switch("topic")
    assert [commit.subject for commit in read_commits(Git.open(repo.path), revisions)] == expected


@pytest.mark.parametrize("revisions", [[], [".."], ["none..HEAD"], ["HEAD..none"], ["--all"], [""], ["0" * 40]])
def test_unknown_revisions_are_refused(repo: RepositoryBuilder, revisions: list[str]) -> None:
    repo.commit("start")
    with pytest.raises(SourceError):
        list(read_commits(Git.open(repo.path), revisions))


def test_notes_of_every_ref_hang_on_their_commit(repo: RepositoryBuilder) -> None:
    repo.commit("Start")
    repo.note("first").note("other", ref="refs/notes/commits")
    repo.commit("Next")
    repo.note("binary \udcff", ref="refs/notes/zz")
    commits = {commit.subject: commit for commit in read_commits(Git.open(repo.path), ["main"])}
    assert commits["Start"].notes == (Note("refs/notes/ai", "first\n"), Note("refs/notes/commits", "other\n"))
    assert [note.ref for note in commits["Next"].notes] == ["refs/notes/zz"]


def test_notes_in_folders_are_found(repo: RepositoryBuilder) -> None:
    commit = repo.commit("Start")
    blob = repo.write("note.txt", "deep\n").run("hash-object", "-w", "note.txt")
    index = {"GIT_INDEX_FILE": str(repo.path / ".git" / "notes-index")}
    place = f"{commit[:2]}/{commit[2:4]}/{commit[4:]}"
    repo.run("update-index", "--add", "--cacheinfo", f"100644,{blob},{place}", **index)
    tree = repo.run("write-tree", **index)
    person = {
        "GIT_AUTHOR_NAME": "A",
        "GIT_AUTHOR_EMAIL": "a@b",
        "GIT_COMMITTER_NAME": "A",
        "GIT_COMMITTER_EMAIL": "a@b",
    }
    repo.run("update-ref", "refs/notes/ai", repo.run("commit-tree", "-m", "Notes", tree, **person))
    assert next(read_commits(Git.open(repo.path), ["HEAD"])).notes == (Note("refs/notes/ai", "deep\n"),)


def test_reading_can_stop_at_any_commit(repo: RepositoryBuilder) -> None:
    last = [repo.commit(f"Commit {number}") for number in range(5)][-1]
    commits = read_commits(Git.open(repo.path), ["HEAD"])
    assert next(commits).sha == last
    commits.close()  # type: ignore[attr-defined]
