"""A real ``git push`` in every situation: each ref is judged as its pull request will be."""

from __future__ import annotations

import shutil
from collections.abc import Callable

import pytest
from laptop import Laptop

Arrange = Callable[[Laptop], object]
Install = Callable[[Laptop], Laptop]


def a_branch_pushed_past_the_hook(it: Laptop) -> None:
    it.commit("topic", locked__x="2\n").git("push", "--quiet", "--no-verify", "origin", "topic")
    it.commit("topic", b="2\n")


def main_with_judged_work_below(it: Laptop) -> None:
    it.commit("main", locked__x="2\n").git("push", "--quiet", "--no-verify", "origin", "main")
    it.commit("main", b="2\n")


def a_branch_to_delete(it: Laptop) -> None:
    it.commit("topic", locked__x="2\n").git("push", "--quiet", "--no-verify", "origin", "topic")


def two_branches(it: Laptop) -> None:
    it.commit("fine", b="2\n").commit("main").commit("topic", locked__x="2\n")


def a_tag_of_danger(it: Laptop) -> None:
    it.commit("topic", locked__x="2\n").git("tag", "-a", "-m", "One", "v1")


def notes(it: Laptop) -> None:
    it.git("notes", "--ref", "ai", "add", "-m", "by hand")


def an_orphan(it: Laptop) -> None:
    it.git("switch", "--quiet", "--orphan", "pages")
    it.commit("pages", **{"index.html": "hello\n"})


def an_orphan_with_danger(it: Laptop) -> None:
    it.git("switch", "--quiet", "--orphan", "pages")
    it.commit("pages", locked__page="hello\n")


def a_rewritten_branch(it: Laptop) -> None:
    a_branch_to_delete(it)
    it.git("reset", "--quiet", "--hard", "main")
    it.commit("topic", b="2\n")


def a_stale_clone(it: Laptop) -> None:
    """Main has moved on, dangerously, and the topic was rebased onto it by somebody who fetched."""
    it.commit("main", locked__x="2\n").git("push", "--quiet", "--no-verify", "origin", "main")
    it.commit("topic", b="2\n")


ROWS = [
    ("new branch", lambda it: it.commit("topic", b="2\n"), ["topic"], "pass"),
    ("new branch, a review to come", lambda it: it.commit("topic", watched__x="2\n"), ["topic"], "review"),
    ("new branch, danger", lambda it: it.commit("topic", locked__x="2\n"), ["topic"], "block"),
    ("HEAD to another name", lambda it: it.commit("topic", locked__x="2\n"), ["HEAD:refs/heads/other"], "block"),
    ("more commits on a branch", a_branch_pushed_past_the_hook, ["topic"], "block"),
    ("straight to main", main_with_judged_work_below, ["main"], "pass"),
    ("danger straight to main", lambda it: it.commit("main", locked__x="2\n"), ["main"], "block"),
    ("several refs", two_branches, ["fine", "topic"], "block"),
    ("deleted ref", a_branch_to_delete, ["--delete", "topic"], "pass"),
    ("tag", a_tag_of_danger, ["v1"], "block"),
    ("notes", notes, ["refs/notes/ai"], "pass"),
    ("orphan branch", an_orphan, ["pages"], "pass"),
    ("orphan branch, danger", an_orphan_with_danger, ["pages"], "block, all of it new"),
    ("rewritten branch", a_rewritten_branch, ["--force", "topic"], "pass"),
    ("branch of a moved main", a_stale_clone, ["topic"], "pass"),
    ("nothing to push", lambda it: it, ["main"], "pass"),
]
WITH_THE_FRAMEWORK = {"new branch, a review to come", "more commits on a branch", "straight to main"}
WORDS = {
    "pass": [],
    "review": ["REVIEW"],
    "block": ["BLOCK", "why", "next", "all", "error:"],
    "block, all of it new": ["BLOCK", "why", "next", "error:"],
}


def push(laptop: Laptop, *arguments: str) -> tuple[bool, str]:
    """Push as a person does."""
    return laptop.tried("push", "--quiet", "origin", *arguments)


@pytest.mark.parametrize(("arrange", "arguments", "expected"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_a_plain_hook(plain: Laptop, arrange: Arrange, arguments: list[str], expected: str) -> None:
    arrange(plain)
    went_on, said = push(plain, *arguments)
    assert went_on == (expected in ("pass", "review")), said
    assert [line.split()[0] for line in said.splitlines()] == WORDS[expected]


@pytest.mark.parametrize(
    ("arrange", "arguments", "expected"),
    [row[1:] for row in ROWS if row[0] in WITH_THE_FRAMEWORK],
    ids=[row[0] for row in ROWS if row[0] in WITH_THE_FRAMEWORK],
)
def test_a_hook_of_the_framework(framework: Laptop, arrange: Arrange, arguments: list[str], expected: str) -> None:
    arrange(framework)
    went_on, said = push(framework, *arguments)
    assert went_on == (expected != "block"), said
    assert ("REVIEW  medium" in said) == (expected == "review")
    assert ("BLOCK  high" in said) == (expected == "block")


def test_the_first_push_brings_everything(hooked: Laptop) -> None:
    """The remote is empty and nothing was fetched: all that the branch holds is new, its own policy included."""
    shutil.rmtree(hooked.folder.parent / "remote.git")
    hooked.run("git", "init", "--quiet", "--bare", "-b", "main", "../remote.git")
    hooked.git("update-ref", "-d", "refs/remotes/origin/main")
    went_on, said = push(hooked, "main")
    assert not went_on
    assert "BLOCK  high" in said


def test_the_first_push_of_harmless_files(plain: Laptop) -> None:
    shutil.rmtree(plain.folder.parent / "remote.git")
    plain.run("git", "init", "--quiet", "--bare", "-b", "main", "../remote.git")
    plain.git("update-ref", "-d", "refs/remotes/origin/main")
    plain.git("switch", "--quiet", "--orphan", "start")
    plain.commit("start", **{"README.md": "hello\n"}).git("branch", "--quiet", "-M", "start", "main")
    assert push(plain, "main") == (True, "")


def test_a_linked_worktree(plain: Laptop) -> None:
    plain.git("worktree", "add", "--quiet", "-b", "topic", "../linked")
    linked = Laptop(plain.folder.parent / "linked").commit("topic", locked__x="2\n")
    went_on, said = push(linked, "topic")
    assert not went_on
    assert "BLOCK  high" in said


def test_a_shallow_clone_cannot_be_judged(plain: Laptop, install: Install) -> None:
    """Where the topic parted from main is cut off, so nothing is decided and nothing goes out."""
    plain.commit("topic", b="2\n").commit("topic", b="3\n").git("push", "--quiet", "--no-verify", "origin", "topic")
    remote = (plain.folder.parent / "remote.git").as_uri()
    plain.git("clone", "--quiet", "--depth=1", "--no-single-branch", remote, "../shallow")
    shallow = install(Laptop(plain.folder.parent / "shallow"))
    shallow.git("switch", "--quiet", "topic")
    went_on, said = push(shallow.commit("topic", b="4\n"), "topic")
    assert not went_on
    assert "git fetch --unshallow" in said


def test_what_is_no_line_of_git_is_refused(laptop: Laptop) -> None:
    ran = laptop.ask("blastgate", "check", "--hook", "pre-push", given="nonsense\n")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "pre-push hook" in ran.stderr
