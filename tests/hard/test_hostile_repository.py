"""Repositories that want to be obeyed: every command answers as in a plain one, runs nothing and follows nothing."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from small_shop import AI, FILES

from blastgate.cli.app import run
from blastgate.testing import RepositoryBuilder

COMMANDS = (
    ("check", "--base", "HEAD~1", "--head", "HEAD", "--format", "json"),
    ("check", "--staged", "--format", "json"),
    ("check", "--worktree", "--format", "json"),
    ("affected", "cart/api.py", "--format", "json"),
    ("graph", "--format", "json"),
    ("commits", "HEAD~1..HEAD", "--format", "json"),
    ("stats", "--surviving", "--lines", "--format", "json"),
    ("audit", "--format", "json"),
    ("guardrails", "export", "--for", "claude-code"),
)
FEW = (COMMANDS[0], COMMANDS[4], COMMANDS[5])
SECRET = "what-stands-outside-4711"
CONFIGURATION = """
[core]
\tfsmonitor = {trap}
\thooksPath = {hooks}
\tpager = {trap}
\teditor = {trap}
\tsshCommand = {trap}
\tgitProxy = {trap}
\taskPass = {trap}
\tattributesFile = {attributes}
\tquotePath = false
\tautocrlf = true
\tbigFileThreshold = 1
[pager]
\tlog = {trap}
\tdiff = {trap}
[diff]
\texternal = {trap}
\tnoprefix = true
\tignoreSubmodules = all
[diff "trap"]
\ttextconv = {trap}
\tcommand = {trap}
[filter "trap"]
\tclean = {trap}
\tsmudge = {trap}
\tprocess = {trap}
\trequired = true
[merge "trap"]
\tdriver = {trap}
[alias]
\tlog = !{trap}
\tdiff = !{trap}
\tcat-file = !{trap}
\tls-tree = !{trap}
[gpg]
\tprogram = {trap}
[log]
\tshowSignature = true
[credential]
\thelper = !{trap}
[protocol "ext"]
\tallow = always
[url "ext::{trap} "]
\tinsteadOf = https://
[remote "origin"]
\turl = ext::{trap}
\tuploadpack = {trap}
\tpromisor = true
\tpartialCloneFilter = blob:none
[submodule]
\trecurse = true
[submodule "lib"]
\turl = ext::{trap}
\tupdate = !{trap}
\tactive = true
[include]
\tpath = {included}
"""
ATTRIBUTES = "* -diff filter=trap diff=trap merge=trap eol=crlf text ident export-subst\n"
HOOKS = ("post-index-change", "pre-commit", "reference-transaction", "fsmonitor-watchman", "post-checkout", "query")

Ask = Callable[..., list[Any]]


class Trap:
    """A program that leaves a canary behind when it is run, and a folder outside with things nobody may read."""

    def __init__(self, folder: Path) -> None:
        self.canary, self.outside = folder / "canary", folder / "outside"
        self.program, self.hooks = folder / "trap.sh", folder / "hooks"
        self.outside.mkdir()
        self.hooks.mkdir()
        self._write(self.program)
        for name in HOOKS:
            self._write(self.hooks / name)

    def _write(self, place: Path) -> None:
        place.write_text(f"#!/bin/sh\ntouch '{self.canary}'\ncat\n")
        place.chmod(0o755)

    def configure(self, git_dir: Path) -> None:
        """Set everything that git may run, and put hooks where git looks for them."""
        included, attributes = git_dir / "more.config", git_dir / "more.attributes"
        included.write_text(f"[core]\n\tfsmonitor = {self.program}\n[alias]\n\tdiff-tree = !{self.program}\n")
        attributes.write_text(ATTRIBUTES)
        names = {"trap": self.program, "hooks": self.hooks, "attributes": attributes, "included": included}
        with (git_dir / "config").open("a") as file:
            file.write(CONFIGURATION.format(**names))
        shutil.copytree(self.hooks, git_dir / "hooks", dirs_exist_ok=True)


@pytest.fixture
def trap(tmp_path: Path) -> Trap:
    return Trap(tmp_path)


@pytest.fixture
def ask(trap: Trap, capfdbinary: pytest.CaptureFixture[bytes]) -> Ask:
    """Run every command in a folder; nothing may have been executed, and nothing crash."""

    def call(folder: Path, commands: tuple[tuple[str, ...], ...] = COMMANDS) -> list[Any]:
        answers = []
        for command in commands:
            place = [str(folder)] if command[0] in ("audit", "stats") else ["--repo", str(folder)]
            code = run([*command, *place])
            out, err = (part.decode("utf-8", "surrogateescape") for part in capfdbinary.readouterr())
            assert "internal error" not in err, (command, err)
            assert not trap.canary.exists(), command
            assert SECRET not in out + err, command
            answers.append((command, code, without_times(out), err if code == 2 else ""))
        return answers

    return call


def without_times(out: str) -> Any:
    """Read JSON, but for what differs between two folders and two runs."""
    try:
        data = json.loads(out)
    except ValueError:
        return out
    return {key: part for key, part in data.items() if key not in ("timings", "repositories")}


def shop(folder: Path, **files: str) -> RepositoryBuilder:
    """Build the small shop with a change, something staged and something edited."""
    repo = RepositoryBuilder(folder)
    repo.commit("Start", FILES | {"lib.txt": "1\n"})
    repo.commit("Change" + AI, {"cart/api.py": "def add(): return 1\n", **files})
    repo.write("cart/auth/login.py", "def login(): return 1\n").stage().write("web/page.py", "import cart.api\n")
    return repo


def test_settings_hooks_and_attributes_change_nothing_and_run_nothing(tmp_path: Path, trap: Trap, ask: Ask) -> None:
    """Everything at once that git can be told to run: in the repository, and by an include of it."""
    plain, set_up = shop(tmp_path / "plain"), shop(tmp_path / "hostile")
    trap.configure(set_up.path / ".git")
    (set_up.path / ".git" / "info").mkdir(exist_ok=True)
    (set_up.path / ".git" / "info" / "attributes").write_text(ATTRIBUTES)
    assert ask(set_up.path) == ask(plain.path)


def test_an_embedded_bare_repository_is_never_opened_by_itself(
    tmp_path: Path, trap: Trap, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may be committed as plain files: asked from within or by name, none of its programs is run."""
    inner = shop(tmp_path / "inner")
    trap.configure(inner.path / ".git")
    outer = shop(tmp_path / "outer")
    shutil.copytree(inner.path / ".git", outer.path / "assets")
    with (outer.path / "assets" / "config").open("a") as file:
        file.write(f"[core]\n\tbare = false\n\tworktree = {outer.path}\n")
    outer.commit("Assets")
    ask(outer.path / "assets", COMMANDS[:3])
    monkeypatch.chdir(outer.path / "assets")
    ask(Path(), FEW)


def test_symlinks_are_never_followed(tmp_path: Path, trap: Trap, ask: Ask) -> None:
    """Sources, manifests, policy, owners, attributes and workflows that point out of the tree."""
    repo = shop(tmp_path / "hostile")
    names = ("src/app.py", "api/package.json", "api/Dockerfile", "go.mod", ".gitattributes", "uv.lock")
    for number, name in enumerate((*names, ".github/workflows/ci.yml", ".blastgate.test.yml")):
        target = trap.outside / str(number)
        target.write_text(f'import {SECRET}\n{{"name": "{SECRET}"}}\nFROM {SECRET}\n* @{SECRET}\n')
        (repo.path / name).parent.mkdir(parents=True, exist_ok=True)
        repo.symlink(name, str(target))
    repo.symlink("all", "..").symlink("loop", "loop").symlink("up", "../" * 40 + "etc/passwd").symlink(
        "dir", str(trap.outside)
    )
    repo.commit("Links")
    answers = ask(repo.path)
    listed = next(out for command, _, out, _ in answers if command[0] == "check")["change"]["files"]
    assert {"src/app.py", "all", "loop", "dir"} <= {file["path"] for file in listed}
    for name in (".blastgate.yml", "CODEOWNERS"):
        repo.symlink(name, str(trap.outside / "0")).commit("Rules")
        [(_, code, _, told)] = ask(repo.path, COMMANDS[:1])
        assert code == 2
        assert f"{name}: is a symbolic link" in told
        repo.remove(name).commit("Without")


@pytest.mark.parametrize("path", ["../outside", "/etc", "lib", ".git/hooks", "-u./payload", "a/../../b"])
def test_submodules_are_never_fetched_nor_entered(tmp_path: Path, trap: Trap, ask: Ask, path: str) -> None:
    """Whatever ``.gitmodules`` says of their place and address."""
    repo = shop(tmp_path / "hostile")
    address = f"ext::sh -c touch% {trap.canary}"
    text = f'[submodule "../../x"]\n\tpath = {path}\n\turl = {address}\n\tupdate = !{trap.program}\n\tignore = all\n'
    repo.commit("Modules", {".gitmodules": text})
    repo.run("update-index", "--add", "--cacheinfo", f"160000,{repo.head},lib")
    repo.run("commit", "--quiet", "-m", "Lib", **identity())
    trap.configure(repo.path / ".git")
    answers = ask(repo.path, COMMANDS[:3])
    assert [file["status"] for file in answers[0][2]["change"]["files"] if file["path"] == "lib"] == ["submodule"]


def test_attributes_of_the_change_hide_no_line(tmp_path: Path, ask: Ask) -> None:
    """A head that calls its sources binary, filtered or of another encoding is counted as any other."""
    plain, hostile = shop(tmp_path / "plain"), shop(tmp_path / "hostile", **{"cart/.gitattributes": ATTRIBUTES})
    one, other = (ask(repo.path, COMMANDS[:1])[0][2]["change"]["files"] for repo in (plain, hostile))
    assert [file for file in other if file["path"] == "cart/api.py"] == one


def test_replaced_objects_grafts_and_alternates_change_nothing(tmp_path: Path, ask: Ask) -> None:
    """What the object store says beside the objects is not believed, and a store elsewhere adds nothing."""
    plain, hostile = shop(tmp_path / "plain"), shop(tmp_path / "hostile")
    innocent = hostile.run("rev-parse", "HEAD~1^{tree}")
    harmless = hostile.run("commit-tree", innocent, "-m", "Harmless", **identity())
    hostile.run("replace", hostile.head, harmless)
    hostile.run("replace", hostile.run("rev-parse", "HEAD:cart/api.py"), hostile.run("rev-parse", "HEAD:README.md"))
    info = hostile.path / ".git"
    (info / "info").mkdir(exist_ok=True)
    (info / "info" / "grafts").write_text(f"{hostile.head}\n")
    elsewhere = shop(tmp_path / "elsewhere")
    (info / "objects" / "info").mkdir(exist_ok=True)
    (info / "objects" / "info" / "alternates").write_text(f"{elsewhere.path}/.git/objects\n/nowhere\n../../../..\n")
    assert ask(hostile.path, FEW) == ask(plain.path, FEW)


def test_odd_and_many_refs_change_nothing(tmp_path: Path, ask: Ask) -> None:
    """Thousands of refs, names that look like options, notes by the hundred."""
    plain, hostile = shop(tmp_path / "plain"), shop(tmp_path / "hostile")
    head = hostile.head
    names = [f"refs/heads/topic-{n:05}" for n in range(3_000)] + [f"refs/notes/release-{n}" for n in range(200)]
    names += ["refs/heads/--upload-pack=x", "refs/tags/main", "refs/x/\udcff"]
    text = "".join(f"{head} {name}\n" for name in sorted(names))
    (hostile.path / ".git" / "packed-refs").write_bytes(b"# pack-refs with: sorted\n" + os.fsencode(text))
    assert ask(hostile.path, FEW) == ask(plain.path, FEW)


def identity() -> dict[str, str]:
    """Name an author for git."""
    return {f"GIT_{role}_{part}": "a@b" for role in ("AUTHOR", "COMMITTER") for part in ("NAME", "EMAIL")}
