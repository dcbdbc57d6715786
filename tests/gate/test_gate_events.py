"""Every event that starts the gate: what it judges, and where it stops."""

from __future__ import annotations

import pytest
from stage import HIGH, LOW, Stage

from blastgate.errors import SourceError


def test_a_signal_workflow_leads_to_the_one_pull_request_it_was_for(stage: Stage) -> None:
    stage.open(HIGH, head_repository="eve/shop")
    stage.run()
    stage.fake.review("dana")
    stage.run("workflow_run")
    assert stage.status().state == "success"


def test_a_signal_that_fits_two_pull_requests_stops(stage: Stage) -> None:
    head = stage.open(LOW)
    stage.show(8, "topic", head)
    with pytest.raises(SourceError, match="several"):
        stage.run("workflow_run")


def test_a_run_of_another_event_is_no_signal(stage: Stage) -> None:
    stage.open(LOW)
    assert "was not for" in stage.run("workflow_run", of="push")[0].told
    assert stage.fake.writes == []


@pytest.mark.parametrize(("who", "writes"), [("dana", 1), ("eve", 0), ("helper[bot]", 0)])
def test_a_recheck_takes_the_right_to_write(stage: Stage, who: str, writes: int) -> None:
    stage.open(LOW)
    comment = stage.fake.comment(who, "/blastgate recheck")
    stage.run("issue_comment", comment=comment)
    assert len(stage.fake.writes) == writes


def test_another_comment_asks_for_nothing(stage: Stage) -> None:
    stage.open(LOW)
    comment = stage.fake.comment("dana", "please /blastgate recheck")
    assert stage.run("issue_comment", comment=comment)[0].told == "the comment asks for nothing"


def test_the_sweep_judges_every_open_pull_request(stage: Stage) -> None:
    one = stage.open(LOW)
    two = stage.open(HIGH, number=8, branch="other")
    stage.open(LOW, number=9, branch="third", state="closed")
    done = stage.run("schedule")
    assert sorted(d.ruling.number for d in done if d.ruling and d.ruling.number) == [7, 8]
    assert (stage.status(one).state, stage.status(two).state) == ("success", "pending")


def test_the_sweep_goes_on_after_one_that_cannot_be_read(stage: Stage) -> None:
    one = stage.open(LOW)
    stage.open(LOW, number=8, branch="other")
    stage.fake.fail_next(404, on="/pulls/8")
    done = stage.run("schedule")
    assert [d.ruling.outcome for d in done if d.ruling] == ["error", "pass"]
    assert stage.status(one).state == "success"


def test_the_sweep_leaves_requests_to_others(stage: Stage) -> None:
    stage.open(LOW)
    stage.open(LOW, number=8, branch="other")
    left = b'{"resources": {"core": {"limit": 1000, "remaining": 150, "reset": 1, "used": 850}}}'
    stage.fake.answer_next(left, on="/rate_limit")
    done = stage.run("schedule")
    assert [d.told for d in done] == [
        "2 pull requests are left for the next sweep: the rate limit of the hour is nearly used up"
    ]
    assert stage.fake.writes == []


def queued(stage: Stage, *numbers: int) -> dict[str, object]:
    """Queue pull requests as a merge queue does, in git and in the fake; return the group of the event."""
    start = stage.repo.run("rev-parse", "refs/heads/main")
    branch = f"gh-readonly-queue/main/pr-{numbers[-1]}-{start}"
    stage.repo.switch(start).branch(branch)
    for number in numbers:
        pull = stage.fake.world.pulls[number]
        stage.repo.merge(pull.head_sha, f"Merge pull request #{number} from acme/{pull.head}", "Sam <sam@example.com>")
    stage.sync()
    head = stage.repo.run("rev-parse", f"refs/heads/{branch}")
    return {
        "head_sha": head,
        "head_ref": f"refs/heads/{branch}",
        "base_sha": start,
        "base_ref": "refs/heads/main",
        "head_commit": {"id": head, "tree_id": head, "message": "x"},
    }


def test_a_merge_group_has_the_status_of_its_own_head(stage: Stage) -> None:
    stage.open(HIGH)
    stage.fake.review("dana")
    group = queued(stage, 7)
    stage.run("merge_group", merge_group=group)
    assert stage.status(str(group["head_sha"])).state == "success"


def test_an_approval_that_is_gone_holds_the_merge_group(stage: Stage) -> None:
    stage.open(HIGH)
    review = stage.fake.review("dana")
    group = queued(stage, 7)
    stage.fake.dismiss(review)
    stage.run("merge_group", merge_group=group)
    assert stage.status(str(group["head_sha"])).state == "pending"


def test_each_pull_request_of_a_group_holds_its_own_approvals(stage: Stage) -> None:
    stage.open(HIGH)
    stage.fake.review("dana", pull=7)
    stage.open({"services/auth/other.py": "x = 1\n"}, number=8, branch="other")
    group = queued(stage, 7, 8)
    stage.run("merge_group", merge_group=group)
    assert stage.status(str(group["head_sha"])).state == "pending"
    stage.fake.review("lee", pull=8)
    stage.run("merge_group", merge_group=group)
    assert stage.status(str(group["head_sha"])).state == "success"


@pytest.mark.parametrize("ref", ["refs/heads/topic", "refs/heads/gh-readonly-queue/other/pr-7-" + "a" * 40])
def test_an_odd_ref_gets_no_status(stage: Stage, ref: str) -> None:
    stage.open(LOW)
    group = {**queued(stage, 7), "head_ref": ref}
    with pytest.raises(SourceError):
        stage.run("merge_group", merge_group=group)
    assert stage.fake.writes == []
