"""Records of the gate: the same verdict follows from them, with reviews, overrides and teams, without GitHub or git."""

from __future__ import annotations

import json
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from runner import run_action
from stage import HIGH, LOW, POLICY, Stage
from test_gate_events import queued

from blastgate.cli.app import run
from blastgate.clock import today
from blastgate.gate.run import run_gate
from blastgate.records import read_record, replay
from blastgate.testing.github import FakeGitHub

OVERRIDES = f"{POLICY}override: {{by: [senior]}}\n"
TEAMS = POLICY.replace('["@dana", "@lee"]', '["@acme/staff"]')


def recorded(stage: Stage, folder: Path, event: str = "pull_request_target", token: str = "") -> list[str]:
    """Run the gate with records; replay each and compare it with what was ruled."""
    done = list(run_gate(stage.environment(event, token), records=folder))
    ruled = {one.ruling.outcome for one in done if one.ruling is not None}
    records = {file.name: read_record(file.read_text(), file.name) for file in sorted(folder.glob("*.json"))}
    assert {replay(record, name).outcome for name, record in records.items()} == ruled
    return [record.assessment.outcome for record in records.values()]


def test_an_approval_is_in_the_record(stage: Stage, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    head = stage.open(HIGH)
    assert recorded(stage, tmp_path / "records") == ["review"]
    stage.fake.review("dana")
    assert recorded(stage, tmp_path / "records") == ["pass"]
    file = tmp_path / "records" / f"pull-7-{head[:12]}.json"
    assert run(["replay", str(file), "--format", "json"]) == 0
    said = json.loads(capfd.readouterr().out)
    assert said["verdict"]["requirements"][0]["satisfied_by"] == ["@dana"]
    assert run(["render", str(file), "--format", "markdown"]) == 0


def test_an_override_is_in_the_record(tmp_path: Path, fake: FakeGitHub) -> None:
    stage = Stage(tmp_path, fake, OVERRIDES)
    head = stage.open(HIGH)
    until = date.fromisoformat(today()) + timedelta(days=2)
    fake.comment(
        "dana", f"/blastgate override {head} Production is down until {until}"
    ).created = f"{today()}T00:00:00Z"
    assert recorded(stage, tmp_path / "records") == ["warn"]


def test_a_team_is_in_the_record(tmp_path: Path, fake: FakeGitHub) -> None:
    stage = Stage(tmp_path, fake, TEAMS)
    fake.team("staff", "dana")
    stage.open(HIGH)
    fake.review("dana")
    assert recorded(stage, tmp_path / "records", token=fake.app_token) == ["pass"]


def test_without_git_the_smaller_graph_is_in_the_record(stage: Stage, tmp_path: Path) -> None:
    stage.fake.objects(stage.repo.path)
    stage.open({}, files_count=0)
    list(run_gate(stage.environment(), with_git=False, records=tmp_path))
    (file,) = tmp_path.glob("pull-7-*.json")
    record = read_record(file.read_text(), "x")
    assert record.facts.graph is not None and not record.facts.graph.imports_known
    assert replay(record, "x") == record.assessment


def test_a_merge_group_has_a_record_of_its_own(stage: Stage, tmp_path: Path) -> None:
    stage.open(HIGH)
    stage.fake.review("dana")
    group = queued(stage, 7)
    environment = stage.environment("merge_group", merge_group=group)
    assert [one.ruling.outcome for one in run_gate(environment, records=tmp_path) if one.ruling] == ["pass"]
    file = tmp_path / f"group-{str(group['head_sha'])[:12]}.json"
    record = read_record(file.read_text(), file.name)
    assert replay(record, file.name) == record.assessment


def test_a_folder_that_cannot_be_written_is_an_error_and_not_silence(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # a long name would leave no room for the reason
    (tmp_path / "file").write_text("")
    stage.open(LOW)
    list(run_gate(stage.environment(), records=Path("file")))
    assert (stage.status().state, "cannot be written" in str(stage.status().description)) == ("error", True)


def test_the_action_keeps_records(stage: Stage, tmp_path: Path) -> None:
    stage.open(LOW)
    folder = tmp_path / "runner"
    folder.mkdir()
    records = str(tmp_path / "kept; touch owned")
    assert run_action(stage.environment(), folder, python=sys.executable, record=records).code == 0
    assert len(list(Path(records).iterdir())) == 1
