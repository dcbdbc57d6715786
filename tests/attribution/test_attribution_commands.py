"""A team's own tools and trace files through the commands, in real repositories."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from blastgate.cli.app import run
from blastgate.testing import RepositoryBuilder

POLICY = """\
version: 1
extends: [recommended]
ai_tools:
  forge-agent:
    title: Forge Agent
    identities: ["forge@agents.example"]
"""
FORGE = "Anybody <forge@agents.example>"
LINES = {"start_line": 2, "end_line": 3}
BY_AI = {"contributor": {"type": "ai"}, "ranges": [LINES]}
RECORD = {"tool": {"name": "cursor"}, "files": [{"path": "a.py", "conversations": [BY_AI]}]}
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def repo(tmp_path: Path) -> RepositoryBuilder:
    """A repository whose policy names a tool of its own, on branch ``topic``."""
    made = RepositoryBuilder(tmp_path / "forge")
    made.commit("Start", {".blastgate.yml": POLICY, "a.py": "one\n"})
    return made.branch("topic")


def answer(capfd: Capture, repo: RepositoryBuilder, *args: str) -> Any:
    capfd.readouterr()
    assert run([*args, "--repo", str(repo.path), "--format", "json"]) in (0, 1, 3)
    return json.loads(capfd.readouterr().out)


def test_an_own_tool_is_known_to_every_command(repo: RepositoryBuilder, capfd: Capture) -> None:
    repo.write("a.py", "one\ntwo\n").commit("Change", author=FORGE)
    made = answer(capfd, repo, "check")["attribution"]
    assert (made["state"], made["tools"], made["lines"]["ai_min"]) == ("ai", ["forge-agent"], 1)
    assert answer(capfd, repo, "commits", "main..topic")["commits"][0]["state"] == "ai"
    assert answer(capfd, repo, "stats", "--range", "topic")["total"]["counts"]["ai"] == 1
    assert "forge-agent" in {tool["name"] for tool in answer(capfd, repo, "commits", "--tools")["tools"]}


def test_a_change_cannot_name_tools_of_its_own(repo: RepositoryBuilder, capfd: Capture) -> None:
    policy = POLICY.replace("forge@agents", "kim@agents")
    repo.write(".blastgate.yml", policy).write("a.py", "x\n").commit("Change", author=FORGE)
    assert answer(capfd, repo, "check")["attribution"]["state"] == "ai"


def test_the_known_tools_are_listed_outside_of_a_repository(tmp_path: Path, capfd: Capture) -> None:
    assert run(["commits", "--tools", "--repo", str(tmp_path)]) == 0
    assert "claude-code" in capfd.readouterr().out


@pytest.mark.parametrize("where", ["check", "check --staged"])
def test_a_trace_in_the_change_is_evidence(where: str, repo: RepositoryBuilder, capfd: Capture) -> None:
    repo.write("a.py", "one\ntwo\nthree\n").write(".agent-trace/traces.jsonl", json.dumps(RECORD) + "\n")
    if where == "check":
        repo.commit("Change")
    else:
        repo.run("add", "--all")
    made = answer(capfd, repo, *where.split())["attribution"]
    assert (made["state"], made["tools"]) == ("ai", ["cursor"])
    assert [mark["quote"] for mark in made["around"]] == [".agent-trace/traces.jsonl: a.py 2-3 by cursor"]


def test_a_trace_that_was_there_before_says_nothing(repo: RepositoryBuilder, capfd: Capture) -> None:
    repo.write("a.py", "one\ntwo\nthree\n").write(".agent-trace/traces.jsonl", json.dumps(RECORD) + "\n").commit(
        "First"
    )
    repo.branch("next").write("a.py", "one\ntwo\nthree\nfour\n").commit("Change")
    assert answer(capfd, repo, "check", "--base", "topic")["attribution"]["state"] == "none"
