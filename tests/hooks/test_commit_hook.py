"""A real ``git commit`` in every situation: what is judged is what is committed, and fine is silent."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from laptop import Laptop

Arrange = Callable[[Laptop], object]
Install = Callable[[Laptop], Laptop]
NINE_LINES = "1\n2\n3\n4\n5\n6\n7\n8\n9\n"
HARMLESS_FIRST, DANGEROUS_FIRST = (
    f"{one}2\n3\n4\n5\n6\n7\n8\n{two}" for one, two in (("x\n", "DANGER\n"), ("DANGER\n", "x\n"))
)


def staged_danger_mended_on_disk(it: Laptop) -> None:
    it.stage(locked__x="2\n").write("locked/x", "1\n")


def danger_only_on_disk(it: Laptop) -> None:
    it.stage(b="2\n").write("locked/x", "2\n")


def danger_staged_and_more_on_disk(it: Laptop) -> None:
    it.stage(locked__x="2\n").write("b", "2\n")


def first_part_of_a_file(content: str) -> Arrange:
    def arrange(it: Laptop) -> None:
        it.write("a", content).git("add", "-p", "a", given="y\nn\n")

    return arrange


def only_a_deletion(it: Laptop) -> None:
    it.git("rm", "--quiet", "locked/x")


def amended_with_nothing(it: Laptop) -> None:
    it.commit("topic", locked__x="2\n")


def amended_with_danger(it: Laptop) -> None:
    it.commit("topic", b="2\n").stage(locked__x="2\n")


def a_merge_of_judged_work(it: Laptop) -> None:
    it.commit("topic", b="topic\n").commit("main", b="main\n", locked__x="2\n", locked__new="1\n")
    it.git("switch", "--quiet", "topic")
    it.tried("merge", "main")
    it.stage(b="both\n")


def a_merge_with_danger_of_its_own(it: Laptop) -> None:
    a_merge_of_judged_work(it)
    it.stage(locked__x="3\n")


def a_pick_of_danger_in_a_conflict(it: Laptop) -> None:
    it.commit("topic", b="topic\n", locked__x="2\n").commit("main", b="main\n")
    it.git("switch", "--quiet", "main")
    it.tried("cherry-pick", "topic")
    it.stage(b="both\n")


def on_no_branch(it: Laptop) -> None:
    it.git("switch", "--quiet", "--detach")
    it.stage(locked__x="2\n")


def a_submodule_moved(it: Laptop) -> None:
    it.git("submodule", "--quiet", "add", "../remote.git", "locked/sub")


def a_rename_out_of_the_lock(it: Laptop) -> None:
    it.git("mv", "locked/x", "free")


def a_name_that_hurts(it: Laptop) -> None:
    it.write("locked/\x1b[31m\n'x", "1\n").git("add", "--all")


ROWS = [
    ("nothing of note", lambda it: it.stage(b="2\n"), [], "pass"),
    ("a review to come", lambda it: it.stage(watched__x="2\n"), [], "review"),
    ("staged, mended on disk", staged_danger_mended_on_disk, [], "block"),
    ("on disk, not staged", danger_only_on_disk, [], "pass"),
    ("add -p of the harmless part", first_part_of_a_file(HARMLESS_FIRST), [], "pass"),
    ("add -p of the dangerous part", first_part_of_a_file(DANGEROUS_FIRST), [], "block"),
    ("only a deletion", only_a_deletion, [], "block"),
    ("a rename", a_rename_out_of_the_lock, [], "block"),
    ("commit -a", danger_only_on_disk, ["-a"], "block"),
    ("commit path, danger in it", danger_only_on_disk, ["--", "locked/x"], "block"),
    (
        "commit path, danger staged beside it",
        lambda it: it.stage(locked__x="2\n").write("b", "2\n"),
        ["--", "b"],
        "pass",
    ),
    ("amend with nothing new", amended_with_nothing, ["--amend"], "pass"),
    ("amend with danger", amended_with_danger, ["--amend"], "block"),
    ("merge of judged work", a_merge_of_judged_work, [], "pass"),
    ("merge with an edit of its own", a_merge_with_danger_of_its_own, [], "block"),
    ("cherry-pick in a conflict", a_pick_of_danger_in_a_conflict, [], "block"),
    ("detached HEAD", on_no_branch, [], "block"),
    ("submodule", a_submodule_moved, [], "block"),
    ("hostile name", a_name_that_hurts, [], "block"),
    ("not verified on purpose", lambda it: it.stage(locked__x="2\n"), ["--no-verify"], "pass"),
]
WITH_THE_FRAMEWORK = {"a review to come", "commit -a", "merge of judged work"}


def commit(laptop: Laptop, *arguments: str, **extra: str) -> tuple[bool, str]:
    """Commit as a person does."""
    return laptop.tried("commit", "--quiet", "-m", "Edit", *arguments, **extra)


def check_plain(expected: str, went_on: bool, said: str) -> None:
    """Hold the words of the hook to its outcome: nothing, one line, or the three that decide and one to go on with."""
    lines = said.splitlines()
    if expected == "pass":
        assert (went_on, said) == (True, "")
    elif expected == "review":
        assert went_on
        assert [line.split()[0] for line in lines] == ["REVIEW"]
        assert lines[0].endswith("(goes on: review due later)")
    else:
        assert not went_on
        assert lines[0].startswith("BLOCK  high · ")
        assert any(line.startswith("  all   blastgate check ") for line in lines)
        assert "\x1b" not in said


@pytest.mark.parametrize(("arrange", "arguments", "expected"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_a_plain_hook(plain: Laptop, arrange: Arrange, arguments: list[str], expected: str) -> None:
    arrange(plain)
    check_plain(expected, *commit(plain, *arguments))


@pytest.mark.parametrize(
    ("arrange", "arguments", "expected"),
    [row[1:] for row in ROWS if row[0] in WITH_THE_FRAMEWORK],
    ids=[row[0] for row in ROWS if row[0] in WITH_THE_FRAMEWORK],
)
def test_a_hook_of_the_framework(framework: Laptop, arrange: Arrange, arguments: list[str], expected: str) -> None:
    arrange(framework)
    went_on, said = commit(framework, *arguments)
    assert went_on == (expected != "block")
    assert ("BLOCK  high" in said) == (expected == "block")
    assert "Passed" in said or expected == "block"


def test_the_first_commit(plain: Laptop) -> None:
    """Nothing is committed, so no policy is either: the built-in one judges, and a high change is a review."""
    shutil.rmtree(plain.folder / ".git" / "refs" / "heads")
    (plain.folder / ".git" / "refs" / "heads").mkdir()
    plain.git("update-ref", "-d", "refs/remotes/origin/main")
    plain.run("rm", "-f", ".git/packed-refs")
    went_on, said = commit(plain)
    assert went_on
    assert said.startswith("REVIEW  high")


def test_a_policy_that_is_broken_stops_the_commit(plain: Laptop) -> None:
    plain.commit("main", **{".blastgate.yml": "version: 1\ngates: []\n"})
    plain.git("push", "--quiet", "--no-verify", "origin", "main")
    went_on, said = commit(plain.stage(b="2\n"))
    assert not went_on
    assert "did you mean" in said.lower()


def test_a_broken_policy_does_not_get_committed_by_the_framework(framework: Laptop) -> None:
    went_on, said = commit(framework.stage(**{".blastgate.yml": "version: 1\ngates: []\n"}))
    assert not went_on
    assert ".blastgate.yml:2" in said


def test_a_linked_worktree(hooked: Laptop) -> None:
    hooked.git("worktree", "add", "--quiet", "-b", "other", "../linked")
    linked = Laptop(hooked.folder.parent / "linked")
    hooked.stage(locked__x="2\n")
    went_on, said = commit(linked.stage(locked__x="2\n"))
    assert not went_on
    assert "BLOCK  high" in said


def test_a_commit_inside_a_submodule(laptop: Laptop, install: Install) -> None:
    laptop.git("submodule", "--quiet", "add", "../remote.git", "sub")
    inside = install(Laptop(laptop.folder / "sub"))
    laptop.stage(locked__x="2\n")
    check_plain("pass", *commit(inside.stage(b="2\n")))
    check_plain("block", *commit(inside.stage(locked__x="2\n")))


def test_a_repository_named_by_the_environment(plain: Laptop, tmp_path: Path) -> None:
    """Dotfiles are kept so: git's folder and the work tree are named, and nobody stands in either."""
    plain.stage(b="2\n").git("update-index", "--add", "b", GIT_INDEX_FILE=str(tmp_path / "index"))
    elsewhere = Laptop(tmp_path)
    named = {"GIT_DIR": str(plain.folder / ".git"), "GIT_WORK_TREE": str(plain.folder)}
    check_plain("pass", *commit(elsewhere, **named))
    plain.stage(locked__x="2\n")
    check_plain("block", *commit(elsewhere, **named))


def test_a_review_can_stop_where_a_team_wants_it(laptop: Laptop) -> None:
    ran = laptop.stage(watched__x="2\n").ask("blastgate", "check", "--hook", "pre-commit", "--fail-on", "review")
    assert ran.returncode == 3
    assert ran.stdout.startswith("REVIEW  medium")
    assert "blastgate check --staged" in ran.stdout


def test_the_framework_may_name_a_range_by_hand(framework: Laptop) -> None:
    framework.commit("topic", locked__x="2\n").git("switch", "--quiet", "main")
    config = str(framework.folder.parent / "pre-commit-config.yaml")
    command = [sys.executable, "-m", "pre_commit", "run", "-c", config]
    assert framework.ask(*command, "--from-ref", "main", "--to-ref", "topic").returncode == 1
    assert framework.ask(*command, "--all-files").returncode == 0


@pytest.mark.parametrize("stage", ["prepare-commit-msg", "commit-msg"])
def test_an_agent_is_named_in_its_commit(framework: Laptop, stage: str) -> None:
    config = str(framework.folder.parent / "pre-commit-config.yaml")
    framework.run(sys.executable, "-m", "pre_commit", "install", "-c", config, "-t", stage)
    assert framework.stage(b="2\n").tried("commit", "--quiet", "-m", "Edit", CLAUDECODE="1")[0]
    assert "Assisted-by: Claude" in framework.git("log", "-1", "--format=%B").stdout


def test_no_variable_changes_a_plain_check(laptop: Laptop) -> None:
    laptop.commit("topic", locked__x="2\n").git("switch", "--quiet", "main")
    laptop.commit("fine", b="2\n")
    named = {"PRE_COMMIT": "1", "PRE_COMMIT_FROM_REF": "main", "PRE_COMMIT_TO_REF": "topic"}
    plain, told = (laptop.run("blastgate", "check", **extra).stdout for extra in ({}, named))
    assert plain == told
    assert plain.startswith("PASS")


@pytest.mark.parametrize("option", [["--staged"], ["--base", "main"], ["--format", "json"]])
def test_a_hook_is_told_by_git_and_nobody_else(laptop: Laptop, option: list[str]) -> None:
    ran = laptop.ask("blastgate", "check", "--hook", "pre-commit", *option)
    assert (ran.returncode, ran.stdout) == (2, "")
