"""No setting of the user or of the repository changes an answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from blastgate.model.change import Change
from blastgate.sources.changes.change import read_range, read_staged, read_worktree
from blastgate.sources.git.door import Git
from blastgate.testing import RepositoryBuilder

SETTINGS = {
    "color.ui": "always",
    "color.diff": "always",
    "core.abbrev": "4",
    "core.attributesFile": "{home}/attributes",
    "core.bigFileThreshold": "1",
    "core.fsmonitor": "true",
    "core.pager": "false",
    "core.quotePath": "false",
    "core.splitIndex": "true",
    "core.untrackedCache": "true",
    "core.whitespace": "cr-at-eol",
    "diff.algorithm": "patience",
    "diff.colorMoved": "zebra",
    "diff.context": "9",
    "diff.dirstat": "lines",
    "diff.external": "false",
    "diff.ignoreSubmodules": "all",
    "diff.indentHeuristic": "false",
    "diff.interHunkContext": "20",
    "diff.mnemonicPrefix": "true",
    "diff.noprefix": "true",
    "diff.orderFile": "{home}/order",
    "diff.relative": "true",
    "diff.renameLimit": "1",
    "diff.renames": "false",
    "diff.srcPrefix": "old/",
    "diff.statNameWidth": "3",
    "diff.submodule": "log",
    "diff.suppressBlankEmpty": "true",
    "diff.wordRegex": ".",
    "diff.wsErrorHighlight": "all",
    "diff.default.binary": "true",
    "diff.default.textconv": "false",
    "format.pretty": "oneline",
    "format.notes": "*",
    "i18n.logOutputEncoding": "latin1",
    "log.date": "relative",
    "log.decorate": "full",
    "log.diffMerges": "first-parent",
    "log.follow": "true",
    "log.mailmap": "true",
    "log.showRoot": "false",
    "log.showSignature": "true",
    "merge.renames": "false",
    "notes.displayRef": "refs/notes/*",
    "submodule.recurse": "true",
}


def build(folder: Path) -> RepositoryBuilder:
    repo = RepositoryBuilder(folder)
    text = "".join(f"line {number}\n\n" for number in range(30))
    repo.commit(
        "Start", {"a": text, "äö": "1\n", "b.bin": b"\0", "sub/c": text, ".mailmap": "X <x@y> <ada@example.com>\n"}
    )
    repo.rename("a", "z").write("z", text.replace("line 3\n", "line three\n")).write("äö", "2\n").commit("Ünïcode")
    repo.note("a note")
    repo.write("sub/c", text.replace("line 9\n", "")).write("new", "1\n").stage().write("late", "1\n")
    return repo


def answers(folder: Path) -> tuple[Change, Change, Change]:
    git = Git.open(folder)
    return read_range(git, "HEAD~1", "HEAD", lines=True), read_staged(git, lines=True), read_worktree(git, lines=True)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> tuple[Change, Change, Change]:
    return answers(build(tmp_path_factory.mktemp("plain")).path)


@pytest.mark.parametrize("where", ["user", "repository"])
def test_all_settings_at_once_change_nothing(tmp_path: Path, where: str, plain: tuple[Change, Change, Change]) -> None:
    folder = build(tmp_path / "repo").path
    home = tmp_path / "home"
    (home / "attributes").write_text("* -diff\n")
    (home / "order").write_text("z\n")
    target = home / ".gitconfig" if where == "user" else folder / ".git" / "config"
    with target.open("a") as file:
        for name, value in SETTINGS.items():
            section, _, key = name.rpartition(".")
            head, _, sub = section.partition(".")
            place = f'{head} "{sub}"' if sub else head
            file.write(f"[{place}]\n\t{key} = {value.format(home=home)}\n")
    assert answers(folder)[0] == plain[0]
    for found, expected in zip(answers(folder)[1:], plain[1:], strict=True):
        assert (found.files, dict(found.patches)) == (expected.files, dict(expected.patches))
