"""The command: its exit codes, what it prints, and what it leaves for the workflow."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from runner import read_outputs
from stage import HIGH, LOW, POLICY, Stage

from blastgate.cli.app import run
from blastgate.cli.gate import gate
from blastgate.testing.github import FakeGitHub

BLOCKS = POLICY + 'guardrails:\n  protected_paths: {paths: ["docs/**"], allow: [senior], then: block}\n'
CODES = [
    (POLICY, LOW, "status", 0),
    (POLICY, LOW, "job", 0),
    (POLICY, HIGH, "status", 0),
    (POLICY, HIGH, "job", 3),
    (BLOCKS, LOW, "status", 0),
    (BLOCKS, LOW, "job", 1),
    ("version: 2\n", LOW, "status", 2),
    ("version: 2\n", LOW, "job", 2),
]


@pytest.mark.parametrize(("policy", "files", "enforce", "code"), CODES)
def test_exit_codes(
    tmp_path: Path, fake: FakeGitHub, policy: str, files: dict[str, str], enforce: str, code: int
) -> None:
    stage = Stage(tmp_path, fake, policy)
    stage.open(files)
    assert gate(stage.environment(), enforce, False) == code


def test_a_token_that_may_not_write_makes_the_exit_code_the_gate(
    stage: Stage, capsys: pytest.CaptureFixture[str]
) -> None:
    stage.open(HIGH, head_repository="eve/shop")
    assert gate(stage.environment("pull_request", stage.fake.fork_token), "status", False) == 3
    assert "the exit code is the gate" in capsys.readouterr().out


def test_outputs_and_summary(stage: Stage, tmp_path: Path) -> None:
    stage.open(HIGH)
    files = {"GITHUB_OUTPUT": str(tmp_path / "output"), "GITHUB_STEP_SUMMARY": str(tmp_path / "summary")}
    gate(stage.environment() | files, "status", False)
    found = read_outputs(tmp_path / "output")
    record = json.loads(Path(found.pop("assessment")).read_text())
    assert found == {
        "outcome": "review",
        "level": "high",
        "services-affected": "0",
        "ai-assisted": "false",
        "required-reviewers": "@dana,@lee",
        "approved-by": "",
    }
    assert record["outcome"] == "review" and record["timings"]["github_requests"] > 0
    assert "## REVIEW: high" in (tmp_path / "summary").read_text()


def test_the_delimiter_of_an_output_cannot_be_guessed(stage: Stage, tmp_path: Path) -> None:
    stage.open(LOW)
    for name in ("one", "two"):
        gate(stage.environment() | {"GITHUB_OUTPUT": str(tmp_path / name)}, "status", False)
    ends = [
        re.findall(r"<<(blastgate-[0-9a-f]{32})$", (tmp_path / n).read_text(), re.MULTILINE) for n in ("one", "two")
    ]
    assert len(set(ends[0] + ends[1])) == len(ends[0]) + len(ends[1]) == 14


def test_an_approval_is_an_output(stage: Stage, tmp_path: Path) -> None:
    stage.open(HIGH)
    stage.fake.review("dana")
    gate(stage.environment() | {"GITHUB_OUTPUT": str(tmp_path / "output")}, "status", False)
    found = read_outputs(tmp_path / "output")
    assert (found["outcome"], found["approved-by"], found["required-reviewers"]) == ("pass", "@dana", "")


def test_a_dry_run_prints_the_plan(stage: Stage, capsys: pytest.CaptureFixture[str]) -> None:
    stage.open(HIGH)
    assert gate(stage.environment(), "status", True) == 0
    printed = capsys.readouterr().out
    assert "would write the status pending: REVIEW: high" in printed
    assert "would ask @dana to review" in printed
    assert "would write the comment" in printed
    assert stage.fake.writes == []


def test_annotations_only_in_a_workflow(stage: Stage, capsys: pytest.CaptureFixture[str]) -> None:
    stage.open(HIGH)
    gate(stage.environment(), "status", False)
    assert "::warning title=blastgate%3A REVIEW::" in capsys.readouterr().out
    gate(stage.environment() | {"GITHUB_ACTIONS": ""}, "status", False)
    assert "::" not in capsys.readouterr().out


def test_a_sweep_prints_one_row_for_each(stage: Stage, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stage.open(LOW)
    stage.open(HIGH, number=8, branch="other")
    environment = stage.environment("schedule") | {"GITHUB_ACTIONS": "", "GITHUB_STEP_SUMMARY": str(tmp_path / "s")}
    assert gate(environment, "status", False) == 0
    rows = [line.split()[:3:2] for line in capsys.readouterr().out.splitlines()]
    assert rows == [["#8", "pending:"], ["#7", "success:"]]
    assert (tmp_path / "s").read_text().count("\n| #") == 2


def test_what_is_no_workflow_is_an_error(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GITHUB_EVENT_NAME", "GITHUB_REPOSITORY"):
        monkeypatch.delenv(name, raising=False)
    assert run(["gate"]) == 2
    assert "GITHUB_EVENT_NAME" in capsys.readouterr().err


def test_the_token_is_printed_nowhere(stage: Stage, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stage.open(HIGH)
    stage.fake.fail_next(401, on="/reviews")
    summary = {"GITHUB_STEP_SUMMARY": str(tmp_path / "summary")}
    assert gate(stage.environment() | summary, "status", False) == 2
    printed = capsys.readouterr()
    everything = (
        f"{printed.out}{printed.err}{(tmp_path / 'summary').read_text()}{stage.bodies}{stage.fake.world.statuses}"
    )
    assert stage.fake.token not in everything
