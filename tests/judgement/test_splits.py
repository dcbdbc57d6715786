"""Splits: every part is judged as a change of its own, and nothing is lost or doubled."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from sketches import RECOMMENDED, TEAM, by_one, layer, limits, measured, policy, rule

from blastgate.decide import decide
from blastgate.decide.case import case_of
from blastgate.decide.splits import MOST_PARTS, Files, splits
from blastgate.model.impact import AffectedComponent, Impact
from blastgate.model.verdict import OUTCOMES, Outcome, strictest
from blastgate.policy.people import People

BY = policy(
    layer(
        gate=RECOMMENDED,
        groups=TEAM,
        emails={"sam@example.com": "@sam"},
        levels=(limits("low", max_files=3), limits("medium", max_files=5)),
        categories=(rule("pay", at_least="high", paths=("pay/**",)), rule("docs", at_most="low", paths=("docs/**",))),
    )
)
NOBODY = People(BY, None)
NAMES = ("cart/a.py", "cart/b.py", "pay/a.py", "pay/b.py", "docs/a.md", "docs/b.md", "top.py", "lib/c.py")
CART = AffectedComponent("cart", "cart", "service", "code", 0)
PAY = AffectedComponent("pay", "pay", "service", "code", 0)
IMPACT = Impact(2, 2, ("cart", "pay"), (CART, PAY), 2, 0, 2)


def test_what_passes_on_its_own_is_split_off() -> None:
    found = measured(by_one("sam", "pay/a.py", "docs/a.md", "docs/b.md"), BY, "none", IMPACT)
    ways = decide(found, BY, NOBODY).ways_forward
    split = next(way for way in ways if way.text.startswith("split off"))
    assert split.outcome == "pass"
    assert split.text == "split off the rest (2 files), each a change of its own; review stays for pay"
    assert [tuple(part) for part in split.parts] == [("pay", 1, "review"), ("the rest", 2, "pass")]


def test_too_many_files_are_split_by_what_they_are() -> None:
    paths = [f"cart/{n}.py" for n in range(4)] + ["docs/a.md", "docs/b.md"]
    found = measured(by_one("sam", *paths), BY, "none", IMPACT._replace(affected=(CART,)))
    splitting = [way for way in decide(found, BY, NOBODY).ways_forward if way.parts]
    assert [(way.text, way.outcome) for way in splitting] == [
        ("split it into 2 changes: cart (4 files), the rest (2 files)", "pass")
    ]


@given(st.sets(st.sampled_from(NAMES), min_size=1), st.sampled_from(("review", "block")), st.data())
def test_every_part_is_judged_and_nothing_is_lost(paths: set[str], now: Outcome, data: st.DataObject) -> None:
    """Law: the parts hold each file once, their number is bounded, and what is told is what was decided for them."""
    case = case_of(measured(by_one("sam", *sorted(paths)), BY, "none", IMPACT), BY, NOBODY)
    decided: dict[Files, Outcome] = {}

    def judge(files: Files) -> Outcome:
        return decided.setdefault(files, data.draw(st.sampled_from(OUTCOMES[:4])))

    found = list(splits(case, now, judge))
    assert len(decided) <= 2 * MOST_PARTS
    for way in found:
        assert sum(part.files for part in way.parts) == len(paths)
        assert 1 < len(way.parts) <= MOST_PARTS
        milder = [p.outcome for p in way.parts if OUTCOMES.index(p.outcome) < OUTCOMES.index(now)]
        assert way.outcome == strictest(tuple(milder))
        assert {part.outcome for part in way.parts} <= set(decided.values())
