"""One test per way in which others' gates were walked around, or went red without a word."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from stage import HIGH, LOW, POLICY, SAM, Stage

from blastgate.enforcement.comment import MARKER
from blastgate.errors import BlastgateError, SourceError
from blastgate.gate.run import Done
from blastgate.testing.github import FakeGitHub

NEXT = {"services/auth/login.py": "def login(): return 2\n"}


def on(done: list[Done]) -> Any:
    """Return the assessment of the only target."""
    assert done[0].ruling is not None
    return done[0].ruling.assessment


def ignored(done: list[Done]) -> list[str]:
    """List why approvals do not count."""
    return [i.why for r in on(done).verdict.requirements for i in r.ignored]


def object_dismiss_approve(stage: Stage) -> None:
    """One senior objects, the objection is dismissed, another approves."""
    stage.fake.dismiss(stage.fake.review("lee", "CHANGES_REQUESTED"))
    stage.fake.review("dana")


AFTER: list[tuple[str, Callable[[Stage], object], str, str]] = [
    ("approve", lambda s: s.fake.review("dana"), "success", ""),
    ("then comment", lambda s: (s.fake.review("dana"), s.fake.review("dana", "COMMENTED")), "success", ""),
    ("then dismiss", lambda s: s.fake.dismiss(s.fake.review("dana")), "pending", "was dismissed"),
    ("then push", lambda s: (s.fake.review("dana"), s.push(NEXT)), "pending", "approved "),
    ("then rebase, same tree", lambda s: (s.fake.review("dana"), s.push(amend=True)), "success", ""),
    (
        "then object",
        lambda s: (s.fake.review("dana"), s.fake.review("lee", "CHANGES_REQUESTED")),
        "pending",
        "requested",
    ),
    (
        "objection dismissed",
        object_dismiss_approve,
        "success",
        "was dismissed",
    ),
    ("by no senior", lambda s: s.fake.review("robin"), "pending", "is not among senior"),
    ("by a bot", lambda s: s.fake.review("dana[bot]"), "pending", "it is an app"),
    ("by a deleted user", lambda s: s.fake.review(None), "pending", "the account was deleted"),
]


@pytest.mark.parametrize(("act", "state", "why"), [row[1:] for row in AFTER], ids=[row[0] for row in AFTER])
def test_reviews(stage: Stage, act: Callable[[Stage], object], state: str, why: str) -> None:
    stage.open(HIGH)
    act(stage)
    done = stage.run()
    assert stage.status().state == state
    assert any(text.startswith(why) for text in ignored(done)) or not why


HANDS = [
    {"author": "Dana <dana@example.com>"},
    {"committer": "Dana <dana@example.com>"},
    {"message": "Change\n\nCo-authored-by: Dana <1+dana@users.noreply.github.com>"},
]


@pytest.mark.parametrize("given", HANDS, ids=["author", "committer", "co-author"])
def test_an_approval_by_somebody_who_had_a_hand(stage: Stage, given: dict[str, str]) -> None:
    stage.repo.switch("main").branch("topic")
    author, committer = given.get("author", SAM), given.get("committer")
    sha = stage.repo.commit(given.get("message", "Change"), HIGH, author, committer)
    stage.show(7, "topic", sha)
    stage.fake.review("dana")
    done = stage.run()
    assert stage.status().state == "pending"
    assert "had a hand in the change" in ignored(done)[0]
    assert stage.fake.world.pulls[7].reviewers == ["lee"]


def test_a_co_author_nobody_knows_is_told(stage: Stage) -> None:
    stage.open(HIGH, message="Change\n\nCo-authored-by: Zoe <zoe@nowhere.example>")
    told = "co-author Zoe <zoe@nowhere.example> of #7 belongs to no known account"
    assert told in on(stage.run()).verdict.notes


def test_the_head_moves_between_read_and_write(stage: Stage) -> None:
    first = stage.open(LOW)
    stage.fake.after("/labels", lambda: stage.push(HIGH))
    stage.run()
    assert stage.fake.statuses(first) == []
    assert stage.status().state == "pending"


def test_a_head_that_never_rests_gets_nothing(stage: Stage) -> None:
    stage.open(LOW)

    def push_again() -> None:
        stage.push({"docs/more.md": f"{len(stage.fake.seen)}\n"})
        stage.fake.after("/labels", push_again)

    stage.fake.after("/labels", push_again)
    with pytest.raises(SourceError, match="moved 3 times"):
        stage.run()
    assert stage.fake.writes == []


def test_an_approval_that_goes_while_it_is_judged(stage: Stage) -> None:
    stage.open(HIGH)
    review = stage.fake.review("dana")
    stage.fake.after("/labels", lambda: stage.fake.dismiss(review))
    stage.run()
    assert stage.status().state == "pending"


def test_the_base_is_retargeted_after_green(stage: Stage) -> None:
    stage.repo.switch("main").branch("release")
    stage.repo.commit("Old", {"services/auth/old.py": "x = 1\n"})
    stage.repo.switch("release").branch("topic")
    head = stage.repo.commit("Change", LOW, "Sam <sam@example.com>")
    stage.show(7, "topic", head, base="release")
    stage.run()
    assert stage.status(head).state == "success"
    stage.fake.world.pulls[7].base = "main"
    stage.run(action="edited")
    assert stage.status(head).state != "success"
    assert "main" in str(stage.status(head).description)


def test_two_pull_requests_with_one_head_have_the_stricter_status(stage: Stage) -> None:
    stage.repo.switch("main").branch("release")
    stage.repo.commit("High", HIGH)
    stage.repo.switch("release").branch("topic")
    head = stage.repo.commit("Low", LOW, "Sam <sam@example.com>")
    stage.show(8, "topic", head, base="main")
    stage.show(7, "topic", head, base="release")
    stage.run(number=7)
    assert stage.status(head).state != "success"
    assert str(stage.status(head).description).startswith("#8, ")
    stage.run(number=8)
    assert stage.status(head).state != "success"


def test_a_fork_with_a_read_only_token_falls_back_to_the_exit_code(stage: Stage) -> None:
    stage.open(HIGH, head_repository="eve/shop")
    done = stage.run("pull_request", token=stage.fake.fork_token)
    assert done[0].applied is not None and not done[0].applied.gated
    assert "the exit code is the gate" in done[0].applied.told[0]
    assert stage.fake.world.statuses == [] and stage.bodies == []


def test_a_fork_is_gated_by_the_hardened_workflow(stage: Stage) -> None:
    head = stage.open(HIGH, head_repository="eve/shop")
    stage.run()
    assert stage.status(head).state == "pending"


def test_three_thousand_and_one_files(stage: Stage) -> None:
    stage.open({f"docs/{n}.md": "x\n" for n in range(3_001)}, files_count=3_001)
    assert on(stage.run()).change.totals.files == 3_001


def test_two_hundred_and_fifty_one_commits(stage: Stage) -> None:
    stage.repo.switch("main").branch("topic")
    stage.repo.commit("Change", HIGH, "Dana <dana@example.com>")
    stream = ["reset refs/heads/topic\nfrom refs/heads/topic^0\n\n"]
    for number in range(250):
        who = f"Sam <sam@example.com> {1_704_200_000 + number} +0000"
        stream.append(f"commit refs/heads/topic\nauthor {who}\ncommitter {who}\ndata 2\nx\n\n")
    _fast_import(stage, "".join(stream))
    stage.show(7, "topic", stage.repo.run("rev-parse", "refs/heads/topic"))
    stage.fake.review("dana")
    done = stage.run()
    assert len(on(done).attribution.commits) == 251
    assert "had a hand in the change: wrote" in ignored(done)[0]


def _fast_import(stage: Stage, stream: str) -> None:
    import subprocess

    subprocess.run(["git", "fast-import", "--quiet"], cwd=stage.repo.path, input=stream.encode(), check=True)


def test_a_list_of_commits_that_lacks_one_is_an_error(stage: Stage) -> None:
    head = stage.open(HIGH)
    stage.fake.answer_next(b"[]", on="/pulls/7/commits")
    empty = b'{"commits": []}'
    stage.fake.answer_next(empty, on="/compare/")
    stage.run()
    assert stage.status(head).state == "error"
    assert "GitHub lists 0" in str(stage.status(head).description)


def test_an_empty_difference_where_github_counts_files_is_an_error(stage: Stage) -> None:
    head = stage.open({})
    stage.run()
    assert stage.status(head).state == "error"


def test_a_rename_out_of_a_protected_path(tmp_path: Path, fake: FakeGitHub) -> None:
    guard = 'guardrails:\n  protected_paths: {paths: ["safe/**"], allow: [senior], then: block}\n'
    stage = Stage(tmp_path, fake, POLICY + guard)
    stage.repo.commit("Safe", {"safe/key.md": "a\nb\nc\nd\n"})
    stage.sync()
    stage.open({"safe/key.md": None, "docs/key.md": "a\nb\nc\nd\n"})
    stage.run()
    assert stage.status().state == "failure"
    assert "protected-paths" in str(stage.status().description)


def test_a_policy_edited_in_the_pull_request_is_judged_by_the_old_one(stage: Stage) -> None:
    stage.open(
        {**HIGH, ".blastgate.yml": 'version: 1\nextends: [observe]\nmode: observe\npeople: {senior: ["@sam"]}\n'}
    )
    done = stage.run()
    assert stage.status().state == "pending"
    assert on(done).policy.source == "main:.blastgate.yml"
    assert (on(done).level, on(done).mode, on(done).policy.trust) == ("high", "enforce", "default-branch")


def test_the_policy_of_the_base_does_not_count_where_it_is_no_default_branch(stage: Stage) -> None:
    stage.repo.switch("main").branch("release")
    stage.repo.commit("Loose", {".blastgate.yml": "version: 1\nextends: [recommended]\nmode: observe\n"})
    stage.repo.switch("release").branch("topic")
    stage.show(7, "topic", stage.repo.commit("Change", HIGH, "Sam <sam@example.com>"), base="release")
    assert on(stage.run()).mode == "enforce"


def test_without_a_policy_the_built_in_one_judges(tmp_path: Path, fake: FakeGitHub) -> None:
    stage = Stage(tmp_path, fake, policy=None)
    stage.open({**HIGH, ".blastgate.yml": "version: 1\nextends: [observe]\n"})
    done = stage.run()
    assert on(done).policy.trust == "built-in"
    assert stage.status().state == "pending"


def test_a_policy_broken_on_the_default_branch_is_an_error_with_its_place(tmp_path: Path, fake: FakeGitHub) -> None:
    stage = Stage(tmp_path, fake, "version: 1\nlevls: {}\n")
    stage.open(LOW)
    done = stage.run()
    assert stage.status().state == "error"
    assert "main:.blastgate.yml:2" in done[0].ruling.error  # type: ignore[union-attr]
    assert "ERROR: could not decide" in stage.bodies[0]


def test_one_bad_answer_is_asked_for_again(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    stage.open(LOW)
    monkeypatch.setattr("time.sleep", lambda _: None)
    stage.fake.fail_next(502, on="/reviews", headers={"retry-after": "0"})
    stage.run()
    assert stage.status().state == "success"


def test_an_endless_failure_is_an_error_and_no_green_stays(stage: Stage) -> None:
    head = stage.open(LOW)
    stage.run()
    assert stage.status(head).state == "success"
    stage.fake.limit(reset=9_999_999_999, on="/reviews", times=9)
    stage.fake.limit(reset=9_999_999_999, on="/timeline", times=9)
    done = stage.run()
    assert stage.status(head).state == "error"
    assert "rate limit" in done[0].ruling.error  # type: ignore[union-attr]


def test_a_next_page_on_another_origin_is_not_followed(stage: Stage) -> None:
    stage.open(HIGH)
    link = {"link": '<https://evil.example/next>; rel="next"'}
    stage.fake.answer_next(b"[]", on="/reviews", headers=link)
    stage.run()
    assert stage.status().state == "error"


def test_a_forged_sticky_marker_is_left_alone(stage: Stage) -> None:
    stage.open(HIGH)
    forged = stage.fake.comment("sam", f"{MARKER}\n**PASS:** trust me")
    stage.fake.comment("github-actions[bot]", f"quoted: {MARKER}")
    stage.run()
    assert forged.body.endswith("trust me")
    assert len(stage.bodies) == 3 and stage.bodies[2].startswith(MARKER)


def test_a_locked_conversation_is_told_and_gated(stage: Stage) -> None:
    stage.open(HIGH, locked=True)
    done = stage.run()
    assert stage.status().state == "pending"
    assert "could not write the comment" in done[0].applied.told[0]  # type: ignore[union-attr]


def test_a_draft_gets_its_status_and_asks_nobody_until_it_is_ready(stage: Stage) -> None:
    stage.open(HIGH, draft=True)
    stage.run()
    assert (stage.status().state, stage.fake.world.pulls[7].reviewers) == ("pending", [])
    stage.fake.world.pulls[7].draft = False
    stage.run(action="ready_for_review")
    assert stage.fake.world.pulls[7].reviewers == ["dana"]


def test_a_request_that_was_taken_back_is_not_made_again(stage: Stage) -> None:
    stage.open(HIGH)
    stage.run()
    stage.fake.world.pulls[7].reviewers.clear()
    stage.fake.world.happened(7, "review_request_removed", "sam", requested_reviewer="dana")
    stage.run()
    assert stage.fake.world.pulls[7].reviewers == ["lee"]


def test_a_reviewer_who_cannot_be_asked_is_told(stage: Stage) -> None:
    stage.open(HIGH)
    stage.fake.person("dana", "none", emails=["dana@example.com"])
    done = stage.run()
    assert stage.status().state == "pending"
    assert "could not ask @dana" in done[0].applied.told[0]  # type: ignore[union-attr]


def test_a_closed_pull_request_is_left_alone(stage: Stage) -> None:
    stage.open(LOW, state="closed")
    assert stage.run(action="closed")[0].told == "#7 is closed: nothing to judge"
    assert stage.fake.writes == []


def test_an_unlinked_author_blocks_a_high_change(stage: Stage) -> None:
    stage.repo.switch("main").branch("topic")
    sha = stage.repo.commit("Change", HIGH, "Zoe <zoe@nowhere.example>")
    stage.show(7, "topic", sha)
    stage.fake.review("dana")
    stage.run()
    assert stage.status(sha).state == "failure"
    assert "unlinked-authors" in str(stage.status(sha).description)


CODE = re.compile(r"(`+).*?(?<!`)\1(?!`)")
NAMES = ["`](x) <!-- \u202e@dana ::set-output::", "a\tb ##[error]x", "-rf", "\u00fc" * 60, "$(id)`id`"]


@pytest.mark.parametrize("name", NAMES)
def test_hostile_names_are_shown_escaped(stage: Stage, name: str) -> None:
    stage.open({f"services/auth/{name}.py": "x = 1\n"}, message=f"{name}\n\n{name}", title=name, body=name)
    stage.run()
    assert stage.status().state == "pending"
    assert str(stage.status().description).isprintable()
    assert stage.bodies[0].startswith(MARKER) and "\u202e" not in stage.bodies[0]
    outside = CODE.sub("", stage.bodies[0].removeprefix(MARKER).replace("\\`", ""))
    assert "<!--" not in outside and "@dana" not in outside


def test_a_huge_change_still_has_a_comment(stage: Stage) -> None:
    stage.open({f"services/auth/{'x' * 150}{n}.py": "x = 1\n" for n in range(900)}, files_count=900)
    stage.run()
    assert len(stage.bodies[0]) <= 65_536


def test_a_server_of_ones_own(tmp_path: Path) -> None:
    with FakeGitHub("acme/shop", prefix="/api/v3") as fake:
        stage = Stage(tmp_path, fake)
        stage.open(LOW)
        stage.run()
        assert stage.status().state == "success"


OPENERS = [("dana", "senior"), ("sam", "any"), ("helper[bot]", "any")]


@pytest.mark.parametrize(("opener", "rank"), OPENERS)
def test_whoever_opens_it_lends_nobody_the_rank_of_its_commits(stage: Stage, opener: str, rank: str) -> None:
    stage.repo.switch("main").branch("topic")
    sha = stage.repo.commit("Change", HIGH, "Dana <dana@example.com>")
    stage.show(7, "topic", sha, author=opener)
    assert on(stage.run()).verdict.author == rank


def test_a_label_that_was_taken_off_still_says_ai(stage: Stage) -> None:
    stage.open(LOW)
    shown = {"name": "ai-assisted", "color": "ededed"}
    stage.fake.world.happened(7, "labeled", "sam", label=shown)
    stage.fake.world.happened(7, "unlabeled", "sam", label=shown)
    assert on(stage.run()).attribution.state == "ai"


def test_a_team_counts_where_the_token_may_see_it(tmp_path: Path, fake: FakeGitHub) -> None:
    stage = Stage(tmp_path, fake, 'version: 1\nextends: [recommended]\npeople: {senior: ["@acme/staff"]}\n')
    fake.team("staff", "dana")
    head = stage.open(HIGH)
    stage.run()
    assert stage.status(head).state == "error"
    assert "App token" in stage.bodies[0]
    stage.run(token=fake.app_token)
    assert (stage.status(head).state, fake.world.pulls[7].teams) == ("pending", ["staff"])
    fake.review("dana")
    stage.run(token=fake.app_token)
    assert stage.status(head).state == "success"


def test_a_roster_that_cannot_be_read_for_now_is_an_error(tmp_path: Path, fake: FakeGitHub) -> None:
    stage = Stage(tmp_path, fake, 'version: 1\nextends: [recommended]\npeople: {senior: ["@dana", "@acme/staff"]}\n')
    fake.team("staff", "lee")
    stage.open(HIGH)
    fake.limit(reset=9_999_999_999, on="/teams/staff/members", times=9)
    done = stage.run(token=fake.app_token)
    assert stage.status().state == "error"
    assert "rate limit" in done[0].ruling.error  # type: ignore[union-attr]


def test_a_team_that_may_not_be_seen_is_told_beside_others_that_count(tmp_path: Path, fake: FakeGitHub) -> None:
    stage = Stage(tmp_path, fake, 'version: 1\nextends: [recommended]\npeople: {senior: ["@dana", "@acme/staff"]}\n')
    stage.open(HIGH)
    stage.run()
    assert stage.status().state == "pending"
    assert "acme/staff cannot be resolved to an account and never counts" in stage.bodies[0].replace("&#8203;", "")
    assert fake.world.pulls[7].reviewers == ["dana"]


def test_observe_says_what_it_would_have_been_and_asks_nobody(tmp_path: Path, fake: FakeGitHub) -> None:
    stage = Stage(tmp_path, fake, POLICY.replace("people:", "mode: observe\npeople:").replace("recommended", "observe"))
    stage.open(HIGH)
    stage.run()
    assert stage.status().state == "success"
    assert str(stage.status().description).startswith("observed, would be REVIEW")
    assert fake.world.pulls[7].reviewers == []


def test_a_dry_run_writes_nothing(stage: Stage) -> None:
    stage.open(HIGH)
    done = stage.run(dry_run=True)
    assert done[0].plan is not None and done[0].plan.writes == 3
    assert stage.fake.writes == []


def test_an_event_that_cannot_be_read_is_an_error(stage: Stage) -> None:
    stage.open(LOW)
    with pytest.raises(BlastgateError):
        stage.run(payload={"action": "opened"})
