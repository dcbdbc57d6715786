"""Break-glass: who may let a change go ahead, for which head, until when; and who never may."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from said import CODEOWNERS, HEAD, OLD, POLICY, account, linked, pull

from blastgate.approvals import Membership, Reviewed
from blastgate.approvals.facts import OverrideAct
from blastgate.approvals.override import is_override, judge_override, parse_override
from blastgate.model.verdict import GuardrailFinding, Outcome, Requirement, Verdict
from blastgate.policy.layers.load import load_policy
from blastgate.policy.model import Policy
from blastgate.policy.people import People

OPEN = POLICY + b"override: {by: [senior], max_days: 3}\n"
TODAY = "2026-11-21"
ASKED = f"/blastgate override {HEAD} Production is down until 2026-11-22"
LINKS = {f"{name}@example.com": f"@{name}" for name in ("dana", "lee", "eve", "kim", "pat", "sam", "robin")}
STOPPED = Verdict("block", None, (GuardrailFinding("ai-paths", "block", "no"),), (Requirement("senior", 1),))


def loaded(text: bytes) -> Policy:
    """Load a policy whose floor, if it has one, is ``floor.yml``."""
    return load_policy(text, "main:.blastgate.yml", "default-branch", {"floor.yml": FLOOR}.get)


FLOOR = OPEN.replace(b"[senior], max_days: 3", b"[senior, owners], max_days: 2").replace(b"owners]", b"leads]") + b""
FLOOR = FLOOR.replace(b"people:\n", b"people:\n  leads: ['@pat']\n")


def act(who: str | None = "dana", body: str = ASKED, **given: Any) -> OverrideAct:
    """Sketch a comment of today."""
    author = account(who) if who else None
    return OverrideAct(author, body, **{"created": f"{TODAY}T08:00:00Z", **given})


def judged(
    *acts: OverrideAct, policy: bytes = OPEN, outcome: Outcome = "block", today: str = TODAY, **facts: Any
) -> Verdict:
    """Judge one pull request of sam's that was stopped."""
    by = loaded(policy)
    membership = Membership(People(by, CODEOWNERS, LINKS), ("src/app.py",), {"@acme/staff": frozenset({"@tess"})})
    reviewed = Reviewed((pull(overrides=acts, **facts),), today=today)
    return judge_override(STOPPED._replace(outcome=outcome), reviewed, membership, by.override, "ai")


@pytest.mark.parametrize("who", ["dana", "lee", "tess"])
@pytest.mark.parametrize("outcome", ["review", "block"])
def test_a_member_of_the_role_lets_it_go_ahead(who: str, outcome: Outcome) -> None:
    found = judged(act(who), outcome=outcome)
    assert found.outcome == "warn"
    assert found.override is not None
    assert tuple(found.override) == (f"@{who}", "senior", "Production is down", "2026-11-22", outcome)
    assert found.guardrails == STOPPED.guardrails


REFUSED: dict[str, tuple[Callable[[], Verdict], str]] = {
    "no such policy": (lambda: judged(act(), policy=POLICY), "the policy allows none"),
    "not of the role": (lambda: judged(act("kim")), "is not among senior"),
    "opened it": (lambda: judged(act(), opener=account("dana")), "opened the pull request"),
    "wrote it": (lambda: judged(act(), commits=[linked("dana")]), "wrote aaaaaaaa"),
    "committed it": (lambda: judged(act(), commits=[linked("sam", committer="dana")]), "committed aaaaaaaa"),
    "co-author": (
        lambda: judged(act(), commits=[linked("sam", message="x\n\nCo-authored-by: D <dana@example.com>")]),
        "is co-author of aaaaaaaa",
    ),
    "drove the agent": (
        lambda: judged(act(), opener=account("copilot[bot]"), assigned=("@dana",)),
        "was assigned while an agent did the work",
    ),
    "whatever independence says": (
        lambda: judged(act(), policy=OPEN + b"approvals: {independence: none}\n", commits=[linked("dana")]),
        "had a hand in the change",
    ),
    "expired": (lambda: judged(act(), today="2026-11-23"), "it expired on 2026-11-22"),
    "too long": (lambda: judged(act(body=ASKED.replace("22", "25"))), "3 days at most"),
    "another base since": (lambda: judged(act(), retargeted=f"{TODAY}T08:00:00Z"), "the base branch was changed since"),
    "an older login of who opened it": (
        lambda: judged(act(), opener=replace(account("dana"), login="old")),
        "opened the pull request",
    ),
    "no clock": (lambda: judged(act(), today=""), "its days cannot be told"),
    "no such day": (lambda: judged(act(body=ASKED.replace("11-22", "13-45"))), "its days cannot be told"),
    "another head": (lambda: judged(act(body=ASKED.replace(HEAD, OLD))), "it is for bbbbbbbb"),
    "no reason": (lambda: judged(act(body=ASKED.replace("Production is down", "x"))), "its reason has to have"),
    "no head": (lambda: judged(act(body="/blastgate override because until 2026-11-22")), "write it as:"),
    "no end": (lambda: judged(act(body=f"/blastgate override {HEAD} because")), "write it as:"),
    "the beginning of an id": (lambda: judged(act(body=ASKED.replace(HEAD, HEAD[:39]))), "write it as:"),
    "edited": (lambda: judged(act(edited=True)), "was edited"),
    "an app": (lambda: judged(act("dana[bot]")), "no act of a person"),
    "through an app": (lambda: judged(act(by_app=True)), "no act of a person"),
    "account gone": (lambda: judged(act(None)), "no act of a person"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_one_that_does_not_count_is_told_and_changes_nothing(name: str) -> None:
    make, said = REFUSED[name]
    found = make()
    assert (found.outcome, found.override) == ("block", None)
    assert any(said in note for note in found.notes)


SHOWN = ["    {}", "\t{}", "> {}", "```\n{}\n```", "<!-- {} -->", "`{}`", "LGTM\n{}", "- {}"]


@pytest.mark.parametrize("form", SHOWN)
def test_a_comment_that_only_shows_the_command_is_none(form: str) -> None:
    assert judged(act(body=form.format(ASKED))) == STOPPED


def test_owners_by_path_let_go_ahead_what_they_own_and_no_more() -> None:
    by = loaded(OPEN.replace(b"by: [senior]", b"by: [owners]"))
    facts = Reviewed((pull(overrides=(act("kim"),)),), today=TODAY)

    def outcome(*paths: str) -> str:
        membership = Membership(People(by, CODEOWNERS, LINKS), paths, {})
        return judge_override(STOPPED, facts, membership, by.override, "none").outcome

    assert (outcome("src/app.py"), outcome("billing/pay.py", "src/app.py")) == ("warn", "block")
    membership = Membership(People(by, b"", LINKS), ("src/app.py",), {})
    assert judge_override(STOPPED, facts, membership, by.override, "none").outcome == "block", "nobody owns it"


def test_where_nobody_knows_who_wrote_it_nobody_lets_it_go_ahead() -> None:
    by = loaded(OPEN)
    membership = Membership(People(by, CODEOWNERS, LINKS), ("src/app.py",), {})
    facts = Reviewed((pull(overrides=(act(),)),), today=TODAY)
    nobodys = GuardrailFinding("unlinked-authors", "block", "a commit of no account")
    found = judge_override(STOPPED._replace(guardrails=(nobodys,)), facts, membership, by.override, "none")
    assert (found.outcome, found.override) == ("block", None)
    assert "linked to no account" in found.notes[-1]
    warned = STOPPED._replace(guardrails=(nobodys._replace(outcome="warn"),))
    assert judge_override(warned, facts, membership, by.override, "none").outcome == "warn"


def test_it_holds_on_its_last_day_and_as_long_as_it_may() -> None:
    longest = act(body=ASKED.replace("11-22", "11-24"))
    assert judged(longest, today="2026-11-24").outcome == "warn"
    assert judged(act(), today="2026-11-22").outcome == "warn"
    assert judged(act(), retargeted=f"{TODAY}T07:59:59Z").outcome == "warn"


def test_of_very_many_the_latest_are_read() -> None:
    crowd = tuple(act("kim", created=f"{TODAY}T07:{second // 60:02}:{second % 60:02}Z") for second in range(60))
    assert judged(*crowd, act()).outcome == "warn"


@pytest.mark.parametrize("outcome", ["pass", "warn", "error"])
def test_nothing_else_is_overridden(outcome: Outcome) -> None:
    assert judged(act(), outcome=outcome) == STOPPED._replace(outcome=outcome)


def test_of_a_merge_group_every_pull_request_needs_one() -> None:
    by = loaded(OPEN)
    membership = Membership(People(by, CODEOWNERS, LINKS), (), {})
    both = Reviewed((pull(overrides=(act(),)), pull(number=8)), today=TODAY)
    assert judge_override(STOPPED, both, membership, by.override, "none").outcome == "block"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (OPEN, (("senior",), 3)),
        (POLICY, None),
        (b"version: 1\nextends: [floor.yml]\n", (("senior", "leads"), 2)),
        (b"version: 1\nextends: [floor.yml]\noverride: {by: [senior, owners], max_days: 30}\n", (("senior",), 2)),
        (b"version: 1\nextends: [floor.yml]\noverride: {by: [owners]}\n", None),
        (b"version: 1\nextends: [floor.yml]\noverride: {by: []}\n", None),
        (b"version: 1\nextends: [strict]\n", None),
    ],
)
def test_a_layer_only_narrows_it(text: bytes, expected: tuple[tuple[str, ...], int] | None) -> None:
    found = loaded(text).override
    assert (found and (found.by, found.max_days)) == expected


@given(st.text(max_size=200), st.sampled_from(["", "/blastgate override ", f"/blastgate override {HEAD} "]))
def test_any_comment_is_read_without_harm(text: str, start: str) -> None:
    """Law: what is read as an override of the form gives back a commit, a reason and a day that stand in it."""
    found = parse_override(start + text)
    if found is not None:
        assert is_override(start + text)
        assert all(part in start + text for part in found)


@given(st.lists(st.sampled_from(["dana", "lee", "sam", "kim", "robin", "pat"]), max_size=4), st.data())
def test_no_maker_ever_overrides(makers: list[str], data: st.DataObject) -> None:
    """Law: whoever wrote, committed, co-authored or opened a change never lets it go ahead."""
    commits = [linked(name, committer=data.draw(st.sampled_from([name, "robin"]))) for name in makers] or [linked()]
    opener = data.draw(st.sampled_from(["sam", "dana", "lee"]))
    who = data.draw(st.sampled_from(["dana", "lee", "sam", "robin"]))
    found = judged(act(who), commits=commits, opener=account(opener))
    hands = {name for c in commits for name in (c.author_identity.name, c.committer_identity.name)} | {opener}
    assert (found.override is not None) == (who in ("dana", "lee") and who not in hands)
