"""Every command, in every kind of hostile repository: none runs a program of it, and none falls over."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hostile import Trap, shop

from blastgate.cli.app import run

COMMANDS = (
    ("check", "--base", "HEAD~1", "--no-cache"),
    ("check", "--staged"),
    ("check", "--worktree"),
    ("check", "--hook", "pre-commit"),
    ("check", "--hook", "pre-push"),
    ("affected", "cart/api.py"),
    ("affected", "--why", "web/page.py", "cart/api.py"),
    ("graph", "--format", "mermaid"),
    ("commits", "HEAD~1..HEAD"),
    ("stats", "--surviving", "--lines"),
    ("backtest", "-n", "2"),
    ("explain", "cart/api.py"),
    ("policy", "lint"),
    ("policy", "show"),
    ("policy", "test"),
    ("audit",),
    ("doctor",),
    ("guardrails", "export", "--for", "claude-code"),
    ("guardrails", "export", "--for", "claude-code", "--check"),
    ("tag", "message"),
    ("init", "--hooks", "--pre-commit"),
)


@pytest.fixture
def trap(tmp_path: Path) -> Trap:
    return Trap(tmp_path)


def settings(repo: Path, trap: Trap) -> None:
    """Everything that git can be told to run."""
    trap.configure(repo / ".git")


def promisor(repo: Path, trap: Trap) -> None:
    """A blob of the change is not here, and a program is said to have it."""
    trap.configure(repo / ".git")
    with (repo / ".git" / "config").open("a") as file:
        file.write("[core]\n\trepositoryFormatVersion = 1\n[extensions]\n\tpartialClone = origin\n")
    for place in (repo / ".git" / "objects").glob("[0-9a-f][0-9a-f]/*"):
        if place.stat().st_size < 60:
            place.unlink()


def damage(repo: Path, trap: Trap) -> None:
    """Files that git keeps to be fast hold nonsense, and so does the index."""
    for name in (
        "info/commit-graph",
        "pack/multi-pack-index",
        "pack/pack-1.idx",
        "info/commit-graphs/commit-graph-chain",
    ):
        place = repo / ".git" / "objects" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(b"CGPH\x01\x01\x04\x00" + b"\xff" * 600)
    (repo / ".git" / "index").write_bytes(b"DIRC\x00\x00\x00\x02\x7f\xff\xff\xff" + b"\x00" * 64)


def head(text: str) -> Callable[[Path, Trap], None]:
    """Let HEAD say something odd."""

    def arm(repo: Path, trap: Trap) -> None:
        trap.configure(repo / ".git")
        (repo / ".git" / "HEAD").write_text(text.format(outside=trap.outside))

    return arm


def elsewhere(repo: Path, trap: Trap) -> None:
    """The work tree says that its repository is in a committed folder, which says that its store is outside."""
    trap.configure(repo / ".git")
    shutil.move(repo / ".git", repo / "assets")
    (repo / ".git").write_text("gitdir: assets\n")
    (repo / "assets" / "commondir").write_text(".\n")
    with (repo / "assets" / "config").open("a") as file:
        file.write(f"[core]\n\tworktree = {trap.outside}\n[extensions]\n\tworktreeConfig = true\n")
    (repo / "assets" / "config.worktree").write_text(f"[core]\n\tfsmonitor = {trap.program}\n")


ARMS = {
    "settings": settings,
    "a program that promises objects": promisor,
    "damaged files": damage,
    "HEAD leads out": head("ref: ../../outside\n"),
    "HEAD is an option": head("ref: refs/heads/--upload-pack=x\n"),
    "HEAD is nothing": head("\0\n"),
    "HEAD is its own": head("ref: HEAD\n"),
    "another place": elsewhere,
}


@pytest.mark.parametrize("name", ARMS)
def test_no_command_runs_what_the_repository_says(
    tmp_path: Path, trap: Trap, name: str, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing was executed; what cannot be read is an error that was foreseen."""
    repo = shop(tmp_path / "hostile").path
    (repo / "message").write_text("Mend the cart\n")
    ARMS[name](repo, trap)
    monkeypatch.chdir(repo)
    monkeypatch.setenv("PRE_COMMIT_FROM_REF", "HEAD~1")
    monkeypatch.setenv("PRE_COMMIT_TO_REF", "HEAD")
    for command in COMMANDS:
        code = run(command)
        out, err = capfd.readouterr()
        assert "internal error" not in err, (command, err)
        assert not trap.canary.exists(), command
        assert code in (0, 1, 2, 3), command
        assert code != 2 or err or out, command


def test_no_command_runs_what_the_environment_says(
    tmp_path: Path, trap: Trap, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Variables that a hook inherits, or that a step before left behind."""
    repo = shop(tmp_path / "hostile").path
    (repo / "message").write_text("Mend the cart\n")
    programs = ("EXTERNAL_DIFF", "PAGER", "EDITOR", "SSH", "SSH_COMMAND", "ASKPASS", "PROXY_COMMAND", "SEQUENCE_EDITOR")
    for part in programs:
        monkeypatch.setenv(f"GIT_{part}", str(trap.program))
    keys = ("core.fsmonitor", "diff.external", "core.pager", "core.sshCommand", "alias.diff-tree", "credential.helper")
    monkeypatch.setenv("GIT_CONFIG_COUNT", str(len(keys)))
    for number, key in enumerate(keys):
        monkeypatch.setenv(f"GIT_CONFIG_KEY_{number}", key)
        monkeypatch.setenv(f"GIT_CONFIG_VALUE_{number}", str(trap.program))
    monkeypatch.setenv("GIT_CONFIG_PARAMETERS", f"'core.fsmonitor={trap.program}'")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(repo / ".git" / "more.config"))
    monkeypatch.setenv("GIT_ALTERNATE_OBJECT_DIRECTORIES", str(trap.outside))
    monkeypatch.setenv("GIT_ALLOW_PROTOCOL", "ext:file")
    trap.configure(repo / ".git")
    monkeypatch.chdir(repo)
    for command in COMMANDS:
        run(command)
        assert "internal error" not in capfd.readouterr().err, command
        assert not trap.canary.exists(), command
