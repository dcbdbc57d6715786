"""Whose approval a verdict asks for: one more demand never asks fewer people, and none is forgotten."""

from __future__ import annotations

from typing import Any

import pytest
import sketches as s

from blastgate.decide import decide, rule
from blastgate.model.verdict import Verdict
from blastgate.policy.model import Group, Policy
from blastgate.policy.people import People

TABLE = s.RECOMMENDED
BIG, PATHS = {"max_lines": 0}, {"paths": ("**",)}
SIZE = s.guardrail("oversized-change", "review", **BIG)
SIZE_OWNERS = s.guardrail("oversized-change", "review", **BIG, by=("owners",))
PROTECTED = s.guardrail("protected-paths", "review", **PATHS)
PROTECTED_OWNERS = s.guardrail("protected-paths", "review", **PATHS, by=("owners",))
LOW = (s.rule("calm", at_most="low", paths=("**",)),)


def decided(by: Policy, login: str = "robin", said: str = "none") -> Verdict:
    """Decide on a change of one file."""
    return rule(s.measured(s.by_one(login, "a.py"), by, said), by, People(by, None))


def of(*layers: dict[str, Any]) -> Policy:
    """Stack layers of a team of its own, whose files are low."""
    given = [{"groups": s.TEAM, "categories": LOW, "emails": s.EMAILS, **one} for one in layers]
    return s.policy(*(s.layer(f"layer{index}", **one) for index, one in enumerate(given)))


def asked(*guardrails: Any, gate: Any = TABLE) -> list[str]:
    """List the groups that are asked for a low change without AI."""
    return [r.group for r in decided(of({"gate": gate, "guardrails": guardrails})).requirements]


NAMELESS = [
    ((SIZE_OWNERS,), TABLE, ["owners"]),
    ((SIZE,), TABLE, ["senior"]),
    ((SIZE, PROTECTED_OWNERS), TABLE, ["owners", "senior"]),
    ((SIZE_OWNERS, PROTECTED), TABLE, ["owners", "senior"]),
    ((SIZE,), TABLE[:1], ["reviewer"]),
    ((SIZE, PROTECTED_OWNERS), TABLE[:1], ["owners", "reviewer"]),
    ((s.guardrail("oversized-change", "warn", **BIG), PROTECTED_OWNERS), TABLE, ["owners"]),
    ((), (s.row(1, "low ai=any author=any then=review"), *TABLE[1:]), ["senior"]),
    ((), TABLE[1:], ["senior"]),
    ((SIZE_OWNERS,), (s.row(1, "low ai=any author=any then=pass", ("senior",)), *TABLE[1:]), ["owners"]),
]


@pytest.mark.parametrize(("guardrails", "gate", "groups"), NAMELESS)
def test_a_review_that_names_nobody_is_asked_of_whom_the_tables_ask(
    guardrails: tuple[Any, ...], gate: tuple[Any, ...], groups: list[str]
) -> None:
    assert sorted(asked(*guardrails, gate=gate)) == groups


@pytest.mark.parametrize("first", [(), (SIZE,), (SIZE_OWNERS,)])
@pytest.mark.parametrize("more", [PROTECTED, PROTECTED_OWNERS])
def test_one_more_demand_never_asks_fewer(first: tuple[Any, ...], more: Any) -> None:
    """Law: what is asked for stays asked for, whatever else is found."""
    assert set(asked(*first)) <= set(asked(*first, more))


def test_a_table_of_another_layer_that_leaves_a_gap_asks_too() -> None:
    by = of({"gate": TABLE}, {"gate": TABLE[1:]})
    assert [r.group for r in decided(by).requirements] == ["senior"]


def test_no_table_at_all_is_a_review_of_somebody() -> None:
    found = decided(of({"gate": ()}))
    assert (found.outcome, [r.group for r in found.requirements]) == ("review", ["reviewer"])
    assert "no row or guardrail says of whom" in found.requirements[0].note


def test_who_made_it_is_no_candidate_in_whatever_letters_the_policy_writes() -> None:
    by = of({"gate": TABLE, "groups": (Group("senior", s.at(30), ("@Dana", "@Lee")),), "guardrails": (SIZE,)})
    assert decided(by, "dana").requirements[0].candidates == ("@Lee",)


def test_of_equal_rows_the_team_is_told_its_own_and_of_equal_findings_the_floor_speaks() -> None:
    high = {"categories": (s.rule("hot", at_least="high", paths=("**",)),), "gate": TABLE}
    other = (*TABLE[:4], s.row(9, "high ai=no author=any then=review", ("senior",)))
    found = decided(of({**high, "guardrails": (SIZE,)}, {**high, "gate": other}))
    assert found.row is not None
    assert found.row.index == 9
    late = s.guardrail("oversized-change", "review", **BIG)._replace(location=s.at(77))
    found = decided(of({"gate": TABLE, "guardrails": (SIZE,)}, {"guardrails": (late,)}))
    assert [finding.location for finding in found.guardrails] == [str(SIZE.location)]


def test_no_approval_is_a_way_forward_where_one_of_those_asked_can_be_given_by_nobody() -> None:
    by = of(
        {"gate": TABLE, "guardrails": (SIZE_OWNERS, s.guardrail("protected-paths", "review", **PATHS, by=("nobody",)))}
    )
    found = decide(s.measured(s.by_one("robin", "a.py"), by), by, People(by, None))
    assert [bool(r.candidates) for r in found.requirements] == [True, False]
    assert not [way for way in found.ways_forward if "approved" in way.text]


@pytest.mark.parametrize("outcome", ["pass", "warn"])
def test_what_may_go_ahead_needs_no_way_forward(outcome: Any) -> None:
    by = of({"gate": TABLE, "guardrails": (s.guardrail("protected-paths", outcome, paths=("b.py",)),)})
    found = decide(s.measured(s.by_one("robin", "a.py", "b.py"), by), by, People(by, None))
    assert (found.outcome, found.ways_forward) == (outcome, ())
