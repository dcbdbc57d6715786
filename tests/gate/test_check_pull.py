"""``check --pr``: what the gate would say, from a laptop, and nothing written."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from stage import HIGH, POLICY, SAM, Stage

from blastgate.cli.app import run
from blastgate.clock import today
from blastgate.gate.reading import PullQuestion, read_pull_commits
from blastgate.schemas import shipped
from blastgate.testing.github import FakeGitHub


@pytest.fixture
def clone(stage: Stage, tmp_path: Path) -> Path:
    """A clone of the repository, made before anything else happens to it."""
    place = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", stage.repo.path, place], check=True)
    return place


def check(stage: Stage, clone: Path, monkeypatch: pytest.MonkeyPatch, *more: str) -> int:
    """Check pull request 7 from a clone."""
    for name in ("GITHUB_API_URL", "GITHUB_TOKEN", "GITHUB_SERVER_URL"):
        monkeypatch.setenv(name, stage.environment()[name])
    return run(["check", "--pr", "7", "--github", "acme/shop", "--repo", str(clone), *more])


def test_it_says_what_the_gate_says_and_writes_nothing(
    stage: Stage, clone: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    stage.open(HIGH)
    assert check(stage, clone, monkeypatch, "--format", "json") == 3
    said = json.loads(capfd.readouterr().out)
    gated = stage.run(dry_run=True)[0].ruling
    assert gated is not None and gated.assessment is not None
    assert (said["outcome"], said["policy"]["digest"]) == (gated.assessment.outcome, gated.assessment.policy.digest)
    stage.fake.review("dana")
    assert check(stage, clone, monkeypatch, "-q") == 0
    assert stage.fake.writes == []
    assert not list((clone / ".git").rglob("*gate*"))


def test_another_policy_can_be_tried(
    stage: Stage, clone: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    stage.open(HIGH)
    (tmp_path / "p.yml").write_text(POLICY.replace("recommended", "strict").replace("senior:", "leads: []\n  senior:"))
    assert check(stage, clone, monkeypatch, "--policy", str(tmp_path / "p.yml"), "--format", "json") in (1, 3)
    assert json.loads(capfd.readouterr().out)["policy"]["trust"] == "file"


def test_a_record_replays_without_github(
    tmp_path: Path, fake: FakeGitHub, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Approvals, teams and an override that somebody commented are facts like the others."""
    stage = Stage(tmp_path, fake, POLICY + "override: {by: [senior]}\n")
    place, record = tmp_path / "clone", tmp_path / "record.json"
    subprocess.run(["git", "clone", "-q", stage.repo.path, place], check=True)
    head = stage.open(HIGH)
    comment = fake.comment("dana", f"/blastgate override {head} Production is down until {today()}")
    comment.created = f"{today()}T00:00:00Z"
    assert check(stage, place, monkeypatch, "--record", str(record), "--format", "json") == 0
    live = json.loads(capfd.readouterr().out)
    assert (live["outcome"], live["verdict"]["override"]["by"]) == ("warn", "@dana")
    seen = len(fake.seen)
    assert run(["replay", str(record), "--format", "json"]) == 0
    again = json.loads(capfd.readouterr().out)
    assert {**again, "timings": None} == {**live, "timings": None}
    assert len(fake.seen) == seen


@pytest.mark.parametrize("more", [["--staged"], ["--base", "main"]])
def test_it_names_one_change_only(stage: Stage, clone: Path, monkeypatch: pytest.MonkeyPatch, more: list[str]) -> None:
    stage.open(HIGH)
    assert check(stage, clone, monkeypatch, *more) == 2
    assert stage.fake.seen == []


def test_a_pull_request_that_is_not_there(stage: Stage, clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stage.open(HIGH)
    assert check(stage, clone, monkeypatch, "--pr", "8", "-q") == 2


def question(stage: Stage) -> PullQuestion:
    """Ask for pull request 7 without a clone."""
    return PullQuestion(7, stage.folder, "acme/shop", stage.environment())


def test_commits_and_the_marks_around_them(stage: Stage) -> None:
    stage.open(HIGH, labels=["ai-assisted"])
    second = stage.push({"docs/x.md": "x\n"})
    found = read_pull_commits(question(stage))
    assert (found.described, found.commits[0].sha) == ("#7", second)
    assert [evidence.kind for evidence in found.around] == ["label"]


AI = "Change\n\nCo-authored-by: Claude <noreply@anthropic.com>\n"


def test_evidence_that_was_pushed_away_still_counts(stage: Stage) -> None:
    old = stage.open(HIGH, message=AI)
    stage.fake.review("kim", "COMMENTED")
    stage.push(amend=True)
    assert read_pull_commits(question(stage)).around == ()  # nobody says that it was rewritten
    stage.fake.world.happened(7, "head_ref_force_pushed", "sam", commit_id=stage.fake.world.pulls[7].head_sha)
    found = read_pull_commits(question(stage)).around
    assert [f"stood in {old[:12]}, later rewritten" in evidence.quote for evidence in found] == [True]
    done = stage.run()[0].ruling
    assert done is not None and done.assessment is not None and done.assessment.attribution.state == "ai"


def test_a_head_that_github_no_longer_has_is_passed_over(stage: Stage) -> None:
    stage.open(HIGH)
    stage.fake.world.happened(7, "head_ref_force_pushed", "sam", commit_id="d" * 40)
    assert read_pull_commits(question(stage)).around == ()


def rebased(stage: Stage, extra: str = "") -> str:
    """Approve, then let main go on, and rebase the pull request upon it; ``extra`` is slipped in."""
    stage.open(HIGH)
    stage.fake.review("dana")
    stage.repo.switch("main").commit("Meanwhile", {"README.md": "# Shop, better\n"})
    stage.repo.run("config", "uploadpack.allowAnySHA1InWant", "true")
    stage.sync()
    stage.fake.branch("main", stage.repo.head)
    stage.repo.switch(stage.repo.head)
    sha = stage.repo.commit("Change", {"services/auth/login.py": "def login(): return 1\n" + extra}, SAM)
    stage.repo.run("update-ref", "refs/pull/7/head", sha)
    stage.sync()
    pull = stage.fake.world.pulls[7]
    pull.head_sha, pull.commits = sha, [sha]
    stage.run()
    return str(stage.status(sha).state)


PATCHES = [("count", "", "success"), ("count", " ", "pending"), ("ask", "", "pending")]


@pytest.mark.parametrize(("said", "extra", "state"), PATCHES, ids=["same", "one blank more", "asked again"])
def test_an_approval_of_an_unchanged_patch(tmp_path: Path, stage: Stage, said: str, extra: str, state: str) -> None:
    policy = f"{POLICY}approvals: {{unchanged_patch: {said}}}\n"
    stage.repo.switch("main").commit("Policy", {".blastgate.yml": policy})
    stage.sync()
    assert rebased(stage, extra) == state


def commits(stage: Stage, monkeypatch: pytest.MonkeyPatch, *more: str) -> int:
    """List the commits of pull request 7 without a clone."""
    for name in ("GITHUB_API_URL", "GITHUB_TOKEN", "GITHUB_SERVER_URL"):
        monkeypatch.setenv(name, stage.environment()[name])
    return run(["commits", "--pr", "7", "--github", "acme/shop", "--repo", str(stage.folder), *more])


def test_the_commits_command_lists_a_pull_request(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    head = stage.open(HIGH, message=AI, labels=["ai-assisted"])
    assert commits(stage, monkeypatch, "--format", "json") == 0
    answer = json.loads(capfd.readouterr().out)
    assert [(commit["sha"], commit["state"]) for commit in answer["commits"]] == [(head, "ai")]
    assert [mark["kind"] for mark in answer["around"]] == ["label"]
    Draft202012Validator(shipped("commits")).validate(answer)
    assert commits(stage, monkeypatch) == 0
    assert "beside the commits" in capfd.readouterr().out


def test_the_commits_command_names_one_set_of_commits(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    stage.open(HIGH)
    assert commits(stage, monkeypatch, "main..HEAD") == 2
    assert stage.fake.seen == []
