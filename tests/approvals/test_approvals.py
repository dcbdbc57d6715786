"""Rule 7: which approvals count, and what each of the others is told."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from said import (
    HEAD,
    OLD,
    POLICY,
    TREE,
    account,
    asked,
    linked,
    membership,
    people,
    pull,
    review,
    reviewed,
)

from blastgate.approvals import Membership, Reviewed, count_approvals, judge_unlinked
from blastgate.model.change import Identity
from blastgate.model.pull_request import Review, ReviewState
from blastgate.model.verdict import Verdict
from blastgate.policy.layers.load import load_policy
from blastgate.policy.people import People

CO_AUTHORED = "Change\n\nCo-authored-by: Dana <dana@example.com>"
RENAMED = "Change\n\nCo-authored-by: D <1+somebody-else@users.noreply.github.com>"


def kind_of(login: str, kind: str) -> Review:
    """Return an approval by an account of another kind."""
    return replace(review(login), author=account(login, kind))


def renamed(login: str) -> Review:
    """Return an approval that the same account gave under another login."""
    return replace(review(login), author=replace(account(login), login=f"{login}-old"))


def numbered(login: str, number: int, state: ReviewState = "approved") -> Review:
    """Return a review given in the first second, with a number of its own."""
    return replace(review(login, state), id=number)


AGENT = account("copilot-swe-agent[bot]")
COUNTED: list[tuple[str, list[Review], dict[str, Any], str]] = [
    ("a senior, on the head", [review("dana")], {}, "pass"),
    ("nobody", [], {}, "review"),
    ("letter case of a login", [review("DANA")], {}, "pass"),
    ("a member by e-mail", [review("eve")], {}, "pass"),
    ("a member of the team", [review("tess")], {}, "pass"),
    ("no senior", [review("kim")], {}, "review"),
    ("approve, then comment", [review("dana"), review("dana", "commented", 2)], {}, "pass"),
    ("a comment is no approval", [review("dana", "commented")], {}, "review"),
    ("approve, then dismissed", [review("dana", "dismissed")], {}, "review"),
    ("a dismissal revives nothing", [review("dana"), review("dana", "dismissed", 2)], {}, "review"),
    ("approve, then request changes", [review("dana"), review("dana", "changes_requested", 2)], {}, "review"),
    ("changes requested, then approve", [review("dana", "changes_requested"), review("dana", at=2)], {}, "pass"),
    ("changes requested, dismissed", [review("dana", "dismissed"), review("lee", at=2)], {}, "pass"),
    ("another senior objects", [review("dana"), review("lee", "changes_requested", 2)], {}, "review"),
    ("an objection to an old head holds", [review("dana"), review("lee", "changes_requested", 2, OLD)], {}, "review"),
    ("an outsider's objection holds nothing", [review("dana"), review("kim", "changes_requested", 2)], {}, "pass"),
    ("on an old commit", [review("dana", commit=OLD)], {}, "review"),
    ("on an old commit of the same tree", [review("dana", commit=OLD)], {"trees": {OLD: TREE}}, "pass"),
    ("on an old commit of another tree", [review("dana", commit=OLD)], {"trees": {OLD: "8" * 40}}, "review"),
    ("no tree is no equal tree", [review("dana", commit=OLD)], {"trees": {OLD: ""}, "tree": ""}, "review"),
    ("on no commit", [review("dana", commit="")], {}, "review"),
    ("order of time, not of the list", [review("dana", "dismissed", 2), review("dana")], {}, "review"),
    ("the author", [review("dana")], {"commits": [linked("dana")]}, "review"),
    ("the author of any commit", [review("dana")], {"commits": [linked("dana", OLD), linked()]}, "review"),
    ("the committer", [review("dana")], {"commits": [linked("sam", committer="dana")]}, "review"),
    ("a co-author", [review("dana")], {"commits": [linked(message=CO_AUTHORED)]}, "review"),
    ("a co-author under an older login", [review("dana")], {"commits": [linked(message=RENAMED)]}, "review"),
    (
        "who opened it under an older login",
        [review("dana")],
        {"opener": replace(account("dana"), login="old")},
        "review",
    ),
    ("in the second of another base", [review("dana")], {"retargeted": "2026-01-01T00:00:01Z"}, "review"),
    ("after another base", [review("dana", at=2)], {"retargeted": "2026-01-01T00:00:01Z"}, "pass"),
    ("an organisation", [kind_of("dana", "Organization")], {}, "review"),
    ("an account that was imported", [kind_of("dana", "Mannequin")], {}, "review"),
    ("a person called like a bot", [review("dana"), review("dana-bot", "changes_requested", 2)], {}, "pass"),
    ("renamed, then objected", [renamed("dana"), review("dana", "changes_requested", 2)], {}, "review"),
    ("renamed, then approved", [replace(renamed("dana"), state="changes_requested"), review("dana", at=2)], {}, "pass"),
    ("at once, in the order of the numbers", [numbered("dana", 3, "dismissed"), numbered("dana", 2)], {}, "review"),
    ("at once, the other way round", [numbered("dana", 3), numbered("dana", 2, "dismissed")], {}, "pass"),
    ("who opened it", [review("dana")], {"opener": account("dana")}, "review"),
    ("who drove the agent", [review("dana")], {"opener": AGENT, "assigned": ("@dana",)}, "review"),
    ("an assignee of a person's", [review("dana")], {"assigned": ("@dana",)}, "pass"),
    ("a bot", [review("dana[bot]")], {}, "review"),
    ("a deleted user", [review(None)], {}, "review"),
    ("ghost", [review("ghost")], {}, "review"),
    ("a team that is not known", [review("tess")], {"teams": {}}, "review"),
]


@pytest.mark.parametrize(("reviews", "given_", "outcome"), [row[1:] for row in COUNTED], ids=[r[0] for r in COUNTED])
def test_what_counts(reviews: list[Review], given_: dict[str, Any], outcome: str) -> None:
    facts = reviewed(*reviews, **given_)
    assert count_approvals(asked("senior"), facts, membership(facts), "ai").outcome == outcome


REASONS = [
    (review("kim"), {}, "@kim", "is not among senior for this change"),
    (review("dana", commit=OLD), {}, "@dana", "approved bbbbbbbb, the head is aaaaaaaa"),
    (review("dana", commit=""), {}, "@dana", "approved a commit GitHub no longer names, the head is aaaaaaaa"),
    (review("dana"), {"commits": [linked("dana")]}, "@dana", "had a hand in the change: wrote aaaaaaaa"),
    (
        review("dana"),
        {"commits": [linked("sam", committer="dana")]},
        "@dana",
        "had a hand in the change: committed aaaaaaaa",
    ),
    (
        review("dana"),
        {"commits": [linked(message=CO_AUTHORED)]},
        "@dana",
        "had a hand in the change: is co-author of aaaaaaaa",
    ),
    (review("dana"), {"opener": account("dana")}, "@dana", "had a hand in the change: opened the pull request"),
    (review("dana[bot]"), {}, "@dana[bot]", "it is an app, not a person"),
    (review(None), {}, "(deleted account)", "the account was deleted"),
    (review("dana", "dismissed"), {}, "@dana", "was dismissed"),
    (
        review("dana", "changes_requested"),
        {},
        "@dana",
        "requested changes: open until they approve or it is dismissed",
    ),
]


@pytest.mark.parametrize(("said", "given_", "who", "why"), REASONS)
def test_what_does_not_count_is_told_with_its_reason(said: Review, given_: dict[str, Any], who: str, why: str) -> None:
    facts = reviewed(said, **given_)
    requirement = count_approvals(asked("senior"), facts, membership(facts), "ai").requirements[0]
    assert [(i.who, i.why) for i in requirement.ignored] == [(who, why)]
    assert requirement.satisfied_by == ()


def test_the_driver_counts_where_no_agent_worked() -> None:
    facts = reviewed(review("dana"), opener=account("renovate[bot]"), assigned=("@dana",))
    assert count_approvals(asked("senior"), facts, membership(facts), "none").outcome == "pass"


def test_an_objection_names_whom_to_ask() -> None:
    facts = reviewed(review("dana"), review("lee", "changes_requested", 2))
    requirement = count_approvals(asked("senior"), facts, membership(facts), "ai").requirements[0]
    assert requirement.candidates == ("@lee",)
    assert ("@dana", "waits for @lee") in [(i.who, i.why) for i in requirement.ignored]


OWNED = [
    (("kim",), ("app.py",), "pass", 1),
    (("kim",), ("app.py", "billing/pay.py"), "review", 2),
    (("pat",), ("app.py", "billing/pay.py"), "review", 2),
    (("kim", "pat"), ("app.py", "billing/pay.py"), "pass", 1),
    (("dana",), ("app.py",), "review", 1),
]


@pytest.mark.parametrize(("approvers", "paths", "outcome", "needed"), OWNED)
def test_owners_must_cover_every_file_that_is_owned(
    approvers: tuple[str, ...], paths: tuple[str, ...], outcome: str, needed: int
) -> None:
    facts = reviewed(*(review(login, at=i) for i, login in enumerate(approvers, 1)))
    counted = count_approvals(asked("owners"), facts, membership(facts, *paths), "none")
    assert (counted.outcome, counted.requirements[0].needed) == (outcome, needed)


def test_a_review_that_asks_nobody_stays_one_whoever_approves() -> None:
    facts = reviewed(review("dana"), review("kim"))
    assert count_approvals(Verdict("review"), facts, membership(facts), "none").outcome == "review"


def test_who_made_it_is_not_asked_for_what_they_own() -> None:
    verdict = asked("owners")
    free = verdict.requirements[0]._replace(candidates=("@kim",))  # pat wrote it
    facts = reviewed(review("kim"))
    counted = count_approvals(
        verdict._replace(requirements=(free,)), facts, membership(facts, "app.py", "billing/pay.py"), "none"
    )
    assert (counted.requirements[0].candidates, counted.requirements[0].needed) == ((), 2)


SOME_OWNED = [
    ("pat", ("app.py", "billing/pay.py"), "pass"),
    ("kim", ("app.py", "billing/pay.py"), "review"),
    ("pat", ("app.py",), "review"),
]


@pytest.mark.parametrize(("approver", "paths", "outcome"), SOME_OWNED)
def test_a_file_that_nobody_owns_is_approved_by_whoever_owns_the_rest_and_alone_by_nobody(
    approver: str, paths: tuple[str, ...], outcome: str
) -> None:
    owners = People(load_policy(POLICY, "main:.blastgate.yml", "default-branch", lambda _: None), b"billing/ @pat\n")
    facts = reviewed(review(approver))
    assert count_approvals(asked("owners"), facts, Membership(owners, paths, {}), "none").outcome == outcome


def test_a_login_of_the_policy_knows_no_letter_case() -> None:
    text = b'version: 1\nextends: [recommended]\npeople: {senior: ["@Dana"]}\n'
    facts = reviewed(review("dana"))
    assert count_approvals(asked("senior"), facts, membership(facts, text=text), "none").outcome == "pass"


@pytest.mark.parametrize("who", ["eve", "dana"])
def test_an_address_that_policy_and_github_map_to_two_people_is_both_of_them(who: str) -> None:
    address = Identity("E", "eve@shop.example")
    facts = reviewed(review(who), commits=[replace(linked("dana"), author_identity=address)])
    assert count_approvals(asked("senior"), facts, membership(facts), "none").outcome == "review"


def test_one_person_in_two_groups_meets_both() -> None:
    text = b'version: 1\nextends: [recommended]\npeople: {senior: ["@kim"]}\n'
    facts = reviewed(review("kim"))
    counted = count_approvals(asked("senior", "owners"), facts, membership(facts, text=text), "none")
    assert counted.outcome == "pass"
    assert [r.satisfied_by for r in counted.requirements] == [("@kim",), ("@kim",)]


def test_a_group_of_which_nobody_can_be_resolved_is_an_error_with_the_remedy() -> None:
    text = b'version: 1\nextends: [recommended]\npeople: {senior: ["@acme/staff", "x@shop.example"]}\n'
    facts = reviewed(review("dana"), teams={})
    counted = count_approvals(asked("senior"), facts, membership(facts, text=text), "none")
    assert counted.outcome == "error"
    assert "@acme/staff, x@shop.example" in counted.notes[-1]
    assert "App token" in counted.notes[-1]


def test_a_member_that_cannot_be_resolved_is_told() -> None:
    facts = reviewed(teams={})
    requirement = count_approvals(asked("senior"), facts, membership(facts), "none").requirements[0]
    assert requirement.note == "@acme/staff cannot be resolved to an account and never counts"


def test_a_block_stays_a_block_and_shows_the_approvals() -> None:
    facts = reviewed(review("dana"))
    counted = count_approvals(asked("senior")._replace(outcome="block"), facts, membership(facts), "none")
    assert (counted.outcome, counted.requirements[0].satisfied_by) == ("block", ("@dana",))


def test_in_a_merge_group_each_pull_request_holds_its_own_approvals() -> None:
    good, bad = pull(review("dana")), pull(number=8)
    alone = Reviewed((good,))
    assert count_approvals(asked("senior"), alone, membership(alone), "none").outcome == "pass"
    both = Reviewed((good, bad))
    assert count_approvals(asked("senior"), both, membership(both), "none").outcome == "review"


WEB = Identity("GitHub", "NoReply@github.com")
UNLINKED = [
    (replace(linked("sam"), author_identity=WEB), "high", b"", "block"),
    (replace(linked("sam"), committer=None, committer_identity=WEB), "high", b"", "pass"),
    (linked("stranger"), "high", b"", "pass"),
    (replace(linked("zoe"), author=None), "high", b"", "block"),
    (replace(linked("zoe"), committer=None), "high", b"", "block"),
    (replace(linked("zoe"), author=None), "high", b"unlinked_authors: warn\n", "warn"),
    (replace(linked("zoe"), author=None), "high", b"unlinked_authors: block\n", "block"),
    (replace(linked("zoe"), author=None), "medium", b"", "pass"),
    (replace(linked("dana"), author=None, committer=None), "high", b"", "pass"),
]


@pytest.mark.parametrize(("commit", "level", "key", "outcome"), UNLINKED)
def test_commits_of_no_account(commit: Any, level: Any, key: bytes, outcome: str) -> None:
    policy = load_policy(b"version: 1\nextends: [recommended]\n" + key, "main:x.yml", "default-branch", lambda _: None)
    verdict = judge_unlinked(Verdict("pass"), reviewed(commits=[commit]), level, policy, people())
    assert verdict.outcome == outcome
    assert bool(verdict.guardrails or verdict.notes) == (outcome != "pass" or level == "medium")


def test_a_layer_cannot_loosen_unlinked_authors() -> None:
    floor = b"version: 1\nextends: [recommended]\nunlinked_authors: block\n"
    text = b"version: 1\nextends: [floor.yml]\nunlinked_authors: warn\n"
    policy = load_policy(text, "main:x.yml", "default-branch", lambda _: floor)
    facts = reviewed(commits=[replace(linked("zoe"), author=None)])
    assert judge_unlinked(Verdict("pass"), facts, "high", policy, people()).outcome == "block"


def test_a_co_author_nobody_knows_is_told() -> None:
    facts = reviewed(commits=[linked(message="Change\n\nCo-authored-by: Zoe <zoe@nowhere.example>")])
    policy = load_policy(None, "built-in", "built-in", lambda _: None)
    notes = judge_unlinked(Verdict("pass"), facts, "low", policy, people()).notes
    assert notes == ("co-author Zoe <zoe@nowhere.example> of #7 belongs to no known account",)


LOGINS = st.sampled_from(["dana", "lee", "eve", "tess", "kim", "sam", "mallory", "ghost", "dana[bot]"])
REVIEWS = st.lists(
    st.builds(
        review,
        LOGINS,
        st.sampled_from(["approved", "changes_requested", "commented", "dismissed"]),
        st.integers(1, 59),
        st.sampled_from([HEAD, OLD]),
    ),
    max_size=6,
)


@given(REVIEWS, st.sampled_from(["kim", "mallory", "dana[bot]", "ghost"]), st.integers(1, 59))
def test_an_approval_by_no_member_never_changes_the_outcome(said: list[Review], login: str, at: int) -> None:
    facts, more = reviewed(*said), reviewed(*said, review(login, at=at))
    before = count_approvals(asked("senior"), facts, membership(facts), "ai")
    after = count_approvals(asked("senior"), more, membership(more), "ai")
    assert before.outcome == after.outcome
    assert before.requirements[0].satisfied_by == after.requirements[0].satisfied_by


@given(REVIEWS)
def test_one_more_requirement_never_loosens(said: list[Review]) -> None:
    facts = reviewed(*said)
    one = count_approvals(asked("senior"), facts, membership(facts), "ai").outcome
    two = count_approvals(asked("senior", "owners"), facts, membership(facts), "ai").outcome
    assert (one, two) in {("pass", "pass"), ("pass", "review"), ("review", "review")}


@given(REVIEWS, st.randoms(use_true_random=False))
def test_the_order_of_the_list_never_matters(said: list[Review], random: Any) -> None:
    unique = list({(r.submitted, r.id): r for r in said}.values())
    mixed = random.sample(unique, len(unique))
    found = [count_approvals(asked("senior"), f, membership(f), "ai") for f in (reviewed(*unique), reviewed(*mixed))]
    assert found[0] == found[1]


HELD = [
    ("none", {"commits": [linked("dana")]}, "pass"),
    ("not-author", {"commits": [linked("dana")]}, "review"),
    ("not-author", {"opener": account("dana")}, "review"),
    ("not-author", {"commits": [linked(committer="dana")]}, "pass"),
    ("not-author", {"commits": [linked(message=CO_AUTHORED)]}, "pass"),
    ("not-contributor", {"commits": [linked(committer="dana")]}, "review"),
    ("not-contributor", {"commits": [linked(message=CO_AUTHORED)]}, "review"),
    ("not-contributor", {"opener": AGENT, "assigned": ("@dana",)}, "pass"),
    ("not-prompter", {"opener": AGENT, "assigned": ("@dana",)}, "review"),
]


@pytest.mark.parametrize(("independence", "given_", "outcome"), HELD)
def test_independence_as_the_policy_sets_it(independence: str, given_: dict[str, Any], outcome: str) -> None:
    facts = reviewed(review("dana"), **given_)
    text = POLICY + f"approvals: {{independence: {independence}}}\n".encode()
    assert count_approvals(asked("senior"), facts, membership(facts, text=text), "unknown").outcome == outcome


def test_an_approval_of_the_same_patch_counts_where_the_policy_asked_to_look() -> None:
    facts = reviewed(review("dana", commit=OLD), same_patch=frozenset({OLD}))
    assert count_approvals(asked("senior"), facts, membership(facts), "none").outcome == "pass"


def test_no_policy_says_that_an_address_of_github_is_anothers() -> None:
    """Who opened a pull request is named by such an address: a layer could lend them a senior's rank."""
    floor = b"version: 1\nextends: [recommended]\npeople: {senior: ['@dana']}\n"
    text = b"version: 1\nextends: [floor.yml]\npeople: {emails: {6+sam@users.noreply.github.com: '@dana'}}\n"
    policy = load_policy(text, "main:.blastgate.yml", "default-branch", {"floor.yml": floor}.get)
    opener = Identity("sam", "6+sam@users.noreply.github.com")
    assert People(policy, None).groups_of(opener) == frozenset()
    assert "@sam" in People(policy, None).names_of(opener)
    renamed_since = {"1+old@users.noreply.github.com": "@dana"}
    assert People(policy, None, renamed_since).groups_of(Identity("d", "1+old@users.noreply.github.com")) == {"senior"}
