"""A pre-commit hook as git runs it: the index in force is the one being committed."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from blastgate.testing import RepositoryBuilder

PERSON = {f"GIT_{role}_{part}": "x@y" for role in ("AUTHOR", "COMMITTER") for part in ("NAME", "EMAIL")}
HOOK = """#!{python}
import sys
sys.path[:0] = {path!r}
from pathlib import Path
from blastgate.sources.changes.change import read_staged
from blastgate.sources.git.door import Git
from blastgate.sources.snapshot import read_index_snapshot
git = Git.open(Path(), hook=True)
change = read_staged(git, lines=True)
files = " ".join(sorted(read_index_snapshot(git).entries))
people = " ".join(person.email for person in change.people)
Path({out!r}).write_text(" ".join(file.path for file in change.files) + "|" + files + "|" + people)
"""


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], "b|a b c|x@y"),
        (["--all"], "a b|a b c|x@y"),
        (["c", "--include"], "b c|a b c|x@y"),
        (["c", "--only"], "c|a b c|x@y"),
    ],
)
@pytest.mark.parametrize("linked", [False, True])
def test_the_hook_sees_what_is_committed(
    repo: RepositoryBuilder, tmp_path: Path, arguments: list[str], expected: str, linked: bool
) -> None:
    repo.commit("Start", {"a": "1\n", "b": "1\n", "c": "1\n"})
    top = repo.path
    if linked:
        top = tmp_path / "linked"
        repo.run("worktree", "add", "--quiet", "-b", "topic", str(top))
    (top / "b").write_text("2\n")
    place = {
        "GIT_DIR": (top / ".git").read_text().split()[1] if linked else str(top / ".git"),
        "GIT_WORK_TREE": str(top),
    }
    place["GIT_INDEX_FILE"] = str(Path(place["GIT_DIR"]) / "index")
    repo.run("read-tree", "HEAD", **place)
    repo.run("add", "b", **place)
    (top / "a").write_text("2\n")
    (top / "c").write_text("2\n" if "c" in arguments else "1\n")
    hook = repo.path / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(HOOK.format(python=sys.executable, path=sys.path, out=str(tmp_path / "seen")))
    hook.chmod(0o755)
    status = os.spawnvpe(
        os.P_WAIT,
        "git",
        ["git", "-C", str(top), "commit", "--quiet", "-m", "Edit", *arguments],
        os.environ | PERSON,
    )
    assert status == 0
    assert (tmp_path / "seen").read_text() == expected
