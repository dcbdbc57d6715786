"""From a ruling and live facts to a plan: as data, and as laws."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from assessments import HEAD, assessment_of
from hypothesis import given
from hypothesis import strategies as st

from blastgate.enforcement.comment import MARKER, body_of
from blastgate.enforcement.plan import Live, make_plan
from blastgate.enforcement.status import status_of
from blastgate.model.plan import Plan, Ruling
from blastgate.model.pull_request import Account, Comment, PullRequest, Side, StatusRecord
from blastgate.model.verdict import GuardrailFinding, Requirement, Verdict

BOT = Account("github-actions[bot]", 41898282, "Bot")
SENIOR = Requirement("senior", 1, candidates=("@dana", "@lee"))


def ruling(outcome: Any = "review", number: int | None = 7, asks: Any = (("@dana", "@lee"),), **given: Any) -> Ruling:
    """Return the ruling of one outcome."""
    requirements = (SENIOR,) if outcome == "review" else ()
    verdict = Verdict(outcome, requirements=requirements, guardrails=given.pop("guardrails", ()))
    assessment = assessment_of(outcome=outcome, verdict=verdict, **given)
    return Ruling(number, HEAD, "main", assessment, asks=asks if outcome == "review" else ())


def live(**given: Any) -> Live:
    """Return what stands on GitHub; keywords of a pull request go there."""
    mine = {key: given.pop(key) for key in ("status", "comment", "labels", "taken_back") if key in given}
    base, head = Side("main", "b" * 40, "acme/shop"), Side("topic", HEAD, "acme/shop")
    facts: dict[str, Any] = {"draft": False, "merged": False, "locked": False, "state": "open", **given}
    sam = Account("sam", 6)
    pull = PullRequest(7, "Change", "", sam, base=base, head=head, files=2, commits=1, **facts)
    return Live(pull, **mine)


STATES = [
    ("pass", "enforce", "success", "PASS: low, no service"),
    ("warn", "enforce", "success", "WARN: low, no service"),
    ("review", "enforce", "pending", "REVIEW: low, no service; needs senior"),
    ("block", "enforce", "failure", "BLOCK: low, no service; ai-paths"),
    ("pass", "observe", "success", "PASS: low, no service"),
    ("review", "observe", "success", "observed, would be REVIEW: low, no service; needs senior"),
    ("block", "observe", "success", "observed, would be BLOCK: low, no service; ai-paths"),
    ("error", "observe", "error", "ERROR: nobody can be resolved"),
]


@pytest.mark.parametrize(("outcome", "mode", "state", "said"), STATES)
def test_the_status_of_an_outcome(outcome: Any, mode: Any, state: str, said: str) -> None:
    found = (GuardrailFinding("ai-paths", "block", "outside"),) if outcome == "block" else ()
    summary = "nobody can be resolved" if outcome == "error" else ""
    status = status_of([ruling(outcome, mode=mode, guardrails=found, summary=summary)])
    assert (status.sha, status.state) == (HEAD, state)
    assert status.description == f"{said} [main 1f0c9a7d..3f2a91c4 policy 9c1185a5]"


def test_an_error_is_a_status_of_its_own() -> None:
    status = status_of([Ruling(7, HEAD, "main", None, "the policy has 2 problems")])
    assert (status.state, status.description) == ("error", "ERROR: the policy has 2 problems [main 3f2a91c4]")


@given(st.text(max_size=400), st.text(min_size=1, max_size=300))
def test_a_description_is_one_line_of_at_most_140_characters(error: str, branch: str) -> None:
    description = status_of([Ruling(7, HEAD, branch, None, error)]).description
    assert len(description) <= 140 and description.isprintable()


SHARED = [("pass", "review", "pending"), ("review", "pass", "pending"), ("block", "pass", "failure")]


@pytest.mark.parametrize(("one", "other", "state"), SHARED)
def test_a_head_of_two_pull_requests_has_the_stricter_status(one: Any, other: Any, state: str) -> None:
    first, second = ruling(one), ruling(other, number=8)
    assert make_plan(first, live(), (second,)).status == make_plan(second, live(), (first,)).status
    status = make_plan(first, live(), (second,)).status
    assert status is not None and status.state == state


ASKED: list[tuple[str, tuple[tuple[str, ...], ...], dict[str, Any], tuple[str, ...]]] = [
    ("the first named", (("@dana", "@lee"),), {}, ("@dana",)),
    ("nobody twice", (("@dana", "@lee"),), {"requested": ("@lee",)}, ()),
    ("the fewest who cover", (("@kim", "@dana"), ("@pat", "@dana")), {}, ("@dana",)),
    ("one for each side", (("@kim",), ("@pat",)), {}, ("@kim", "@pat")),
    ("never the author", (("@sam", "@lee"),), {}, ("@lee",)),
    ("not whose request was taken back", (("@dana", "@lee"),), {"taken_back": frozenset({"@dana"})}, ("@lee",)),
    ("nobody of a draft", (("@dana",),), {"draft": True}, ()),
    ("nobody of a closed one", (("@dana",),), {"state": "closed"}, ()),
    ("a team", (("@acme/staff",),), {}, ("@acme/staff",)),
    ("no one is left", (("@sam",),), {}, ()),
]


@pytest.mark.parametrize(("asks", "given_", "asked"), [row[1:] for row in ASKED], ids=[row[0] for row in ASKED])
def test_whom_to_ask(asks: Any, given_: dict[str, Any], asked: tuple[str, ...]) -> None:
    assert make_plan(ruling(asks=asks), live(**given_)).ask == asked


@pytest.mark.parametrize("outcome", ["pass", "warn", "block"])
def test_nobody_is_asked_but_for_a_review(outcome: str) -> None:
    assert make_plan(replace(ruling(outcome), asks=(("@dana",),)), live()).ask == ()


def test_nobody_is_asked_in_observe_mode() -> None:
    assert make_plan(ruling(mode="observe"), live()).ask == ()


def test_nobody_left_to_ask_is_told() -> None:
    assert make_plan(ruling(asks=(("@sam",),)), live()).told == ("nobody is left to be asked of @sam",)


def test_a_pass_has_no_comment_and_edits_an_earlier_one_to_three_lines() -> None:
    assert make_plan(ruling("pass"), live()).comment is None
    edited = make_plan(ruling("pass"), live(comment=Comment(3, BOT, f"{MARKER}\nold", ""))).comment
    assert edited is not None and edited.id == 3
    assert edited.body.startswith(MARKER) and len(edited.body.strip().split("\n")) == 3


def test_the_comment_names_commits_base_policy_and_trust() -> None:
    for outcome in ("pass", "review"):
        body = body_of(ruling(outcome))
        assert all(word in body for word in ("main", "1f0c9a7d", "3f2a91c4", "9c1185a5c5e9", "default"))


def test_a_huge_comment_still_fits() -> None:
    many = tuple(GuardrailFinding("ai-paths", "block", "x" * 900, (f"p{i}/" + "y" * 300,)) for i in range(500))
    assert len(body_of(ruling("block", guardrails=many))) <= 65_536


LABELS = [
    ((), frozenset({"blastgate: low"}), ("blastgate: low",), (), 0),
    (("blastgate: low",), frozenset({"blastgate: low"}), (), (), 0),
    (("blastgate: high", "bug"), frozenset({"blastgate: low"}), ("blastgate: low",), ("blastgate: high",), 0),
    ((), frozenset({"bug"}), (), (), 0),
    ((), frozenset({"blastgate: high"}), (), (), 1),
    ((), None, (), (), 0),
]


@pytest.mark.parametrize(("has", "exist", "add", "remove", "told"), LABELS)
def test_only_labels_that_exist_and_are_ours(has: Any, exist: Any, add: Any, remove: Any, told: int) -> None:
    plan = make_plan(ruling("pass"), live(labels=exist) if not has else replace_labels(has, exist))
    assert (plan.add_labels, plan.remove_labels, len(plan.told)) == (add, remove, told)


def replace_labels(has: tuple[str, ...], exist: frozenset[str] | None) -> Live:
    """Return live facts of a pull request that has labels."""
    found = live(labels=exist)
    assert found.pull is not None
    return replace(found, pull=replace(found.pull, labels=has))


def carried_out(plan: Plan, before: Live) -> Live:
    """Return what stands on GitHub once a plan was carried out."""
    pull = before.pull
    assert pull is not None
    kept = tuple(label for label in pull.labels if label not in plan.remove_labels)
    pull = replace(pull, labels=(*kept, *plan.add_labels), requested=(*pull.requested, *plan.ask))
    after = replace(before, pull=pull)
    if plan.status:
        write = plan.status
        record = StatusRecord(1, "blastgate", write.state, write.description, "", BOT, "")
        after = replace(after, status=record)
    if plan.comment:
        after = replace(after, comment=Comment(plan.comment.id or 9, BOT, plan.comment.body, ""))
    return after


NAMES = st.lists(st.sampled_from(["@dana", "@lee", "@kim", "@sam", "@acme/staff"]), unique=True).map(tuple)


@given(
    st.sampled_from(["pass", "warn", "review", "block"]),
    st.lists(NAMES, max_size=4).map(tuple),
    st.builds(dict, requested=NAMES, taken_back=NAMES.map(frozenset), draft=st.booleans()),
)
def test_a_plan_that_was_carried_out_leaves_nothing_to_do(outcome: Any, asks: Any, facts: dict[str, Any]) -> None:
    before = live(labels=frozenset({"blastgate: low"}), **facts)
    ruled = ruling(outcome, asks=asks)
    plan = make_plan(ruled, before)
    assert make_plan(ruled, carried_out(plan, before)).writes == 0
