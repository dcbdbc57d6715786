"""Histories that cross: a branch that parted from its base at several commits, and hides there what it undoes."""

from __future__ import annotations

from pathlib import Path

import pytest

from blastgate.errors import SourceError
from blastgate.model.change import Change
from blastgate.sources.changes.change import read_range
from blastgate.sources.changes.patch_identity import patch_of
from blastgate.sources.git.door import Git
from blastgate.testing import RepositoryBuilder

OPEN, CLOSED = {"auth.py": "allowed = True\n"}, {"auth.py": "allowed = check()\n"}
WHAT = (("NAME", ""), ("EMAIL", "@example.com"))
BY = {f"GIT_{role}_{what}": f"sam{at}" for role in ("AUTHOR", "COMMITTER") for what, at in WHAT}


class Crossed:
    """``main`` closed a hole and merged the branch's first commit; the branch merges the closing, and takes it back."""

    def __init__(self, folder: Path, closed_first: bool, more: dict[str, str] | None = None) -> None:
        self.repo = RepositoryBuilder(folder)
        self.repo.commit("Start", {**OPEN, "docs/a.md": "a\n"})
        self.repo.branch("topic")
        made = [self._close, self._work]
        for step in made if closed_first else made[::-1]:
            step()
        self.repo.switch("main")
        self.repo.run("merge", "--no-ff", "-m", "Merge topic", "topic", **BY)
        self.base = self.repo.head
        self.head = self.merge(f"{self.work}^{{tree}}", more)

    def _close(self) -> None:
        self.close = self.repo.switch("main").commit("Close the hole", CLOSED)

    def _work(self) -> None:
        self.work = self.repo.switch("topic").commit("Write", {"docs/b.md": "b\n"})

    def merge(self, tree: str, more: dict[str, str] | None = None) -> str:
        """Merge the closing into the branch with exactly this tree, and perhaps write more."""
        given = ("-p", self.work, "-p", self.close, "-m", "Merge main")
        self.repo.switch(self.repo.run("commit-tree", tree, *given, **BY).strip())
        return self.repo.commit("More", more) if more else self.repo.head

    def change(self) -> Change:
        """Read what the branch would do to main."""
        return read_range(Git.open(self.repo.path), self.base, self.head, lines=True)

    def merged(self, path: str) -> str:
        """Return a file as git merges it."""
        tree = self.repo.run("merge-tree", "--write-tree", self.base, self.head).split()[0]
        return self.repo.run("show", f"{tree}:{path}")


@pytest.mark.parametrize("closed_first", [True, False])
def test_what_a_crossed_history_takes_back_is_seen_whichever_commit_is_younger(
    tmp_path: Path, closed_first: bool
) -> None:
    crossed = Crossed(tmp_path, closed_first, {"docs/c.md": "c\n"})
    assert crossed.merged("auth.py").strip() == OPEN["auth.py"].strip()
    change = crossed.change()
    (hidden,) = (file for file in change.files if file.path == "auth.py")
    assert (hidden.additions, hidden.deletions) == (1, 1)
    assert [line.text for line in change.patches["auth.py"].removed] == ["allowed = check()"]
    assert "docs/c.md" in {file.path for file in change.files}


def test_what_the_base_has_as_well_is_no_part_of_the_change(tmp_path: Path) -> None:
    crossed = Crossed(tmp_path, closed_first=False)
    crossed.head = crossed.merge(f"{crossed.base}^{{tree}}", {"docs/c.md": "c\n"})
    paths = {file.path for file in crossed.change().files}
    assert "docs/c.md" in paths
    assert len(paths) == 2


def test_lines_seen_from_either_side_are_all_there(tmp_path: Path) -> None:
    crossed = Crossed(tmp_path, closed_first=False, more={"auth.py": "allowed = True\nmore = 1\n"})
    patch = crossed.change().patches["auth.py"]
    assert [line.text for line in patch.added] == ["allowed = True", "more = 1"]
    assert [line.text for line in patch.removed] == ["allowed = check()"]
    (file,) = (file for file in crossed.change().files if file.path == "auth.py")
    assert (file.additions, file.deletions) == (2, 1)


def test_no_patch_of_a_crossed_history_is_the_same_as_another(tmp_path: Path) -> None:
    crossed = Crossed(tmp_path, closed_first=False)
    git = Git.open(tmp_path)
    assert patch_of(git, crossed.base, crossed.head) == ""
    assert patch_of(git, crossed.base, crossed.close) != ""


def test_a_history_that_parted_too_often_is_refused_with_the_remedy(tmp_path: Path) -> None:
    repo = RepositoryBuilder(tmp_path)
    start = repo.commit("Start", {"a": "a\n"})
    parts = [repo.switch(start).commit(f"Part {number}", {f"p{number}": "x\n"}) for number in range(9)]
    given = [argument for part in parts for argument in ("-p", part)]
    base, head = (
        repo.run("commit-tree", f"{start}^{{tree}}", *given, "-m", name, **BY).strip() for name in ("base", "head")
    )
    with pytest.raises(SourceError, match="parted at 9 commits") as refused:
        read_range(Git.open(tmp_path), base, head, lines=False)
    assert "merge the base" in refused.value.hint
