"""Break-glass on GitHub: a comment of a senior's lets one head go ahead, and everything tells it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from stage import HIGH, POLICY, Stage

from blastgate.clock import today
from blastgate.testing.github import FakeGitHub

OPEN = POLICY + "override: {by: [senior]}\n"


@pytest.fixture(name="open_stage")
def stage_with_override(tmp_path: Path, fake: FakeGitHub) -> Stage:
    """A stage whose policy lets a senior override."""
    return Stage(tmp_path, fake, OPEN)


def ask(stage: Stage, head: str, who: str = "dana", days: int = 2) -> None:
    """Comment and run the gate on it, as GitHub would."""
    until = date.fromisoformat(today()) + timedelta(days=days)
    comment = stage.fake.comment(who, f"/blastgate override {head} Production is down until {until}")
    comment.created = f"{today()}T00:00:00Z"
    stage.run("issue_comment", comment=comment)


def test_a_senior_lets_one_head_go_ahead(open_stage: Stage) -> None:
    head = open_stage.open(HIGH)
    open_stage.run()
    assert open_stage.status().state == "pending"
    ask(open_stage, head)
    assert open_stage.status().state == "success"
    assert any("REVIEW overridden by" in body and "Production is down" in body for body in open_stage.bodies)
    open_stage.push({"services/auth/login.py": "def login(): return 2\n"})
    open_stage.run()
    assert open_stage.status().state == "pending"


def test_the_author_never_does(open_stage: Stage) -> None:
    head = open_stage.open(HIGH, author="Dana <dana@example.com>")
    ask(open_stage, head)
    assert open_stage.status().state == "pending"


def test_without_a_setting_nobody_does(stage: Stage) -> None:
    head = stage.open(HIGH)
    ask(stage, head)
    assert stage.status().state == "pending"
