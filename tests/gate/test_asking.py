"""Whom the gate asks, and groups by role."""

from __future__ import annotations

from pathlib import Path

import pytest
from stage import HIGH, LOW, Stage

from blastgate.testing.github import FakeGitHub

ROLE = 'version: 1\nextends: [recommended]\npeople: {senior: ["role:maintain"]}\n'


def asks(stage: Stage) -> list[str]:
    """Run the gate and return whom it has asked."""
    stage.run()
    return stage.fake.world.pulls[7].reviewers


def test_the_least_busy_of_a_group_is_asked(stage: Stage) -> None:
    stage.open(LOW, number=8, branch="other")
    stage.fake.world.pulls[8].reviewers = ["dana"]
    stage.open(HIGH)
    assert asks(stage) == ["lee"]
    stage.fake.world.pulls[8].reviewers = ["lee"]
    assert asks(stage) == ["lee"]  # a second run changes nothing


def test_whoever_knows_the_pull_request_is_asked_again_however_busy(stage: Stage) -> None:
    stage.open(LOW, number=8, branch="other")
    stage.fake.world.pulls[8].reviewers = ["dana"]
    stage.open(HIGH)
    stage.fake.review("dana")
    stage.push({"services/auth/login.py": "x = 2\n"})
    assert asks(stage) == ["dana"]


def test_the_next_one_is_asked_where_a_request_was_refused(stage: Stage) -> None:
    stage.open(HIGH)
    assert asks(stage) == ["dana"]
    stage.fake.world.pulls[7].reviewers = []
    stage.fake.world.happened(7, "review_request_removed", "dana", requested_reviewer="dana")
    assert asks(stage) == ["lee"]


ROLES = [("maintain", "success"), ("admin", "success"), ("write", "pending"), ("read", "pending")]


@pytest.mark.parametrize(("role", "state"), ROLES)
def test_a_group_by_role(tmp_path: Path, fake: FakeGitHub, role: str, state: str) -> None:
    stage = Stage(tmp_path, fake, ROLE)
    fake.person("robin", "admin" if role == "admin" else "write", role, emails=["robin@example.com"])
    stage.open(HIGH)
    stage.run()
    assert stage.status().state == "pending"  # nobody has reviewed: it is open, not an error
    fake.review("robin")
    stage.run()
    assert stage.status().state == state
