"""Repositories that want to be obeyed: every command answers as in a plain one, runs nothing and follows nothing."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hostile import ATTRIBUTES, Trap, identity, shop

from blastgate.cli.app import run

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
Ask = Callable[..., list[Any]]


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
