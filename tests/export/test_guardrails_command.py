"""``blastgate guardrails export`` in a real repository: print, check and write an agent's settings."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from blastgate.cli.app import run
from blastgate.testing import RepositoryBuilder

POLICY = """\
version: 1
extends: [recommended]
people: {senior: ["@dana"], owners: ["@dana"]}
guardrails:
  ai_paths: {only: ["tests/**"], then: block}
"""
EXPORT = ["guardrails", "export", "--for"]


@pytest.fixture
def repo(tmp_path: Path) -> RepositoryBuilder:
    """A repository whose default branch has a policy."""
    repo = RepositoryBuilder(tmp_path / "repo")
    repo.commit("Start", {".blastgate.yml": POLICY, "src/a.py": "x = 1\n"})
    return repo


def export(repo: RepositoryBuilder, *arguments: str) -> int:
    """Run the command in the repository."""
    return run([*EXPORT, *arguments, "--repo", str(repo.path)])


def test_the_settings_go_to_stdout_and_what_is_lost_to_stderr(
    repo: RepositoryBuilder, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert export(repo, "claude-code") == 0
    out, err = capfdbinary.readouterr()
    assert json.loads(out)["permissions"]["allow"] == ["Edit(/tests/**)"]
    assert b"note: policy main:.blastgate.yml" in err
    assert b"claude-code cannot be told of shell commands" in err


def test_a_file_is_written_checked_and_never_replaced(
    repo: RepositoryBuilder, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    file = repo.path / ".claude" / "settings.json"
    assert export(repo, "claude-code", "--check") == 1
    assert b"is not there" in capfdbinary.readouterr().out
    assert export(repo, "claude-code", "--write") == 0
    assert export(repo, "claude-code", "--check") == 0
    before = file.read_bytes()
    assert export(repo, "claude-code", "--write") == 2
    assert file.read_bytes() == before
    assert export(repo, "claude-code", "--write", "--force") == 0


def test_settings_of_other_things_are_not_drift(repo: RepositoryBuilder) -> None:
    assert export(repo, "claude-code", "--write") == 0
    file = repo.path / ".claude" / "settings.json"
    data = json.loads(file.read_text())
    data["env"] = {"CI": "1"}
    data["permissions"]["allow"] = ["Bash(make test)", *data["permissions"]["allow"]]
    file.write_text(json.dumps(data))
    assert export(repo, "claude-code", "--check") == 0


@pytest.mark.parametrize("wider", ["Edit", "Edit(/src/**)", "Write(src/**)"])
def test_a_path_more_is_drift(repo: RepositoryBuilder, capfdbinary: pytest.CaptureFixture[bytes], wider: str) -> None:
    assert export(repo, "claude-code", "--write") == 0
    file = repo.path / ".claude" / "settings.json"
    data = json.loads(file.read_text())
    data["permissions"]["allow"].append(wider)
    file.write_text(json.dumps(data))
    assert export(repo, "claude-code", "--check", str(file)) == 1
    assert f'-    "{wider}"'.encode() in capfdbinary.readouterr().out


def test_a_policy_that_changed_is_drift(repo: RepositoryBuilder) -> None:
    assert export(repo, "codex", "--write") == 0
    repo.commit("Open docs", {".blastgate.yml": POLICY.replace('"tests/**"', '"tests/**", "docs/**"')})
    assert export(repo, "codex", "--check") == 1


def test_an_older_sandbox_setting_switches_the_profile_off_and_is_drift(repo: RepositoryBuilder) -> None:
    assert export(repo, "codex", "--write") == 0
    file = repo.path / ".codex" / "config.toml"
    file.write_text('sandbox_mode = "danger-full-access"\n' + file.read_text())
    assert export(repo, "codex", "--check") == 1


@pytest.mark.parametrize(
    ("agent", "text"),
    [("claude-code", "{"), ("opencode", "[]"), ("codex", "= 1"), ("gemini", "\x00"), ("cursor", "[" * 100_000)],
)
def test_what_the_agent_could_not_read_is_an_error(
    repo: RepositoryBuilder, capfdbinary: pytest.CaptureFixture[bytes], agent: str, text: str
) -> None:
    repo.write("settings", text)
    assert export(repo, agent, "--check", str(repo.path / "settings")) == 2
    assert b"is no settings file of this agent" in capfdbinary.readouterr().err


def test_no_link_is_written_through(repo: RepositoryBuilder, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    repo.symlink(".cursor", str(tmp_path / "outside"))
    assert export(repo, "cursor", "--write") == 2
    assert list((tmp_path / "outside").iterdir()) == []


def test_check_and_write_do_not_go_together(repo: RepositoryBuilder) -> None:
    assert export(repo, "cursor", "--write", "--check") == 2


def test_a_broken_policy_is_never_exported(repo: RepositoryBuilder) -> None:
    repo.commit("Break", {".blastgate.yml": "version: 1\nguardrails: {ai_path: {}}\n"})
    assert export(repo, "cursor") == 2
