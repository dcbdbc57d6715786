"""The action itself, step by step, and the workflows that are shipped for it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from runner import TOP, Ran, run_action
from stage import HIGH, LOW, Stage

WORKFLOWS = sorted((TOP / "rules" / "workflows").rglob("*.yml"))
NEXT = {"services/auth/login.py": "def login(): return 2\n"}


def act(stage: Stage, event: str = "pull_request_target", token: str = "", **given: Any) -> Ran:
    """Run the action on an event, with the Python of these tests."""
    folder = stage.folder / "runner"
    folder.mkdir(exist_ok=True)
    return run_action(stage.environment(event, token, **given), folder, python=sys.executable)


def test_from_opened_to_approved_to_pushed_again(stage: Stage) -> None:
    stage.open(HIGH)
    ran = act(stage, action="opened")
    assert (ran.code, ran.outputs["outcome"], ran.outputs["level"]) == (0, "review", "high")
    assert ran.outputs["required-reviewers"] == "@dana,@lee"
    assert (stage.status().state, stage.fake.world.pulls[7].reviewers) == ("pending", ["dana"])
    stage.fake.review("dana")
    ran = act(stage, "workflow_run")
    assert (ran.outputs["outcome"], ran.outputs["approved-by"]) == ("pass", "@dana")
    assert stage.status().state == "success"
    stage.push(NEXT)
    assert act(stage, action="synchronize").outputs["outcome"] == "review"
    assert stage.status().state == "pending"


def test_a_fork_with_a_read_only_token(stage: Stage) -> None:
    stage.open(HIGH, head_repository="eve/shop")
    ran = act(stage, "pull_request", stage.fake.fork_token)
    assert ran.code == 3
    assert "the exit code is the gate" in ran.printed


def test_the_read_only_variant_writes_nothing_and_its_exit_code_is_the_gate(stage: Stage) -> None:
    workflow = yaml.safe_load((TOP / "rules" / "workflows" / "read-only" / "blastgate.yml").read_text())
    step = steps_of(workflow)[0]
    stage.open(HIGH, head_repository="eve/shop")
    folder = stage.folder / "runner"
    folder.mkdir()
    for code, outcome in ((3, "review"), (0, "pass")):  # the second is the job run again after a review
        environment = stage.environment("pull_request", stage.fake.fork_token)
        ran = run_action(environment, folder, python=sys.executable, **step["with"])
        assert (ran.code, ran.outputs["outcome"]) == (code, outcome)
        stage.fake.review("dana")
    assert {seen.status for seen in stage.fake.writes} == {403}
    assert (stage.fake.statuses(stage.fake.world.pulls[7].head_sha), stage.bodies) == ([], [])


def test_the_read_only_variant_may_write_nothing_and_sees_the_queue() -> None:
    document = yaml.safe_load((TOP / "rules" / "workflows" / "read-only" / "blastgate.yml").read_text())
    assert set(document[True]) == {"pull_request", "pull_request_review", "merge_group"}
    assert {right for job in document["jobs"].values() for right in job["permissions"].values()} == {"read"}
    assert [step["with"] for step in steps_of(document)] == [{"enforce": "job"}]


def test_inputs_reach_the_command_as_words(stage: Stage) -> None:
    stage.open(HIGH)
    folder = stage.folder / "runner"
    folder.mkdir()
    dry = run_action(stage.environment(), folder, **{"python": sys.executable, "dry-run": "true", "enforce": "job"})
    assert (dry.code, stage.fake.writes) == (3, [])
    assert "would ask @dana to review" in dry.printed
    for wrong in ({"dry-run": "yes; touch owned"}, {"enforce": "status; touch owned"}):
        assert run_action(stage.environment(), folder, **{"python": sys.executable, **wrong}).code == 2
    assert not list(folder.rglob("owned"))


def test_nothing_of_the_workspace_is_run(stage: Stage) -> None:
    stage.open(LOW)
    workspace = stage.folder / "runner" / "workspace"
    workspace.mkdir(parents=True)
    for name in ("json.py", "click.py", "blastgate.py", "sitecustomize.py"):
        (workspace / name).write_text("raise SystemExit('owned')\n")
    ran = act(stage)
    assert (ran.code, ran.outputs["outcome"]) == (0, "pass")


def test_no_expression_stands_in_a_script() -> None:
    found = [*WORKFLOWS, TOP / "action.yml"]
    steps = [step for file in found for step in steps_of(yaml.safe_load(file.read_text()))]
    assert steps and not any("${{" in step.get("run", "") for step in steps)


def steps_of(document: Any) -> list[dict[str, Any]]:
    """List the steps of a workflow or of an action."""
    if "runs" in document:
        return list(document["runs"]["steps"])
    return [step for job in document["jobs"].values() for step in job["steps"]]


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda f: f"{f.parent.name}/{f.name}")
def test_a_workflow_checks_nothing_out_and_has_the_least_rights(file: Path) -> None:
    document = yaml.safe_load(file.read_text())
    assert document["permissions"] == {}
    uses = [step["uses"] for step in steps_of(document) if "uses" in step]
    assert set(uses) <= {"OWNER/blastgate@COMMIT"}
    for job in document["jobs"].values():
        assert set(job["permissions"]) <= {"contents", "pull-requests", "statuses"}
        assert job["permissions"].get("contents", "read") == "read"
        assert "timeout-minutes" in job and job["name"] != "blastgate"


def test_the_gate_is_never_skipped_and_sees_every_event_that_matters() -> None:
    kinds = (("hardened", "pull_request_target"), ("standard", "pull_request"), ("read-only", "pull_request"))
    for kind, event in kinds:
        document = yaml.safe_load((TOP / "rules" / "workflows" / kind / "blastgate.yml").read_text())
        on = document[True]  # YAML 1.1 takes the key `on` for a truth
        assert {"opened", "reopened", "synchronize", "edited", "ready_for_review"} <= set(on[event]["types"])
        assert not {"paths", "paths-ignore", "branches", "branches-ignore"} & set(on[event])
        assert "merge_group" in on and ("schedule" in on or kind == "read-only")
        assert all("if" not in job for job in document["jobs"].values())


def test_the_signal_is_the_one_that_the_gate_waits_for() -> None:
    folder = TOP / "rules" / "workflows" / "hardened"
    signal, gate = (yaml.safe_load((folder / f"blastgate{n}.yml").read_text()) for n in ("-review-signal", ""))
    assert gate[True]["workflow_run"]["workflows"] == [signal["name"]]
    assert set(signal[True]["pull_request_review"]["types"]) == {"submitted", "edited", "dismissed"}


def test_what_the_action_installs_is_locked() -> None:
    lines = (TOP / "action-requirements.txt").read_text().replace("\\\n", " ").splitlines()
    entries = [line for line in lines if line and not line.startswith("#")]
    assert all(re.match(r"[a-z0-9-]+==[0-9][^ ]* +--hash=sha256:[0-9a-f]{64}", entry) for entry in entries)
    wanted = re.findall(r'^  "([A-Za-z0-9-]+)>=', (TOP / "pyproject.toml").read_text().split("[project.opt")[0], re.M)
    assert {name.lower() for name in wanted} <= {entry.split("==")[0] for entry in entries}


@pytest.mark.parametrize("name", ["action-install", "action-gate"])
def test_a_script_of_the_action_is_sound(name: str) -> None:
    script = TOP / ".ci" / name
    assert script.stat().st_mode & 0o111
    assert subprocess.run(["bash", "-n", str(script)], check=False).returncode == 0
    assert "set -euo pipefail" in script.read_text()


def test_a_runner_without_a_python_is_told(tmp_path: Path) -> None:
    output = tmp_path / "output"
    environment = {"PATH": str(tmp_path), "GITHUB_OUTPUT": str(output), "BLASTGATE_PYTHON": "", "BLASTGATE_ACTION": "x"}
    ran = subprocess.run(
        ["/bin/bash", str(TOP / ".ci" / "action-install")], env=environment, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 2
    assert "no Python 3.11 to 3.13" in ran.stdout
