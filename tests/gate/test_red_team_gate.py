"""Walking around the gate on GitHub, tried with real commits: each of these once passed, or was close to it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from stage import HIGH, LOW, POLICY, SAM, Stage

from blastgate.clock import today
from blastgate.gate.run import Done
from blastgate.testing.github import FakeGitHub

WHAT = (("NAME", ""), ("EMAIL", "@example.com"))
BY_SAM = {f"GIT_{who}_{what}": f"sam{at}" for who in ("AUTHOR", "COMMITTER") for what, at in WHAT}
RETARGETS = ["base_ref_changed", "automatic_base_change_succeeded"]


def on(done: list[Done]) -> Any:
    """Return the assessment of the only target."""
    assert done[0].ruling is not None
    return done[0].ruling.assessment


def ignored(done: list[Done]) -> list[str]:
    """List why approvals do not count."""
    return [i.why for r in on(done).verdict.requirements for i in r.ignored]


def onto_a_branch_of_ones_own(stage: Stage) -> str:
    """Open a pull request into a branch that already has what is dangerous, so that little is seen of it."""
    stage.repo.switch("main").branch("staging")
    stage.repo.commit("Quietly", {"services/auth/back_door.py": "def login(): return True\n"}, SAM)
    stage.repo.switch("staging").branch("topic")
    return stage.show(7, "topic", stage.repo.commit("Change", HIGH, SAM), base="staging")


@pytest.mark.parametrize("kind", RETARGETS)
def test_an_approval_of_a_small_change_into_another_branch_does_not_cover_what_merges_now(
    stage: Stage, kind: str
) -> None:
    head = onto_a_branch_of_ones_own(stage)
    stage.fake.review("dana")
    stage.run()
    assert stage.status(head).state == "success"
    stage.fake.world.pulls[7].base = "main"
    stage.fake.world.happened(7, kind, "sam")
    done = stage.run(action="edited")
    assert stage.status(head).state == "pending"
    assert ignored(done) == ["approved before the base branch was changed: what merges now is another change"]
    stage.fake.review("dana")
    stage.run()
    assert stage.status(head).state == "success"


def test_an_override_of_a_small_change_into_another_branch_does_not_cover_what_merges_now(
    tmp_path: Path, fake: FakeGitHub
) -> None:
    stage = Stage(tmp_path, fake, POLICY + "override: {by: [senior]}\n")
    head = onto_a_branch_of_ones_own(stage)
    comment = stage.fake.comment("dana", f"/blastgate override {head} The shop is down until {today()}")
    comment.created = f"{today()}T00:00:00Z"
    stage.run()
    assert stage.status(head).state == "success"
    stage.fake.world.pulls[7].base = "main"
    stage.fake.world.happened(7, "base_ref_changed", "sam")
    stage.fake.world.timeline[-1].created = f"{today()}T00:00:01Z"
    done = stage.run(action="edited")
    assert stage.status(head).state == "pending"
    assert "the base branch was changed since" in on(done).verdict.notes[-1]


def test_the_same_files_on_a_base_that_moved_on_take_back_what_the_base_got(stage: Stage) -> None:
    stage.open(HIGH)
    stage.fake.review("dana")
    approved = stage.fake.world.pulls[7].head_sha
    stage.repo.switch("main").commit("Close the hole", {"services/auth/app.py": "import login\nlogin.check()\n"})
    stage.sync()
    tip = stage.repo.run("rev-parse", "main")
    sha = stage.repo.run("commit-tree", f"{approved}^{{tree}}", "-p", tip, "-m", "Rebase", **BY_SAM)
    stage.repo.run("update-ref", "refs/heads/topic", sha)
    stage.show(7, "topic", sha)
    stage.fake.world.reviews[-1].commit = approved
    done = stage.run()
    assert {file.path for file in on(done).change.files} == {"services/auth/app.py", "services/auth/login.py"}
    assert stage.status(sha).state == "pending"
    assert ignored(done)[0].startswith("approved ")


def test_an_author_who_hides_behind_the_address_of_github_is_nobody(stage: Stage) -> None:
    stage.fake.person("web-flow", "none", emails=["noreply@github.com"])
    head = stage.open(HIGH, author="GitHub <noreply@github.com>")
    stage.fake.review("dana")
    stage.run()
    assert stage.status(head).state == "failure"
    assert "unlinked-authors" in str(stage.status(head).description)


def test_what_is_edited_on_the_pages_of_github_is_committed_by_github(stage: Stage) -> None:
    stage.fake.person("web-flow", "none", emails=["noreply@github.com"])
    head = stage.open(HIGH, committer="GitHub <noreply@github.com>")
    stage.fake.review("dana")
    stage.run()
    assert stage.status(head).state == "success"


def test_what_only_a_merge_commit_brings_is_judged(stage: Stage) -> None:
    stage.open(LOW)
    stage.repo.switch("main").commit("Meanwhile", {"docs/other.md": "x\n"})
    stage.sync()
    stage.repo.switch("topic")
    stage.repo.run("merge", "--no-commit", "--no-ff", "main", **BY_SAM)
    sha = stage.repo.commit("Merge branch main", HIGH, SAM)
    stage.show(7, "topic", sha)
    stage.run()
    assert (stage.status(sha).state, stage.repo.run("rev-list", "--parents", "-1", sha).count(" ")) == ("pending", 2)


def test_one_person_under_two_spellings_is_one_approval(stage: Stage) -> None:
    stage.open(HIGH, message="Change\n\nAssisted-by: Claude Code")
    stage.fake.review("dana")
    stage.fake.review("DANA")
    stage.run()
    assert stage.status().state == "pending"


def test_a_comment_that_says_approved_is_no_approval(stage: Stage) -> None:
    stage.open(HIGH)
    stage.fake.comment("dana", "LGTM, approved. /approve")
    stage.fake.review("dana", "COMMENTED")
    stage.run()
    assert stage.status().state == "pending"


def test_a_status_of_the_same_name_that_somebody_wrote_is_written_over(stage: Stage) -> None:
    head = stage.open(HIGH)
    stage.run()
    stage.fake.status(head, "success", creator="sam")
    stage.run()
    assert stage.status(head).state == "pending"


def test_what_was_approved_and_dismissed_and_pushed_is_not_approved(stage: Stage) -> None:
    stage.open(HIGH)
    stage.fake.dismiss(stage.fake.review("dana"))
    stage.push({"services/auth/login.py": "def login(): return 2\n"})
    stage.push({"services/auth/login.py": "def login(): return 1\n"})
    stage.run()
    assert stage.status().state == "pending"


def test_a_group_without_members_waves_nothing_through(tmp_path: Path, fake: FakeGitHub) -> None:
    stage = Stage(tmp_path, fake, "version: 1\nextends: [recommended]\n")
    head = stage.open(HIGH)
    stage.fake.review("dana")
    stage.run()
    assert stage.status(head).state in ("pending", "error")


def test_code_owners_that_the_change_names_own_nothing(tmp_path: Path, fake: FakeGitHub) -> None:
    stage = Stage(tmp_path, fake, 'version: 1\nextends: [recommended]\npeople: {senior: ["@dana"]}\n')
    stage.repo.switch("main").commit("Owners", {"CODEOWNERS": "* @kim\n"})
    stage.sync()
    said = "Change\n\nAssisted-by: Claude Code"
    head = stage.open({**HIGH, ".github/CODEOWNERS": "* @robin\n"}, message=said)
    stage.fake.review("dana")
    stage.fake.review("robin")
    stage.run()
    assert stage.status(head).state == "pending"
    stage.fake.review("kim")
    stage.run()
    assert stage.status(head).state == "success"


def crossed(stage: Stage) -> tuple[str, str]:
    """Let main close a hole and merge the first commit of topic; return both commits, the younger one last."""
    closing = stage.repo.switch("main").commit("Close the hole", {"services/auth/app.py": "import login, check\n"})
    stage.repo.switch("main~1").branch("first")
    work = stage.repo.commit("Write", {"docs/b.md": "b\n"}, SAM)
    stage.repo.switch("main")
    stage.repo.run("merge", "--no-ff", "-m", "Merge first", "first", **BY_SAM)
    stage.sync()
    return closing, work


def test_histories_that_cross_hide_nothing_that_they_take_back(stage: Stage) -> None:
    closing, work = crossed(stage)
    sha = stage.repo.run("commit-tree", f"{work}^{{tree}}", "-p", work, "-p", closing, "-m", "Merge main", **BY_SAM)
    stage.repo.run("update-ref", "refs/heads/topic", sha)
    stage.show(7, "topic", sha)
    done = stage.run()
    assert stage.repo.run("merge-base", "main", sha) == work, "the one that git names shows nothing"
    taken_back = {file.path: file for file in on(done).change.files}["services/auth/app.py"]
    assert taken_back.additions is not None, "its lines are fetched from every commit where they parted"
    assert (on(done).level, stage.status(sha).state) == ("high", "pending")


def test_an_identical_tree_that_parted_at_one_more_commit_is_another_change(stage: Stage) -> None:
    closing, work = crossed(stage)
    stage.repo.switch(work).branch("topic")
    approved = stage.repo.commit("Change", HIGH, SAM)
    stage.show(7, "topic", approved)
    stage.fake.review("dana")
    stage.run()
    assert stage.status(approved).state == "success"
    sha = stage.repo.run("commit-tree", f"{approved}^{{tree}}", "-p", approved, "-p", closing, "-m", "M", **BY_SAM)
    stage.repo.run("update-ref", "refs/heads/topic", sha)
    stage.show(7, "topic", sha)
    done = stage.run()
    assert stage.status(sha).state == "pending"
    assert ignored(done)[0].startswith("approved ")
