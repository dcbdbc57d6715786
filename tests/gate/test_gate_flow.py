"""The gate from event to status, on a real remote and a GitHub of one's own."""

from __future__ import annotations

from stage import HIGH, LOW, Stage


def test_a_review_is_asked_for_given_and_asked_for_again(stage: Stage) -> None:
    first = stage.open(HIGH)
    stage.run(action="opened")
    assert stage.status(first).state == "pending"
    assert stage.fake.world.pulls[7].reviewers == ["dana"]
    assert "needs senior" in str(stage.status(first).description)
    stage.fake.review("dana")
    stage.run("pull_request_review", action="submitted", review=stage.fake.world.reviews[-1])
    assert stage.status(first).state == "success"
    assert "approved by @dana" in str(stage.status(first).description)
    second = stage.push({"services/auth/login.py": "def login(): return 2\n"})
    stage.run(action="synchronize")
    assert stage.status(second).state == "pending"
    assert stage.fake.world.pulls[7].reviewers == ["dana"]
    assert len(stage.bodies) == 1 and "approved" in stage.bodies[0]


def test_a_second_run_writes_nothing(stage: Stage) -> None:
    stage.open(HIGH)
    stage.run()
    writes = len(stage.fake.writes)
    assert writes >= 3
    stage.run()
    assert len(stage.fake.writes) == writes


def test_a_pass_gets_a_status_and_no_comment(stage: Stage) -> None:
    stage.open(LOW)
    stage.run()
    assert stage.status().state == "success"
    assert [seen.method for seen in stage.fake.writes] == ["POST"]
    assert stage.bodies == []


def test_the_usual_pull_request_takes_fifteen_calls_at_most(stage: Stage) -> None:
    for level in ("low", "medium", "high"):
        stage.fake.label(f"blastgate: {level}")
    stage.open(HIGH)
    stage.run()
    assert len(stage.fake.seen) <= 15
    assert len(stage.fake.writes) == 4
    assert stage.fake.world.pulls[7].labels == ["blastgate: high"]
