"""What a pull request is obliged to show: told where there is none, open until a sign of it is there."""

from __future__ import annotations

import pytest
from sketches import RECOMMENDED, TEAM, change, commit, layer, policy, rule

from blastgate.approvals import PullFacts, Reviewed, judge_obligations
from blastgate.approvals.obligations import is_met
from blastgate.decide.authors import had_a_hand
from blastgate.decide.obligations import tell_obligations
from blastgate.model.change import Identity
from blastgate.model.verdict import Outcome, Verdict, WayForward
from blastgate.policy.model import Location
from blastgate.policy.people import People
from blastgate.policy.settings import ApprovalsSetting, Independence, Obligation

PLACE = Location(".blastgate.yml", 7)
ROLLOUT = Obligation("staged", PLACE, "medium", label="Rollout", checked="Rolled out in stages", section="Rollback")
BY = policy(layer(gate=RECOMMENDED, groups=TEAM, obligations=(ROLLOUT,), categories=(rule("x", paths=("x",)),)))
BLANKS = f"# {' ' * 90}b{' ' * 300}a\n"
DOING = (
    "add the label 'Rollout', or tick '- [x] Rolled out in stages' in its text, "
    "or write a section 'Rollback' in its text"
)


def pull(body: str = "", *labels: str, number: int = 1) -> PullFacts:
    """Sketch a pull request by its text and labels."""
    return PullFacts(number, "h" * 40, "t" * 40, None, labels=labels, body=body)


@pytest.mark.parametrize(
    ("body", "labels", "met"),
    [
        pytest.param("", ("rollout",), True, id="the label, letter case ignored"),
        pytest.param("- [x] **Rolled out** in stages, 5 % first", (), True, id="a ticked item that begins so"),
        pytest.param("1. [X] rolled out in stages", (), True, id="in a numbered list"),
        pytest.param("- [ ] Rolled out in stages", (), False, id="an open item"),
        pytest.param("Not - [x] Rolled out in stages", (), False, id="in the middle of a sentence"),
        pytest.param("<!-- - [x] Rolled out in stages -->", (), False, id="in a comment of the template"),
        pytest.param("<!--\n- [x] Rolled out in stages", (), False, id="in a comment that never ends"),
        pytest.param("```\n- [x] Rolled out in stages\n```\n", (), False, id="quoted as code"),
        pytest.param("## Rollback\n\nSwitch the flag off.", (), True, id="a section with a text"),
        pytest.param("### rollback ###\r\nrevert\r\n", (), True, id="with closing signs and Windows lines"),
        pytest.param("## Rollback\n\n## Tests\nall", (), False, id="an empty section"),
        pytest.param("## Rollback\n<!-- how? -->\n", (), False, id="a section that only holds the template's question"),
        pytest.param("Rollback\nrevert", (), False, id="no heading"),
        pytest.param("## Rollback\n#\ntext", (), False, id="an empty heading ends it"),
        pytest.param(
            f"{BLANKS * 100}## Rollback\nrevert", (), True, id="headings of blanks, once minutes each hundred"
        ),
        pytest.param("", ("rollout-later",), False, id="another label"),
    ],
)
def test_any_one_sign_meets_it(body: str, labels: tuple[str, ...], met: bool) -> None:
    assert is_met(ROLLOUT, pull(body, *labels)) is met


@pytest.mark.parametrize(
    ("before", "after"), [("pass", "review"), ("warn", "review"), ("review", "review"), ("block", "block")]
)
def test_an_open_one_holds_the_change(before: Outcome, after: Outcome) -> None:
    found = judge_obligations(Verdict(before), Reviewed((pull(),)), "medium", BY)
    assert found.outcome == after
    assert [(f.id, f.text, f.location) for f in found.guardrails] == [
        ("obligation", f"staged is open: {DOING}", ".blastgate.yml:7")
    ]
    assert [w.outcome for w in found.ways_forward] == ([before] if before in ("pass", "warn") else [])


def test_an_error_stays_one() -> None:
    assert judge_obligations(Verdict("error"), Reviewed((pull(),)), "high", BY) == Verdict("error")


def test_below_its_level_it_asks_for_nothing() -> None:
    assert judge_obligations(Verdict("pass"), Reviewed((pull(),)), "low", BY) == Verdict("pass")


def test_a_way_forward_says_that_it_takes_both() -> None:
    verdict = Verdict("review", ways_forward=(WayForward("have it approved", "pass"),))
    assert (
        judge_obligations(verdict, Reviewed((pull(),)), "high", BY).ways_forward[0].text
        == f"have it approved, and {DOING}"
    )


def test_each_pull_request_of_a_merge_group_must_show_it() -> None:
    found = judge_obligations(Verdict("pass"), Reviewed((pull("", "rollout"), pull(number=2))), "medium", BY)
    assert [f.text.split(" ")[0] for f in found.guardrails] == ["#2:"]


def test_for_ai_only() -> None:
    by = policy(layer(gate=RECOMMENDED, obligations=(ROLLOUT._replace(ai_assisted="yes"),)))
    assert judge_obligations(Verdict("pass"), Reviewed((pull(),)), "medium", by).outcome == "pass"
    assert judge_obligations(Verdict("pass", ai=True), Reviewed((pull(),)), "medium", by).outcome == "review"


def test_where_there_is_no_pull_request_it_is_told() -> None:
    found = tell_obligations(Verdict("pass"), BY, "medium")
    assert found.outcome == "pass"
    assert found.notes == (f"the pull request is obliged to staged (.blastgate.yml:7): {DOING}",)


@pytest.mark.parametrize(
    ("independence", "hands"),
    [
        ("none", set()),
        ("not-author", {"@dana", "@sam"}),
        ("not-contributor", {"@dana", "@sam", "@kim"}),
        ("not-prompter", {"@dana", "@sam", "@kim"}),
    ],
)
def test_independence_says_who_is_no_candidate(independence: Independence, hands: set[str]) -> None:
    """The author and the co-author; the committer; all of them."""
    emails = {f"{name}@example.com": f"@{name}" for name in ("dana", "sam", "kim")}
    by = policy(layer(approvals=ApprovalsSetting(PLACE, independence), emails=emails))
    made = commit("Dana <dana@example.com>", "Change it\n\nCo-authored-by: Sam <sam@example.com>\n")
    made = made._replace(committer=Identity("Kim", "kim@example.com"))
    found = had_a_hand(change("a.py", commits=(made,)), People(by, None))
    assert {name for name in found if name.startswith("@")} == hands
