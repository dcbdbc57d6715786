"""What strangers, busy hands and forged names could do to the gate: most of these once left a false green."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from stage import HIGH, LOW, SAM, Stage

from blastgate.sources.github.failures import GitHubError
from blastgate.testing.github import FakeGitHub

ROLE = """version: 1
extends: [recommended]
people: {senior: ["role:maintain"], owners: ["@kim"]}
"""


def green(stage: Stage) -> tuple[str, Any]:
    """Open a high change that a senior approved; return its head and the review."""
    head = stage.open(HIGH)
    review = stage.fake.review("dana")
    stage.run()
    assert stage.status(head).state == "success"
    return head, review


def test_comments_of_strangers_while_it_judges_change_nothing(stage: Stage) -> None:
    head, review = green(stage)
    stage.fake.dismiss(review)

    def comment_again() -> None:
        stage.fake.review("robin", "COMMENTED")
        stage.fake.after("/labels", comment_again)

    stage.fake.after("/labels", comment_again)
    stage.run()
    assert stage.status(head).state == "pending"


def test_who_never_lets_it_rest_keeps_no_green(stage: Stage) -> None:
    head, review = green(stage)
    stage.fake.dismiss(review)

    def approve_again() -> None:
        stage.fake.review("robin")
        stage.fake.after("/labels", approve_again)

    stage.fake.after("/labels", approve_again)
    stage.run()
    status = stage.status(head)
    assert status.state == "error"
    assert "moved 3 times" in str(status.description)


def test_what_a_text_says_between_reading_and_writing_is_read_again(tmp_path: Path, fake: FakeGitHub) -> None:
    policy = "version: 1\nextends: [recommended]\nobligations: {rollout: {at_least: low, checked: Rolled out}}\n"
    stage = Stage(tmp_path, fake, policy)
    head = stage.open(LOW, body="- [x] Rolled out\n")
    stage.fake.after("/labels", lambda: setattr(stage.fake.world.pulls[7], "body", "- [ ] Rolled out\n"))
    stage.run()
    assert stage.status(head).state == "pending"


def test_a_branch_name_of_a_fork_stops_no_other_pull_request(stage: Stage) -> None:
    head = stage.open(HIGH)
    stage.fake.person("mallory", "none")
    stage.fake.pull_request(8, "-rf", "mallory", head_repository="mallory/shop")
    stage.run()
    assert stage.status(head).state == "pending"
    assert stage.fake.world.pulls[7].reviewers == ["dana"]


def test_a_twin_that_cannot_be_read_is_an_error_and_no_old_green(stage: Stage) -> None:
    head, _ = green(stage)
    stage.fake.fail_next(403, on=f"/commits/{head}/pulls")
    stage.run()
    assert stage.status(head).state == "error"


def rebased(stage: Stage, *numbers: int) -> dict[str, object]:
    """Queue pull requests by rebasing: their commits in a row, with the messages that their authors gave."""
    start = stage.repo.run("rev-parse", "refs/heads/main")
    branch = f"gh-readonly-queue/main/pr-{numbers[-1]}-{start}"
    stage.repo.switch(start).branch(branch)
    for number in numbers:
        pull = stage.fake.world.pulls[number]
        stage.repo.run("read-tree", "-m", "-u", "HEAD", "HEAD")
        files = stage.repo.run("diff", "--name-only", f"{pull.head_sha}^", pull.head_sha).split()
        text = {path: stage.repo.run("show", f"{pull.head_sha}:{path}") + "\n" for path in files}
        stage.repo.commit(stage.repo.run("log", "-1", "--format=%B", pull.head_sha).strip(), text, SAM)
    stage.sync()
    head = stage.repo.run("rev-parse", f"refs/heads/{branch}")
    refs = {"head_ref": f"refs/heads/{branch}", "base_ref": "refs/heads/main"}
    return {**refs, "head_sha": head, "base_sha": start, "head_commit": {"id": head, "tree_id": head, "message": "x"}}


def test_a_commit_that_calls_itself_another_pull_request_is_not_merged_on_its_approval(stage: Stage) -> None:
    stage.open(HIGH, message="Change (#8)")
    stage.open(LOW, number=8, branch="other", message="Write (#8)")
    stage.fake.review("dana", pull=8)
    group = rebased(stage, 7, 8)
    stage.run("merge_group", merge_group=group)
    status = stage.status(str(group["head_sha"]))
    assert status.state == "error"
    assert "#8 by 2 commits" in str(status.description)


def test_many_strangers_do_not_drown_the_objection_of_a_maintainer(tmp_path: Path, fake: FakeGitHub) -> None:
    stage = Stage(tmp_path, fake, ROLE)
    for login in ("dana", "lee"):
        fake.person(login, role="maintain", emails=[f"{login}@example.com"])
    head = stage.open(HIGH)
    fake.review("lee", "CHANGES_REQUESTED")
    for number in range(25):
        fake.person(f"sock{number}", "none")
        fake.review(f"sock{number}")
    fake.review("dana")
    stage.run()
    assert stage.status(head).state == "pending"


@pytest.mark.parametrize(
    "body", ["> /blastgate recheck", "    /blastgate recheck", "`/blastgate recheck`", "/blastgate"]
)
def test_a_comment_that_shows_the_command_asks_for_nothing(stage: Stage, body: str) -> None:
    stage.open(LOW)
    payload = stage.fake.payload("issue_comment", 7, action="created", comment=stage.fake.comment("dana", body))
    stage.run("issue_comment", payload=payload)
    assert stage.fake.writes == []


def test_a_conversation_too_long_to_be_read_keeps_no_green(stage: Stage) -> None:
    head, review = green(stage)
    stage.fake.dismiss(review)
    stage.fake.fail_next(403, on="/issues/7/comments")
    done = stage.run()
    assert stage.status(head).state == "pending"
    assert done[0].plan is not None
    assert "comments" in done[0].plan.told[0]


def test_a_status_that_could_not_be_written_is_no_missing_right(stage: Stage) -> None:
    stage.open(HIGH)
    stage.fake.fail_next(422, on="/statuses/")
    with pytest.raises(GitHubError):
        stage.run()
