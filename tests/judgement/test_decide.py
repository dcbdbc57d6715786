"""The verdict: AI, authors, rows, guardrails, requirements, ways forward."""

from __future__ import annotations

from typing import Any

import pytest
from sketches import (
    EMAILS,
    RECOMMENDED,
    TEAM,
    attribution,
    by_one,
    change,
    commit,
    file,
    group,
    guardrail,
    layer,
    limits,
    measured,
    policy,
    row,
    rule,
)

from blastgate.decide import decide
from blastgate.model.attribution import Evidence
from blastgate.model.change import Change, Identity
from blastgate.model.impact import AffectedComponent, Impact
from blastgate.model.verdict import Verdict
from blastgate.policy.model import Layer, Policy
from blastgate.policy.people import People

CATEGORIES = (rule("auth", at_least="high", paths=("auth/**",)), rule("docs", at_most="low", paths=("docs/**",)))
HIGH, MEDIUM, LOW = "auth/a.py", "lib/a.py", "docs/a.md"


def table(*rows: Any, **given: Any) -> Layer:
    """A layer with a gate table and the usual categories."""
    return layer(gate=rows or RECOMMENDED, categories=CATEGORIES, emails=EMAILS, groups=TEAM, **given)


def verdict(sketch: Change, said: Any = "none", by: Policy | None = None, impact: Impact | None = None) -> Verdict:
    """Decide on a sketched change."""
    used = by or policy(table())
    return decide(measured(sketch, used, said, impact or Impact()), used, People(used, None))


@pytest.mark.parametrize(
    ("path", "said", "author", "outcome", "index", "asked"),
    [
        pytest.param(LOW, "ai", "sam", "pass", 1, [], id="low passes"),
        pytest.param(MEDIUM, "none", "sam", "pass", 2, [], id="medium without AI passes"),
        pytest.param(MEDIUM, "bot", "sam", "pass", 2, [], id="automation is not AI"),
        pytest.param(MEDIUM, "ai", "lee", "warn", 3, [], id="medium with AI by a senior warns"),
        pytest.param(MEDIUM, "ai", "sam", "review", 4, ["owners"], id="medium with AI by anyone"),
        pytest.param(MEDIUM, "unknown", "sam", "pass", 2, [], id="below high unknown is no"),
        pytest.param(HIGH, "none", "sam", "review", 5, ["senior"], id="high without AI"),
        pytest.param(HIGH, "ai", "sam", "review", 6, ["senior", "owners"], id="high with AI"),
        pytest.param(HIGH, "unknown", "sam", "review", 6, ["senior", "owners"], id="in a high change unknown is AI"),
    ],
)
def test_the_first_matching_row_decides(
    path: str, said: str, author: str, outcome: str, index: int, asked: list[str]
) -> None:
    found = verdict(by_one(author, path), said)
    assert found.outcome == outcome
    assert found.row is not None
    assert (found.row.index, found.row.text) == (index, RECOMMENDED[index - 1].text)
    assert found.row.location == f".blastgate.yml:{20 + index}"
    assert [r.group for r in found.requirements] == asked
    assert all(r.needed == 1 for r in found.requirements)


@pytest.mark.parametrize(
    ("said", "is_ai"),
    [
        pytest.param([None], True, id="nobody says: as AI"),
        pytest.param(["treat_as_none"], False, id="the floor says none"),
        pytest.param(["treat_as_none", "treat_as_ai"], True, id="a layer objects"),
        pytest.param([None, "treat_as_none"], True, id="a layer cannot loosen what its floor leaves at the default"),
        pytest.param(["treat_as_none", None], False, id="a silent layer has no say"),
    ],
)
def test_unknown_attribution_in_a_high_change(said: list[Any], is_ai: bool) -> None:
    layers = [table(unknown_attribution=said[0]), *(layer("x", unknown_attribution=s) for s in said[1:])]
    found = verdict(by_one("sam", HIGH), "unknown", policy(*layers))
    assert found.ai is is_ai
    assert "whether AI assisted is unknown (a sketch)" in found.notes[0]


class TestAuthors:
    """Seniority is of every human author; tools and automation have none."""

    @pytest.mark.parametrize(
        ("sketch", "author"),
        [
            pytest.param(by_one("lee", MEDIUM), "senior", id="one senior"),
            pytest.param(by_one("dana", MEDIUM), "owners, senior", id="in two groups"),
            pytest.param(change(MEDIUM, commits=(commit("L <lee@example.com>"), commit("S <sam@example.com>"))), "any",
                         id="a senior and a junior"),
            pytest.param(by_one("lee", MEDIUM, message="x\n\nCo-authored-by: Sam <sam@example.com>"), "any",
                         id="a junior co-author"),
            pytest.param(by_one("lee", MEDIUM)._replace(people=(Identity("Sam", "sam@example.com"),)), "any",
                         id="opened by a junior"),
            pytest.param(change(MEDIUM, people=(Identity("Lee", "lee@example.com"),)), "senior", id="staged, a senior"),
            pytest.param(change(MEDIUM), "any", id="nobody known"),
            pytest.param(by_one("lee", MEDIUM)._replace(commits_known=False), "any", id="not all commits known"),
            pytest.param(by_one("zoe", MEDIUM), "any", id="a stranger"),
        ],
    )  # fmt: skip
    def test_every_author_counts(self, sketch: Change, author: str) -> None:
        assert verdict(sketch).author == author

    def test_a_tool_as_co_author_is_no_author(self) -> None:
        line = "Co-Authored-By: Claude <noreply@anthropic.com>"
        said = attribution("ai", {"c1": (Evidence("claude", "trailer", "declared", line),)})
        assert verdict(by_one("lee", MEDIUM, message=f"x\n\n{line}"), said).author == "senior"

    def test_a_tool_as_author_leaves_the_person_who_opened_it(self) -> None:
        said = attribution("ai", {"c1": (Evidence("copilot", "author", "declared", "Copilot", "authored"),)})
        sketch = change(MEDIUM, commits=(commit("Copilot <copilot@example.com>"),))
        assert verdict(sketch, said).author == "any"
        assert verdict(sketch._replace(people=(Identity("Lee", "lee@example.com"),)), said).author == "senior"


class TestLayers:
    """Each table is asked; the strictest answer holds; requirements add up."""

    def test_the_strictest_answer_holds(self) -> None:
        loose = table(row(1, "any ai=any author=any then=pass"))
        strict = layer("org", gate=(row(1, "any ai=any author=any then=block"),))
        for layers in ((loose, strict), (strict, loose)):
            found = verdict(by_one("sam", LOW), by=policy(*layers))
            assert found.outcome == "block"
            assert found.row is not None
            assert found.row.text.endswith("then=block")

    def test_requirements_are_the_union_and_survive_a_block(self) -> None:
        asks = table(row(1, "any ai=any author=any then=review", ("senior",)))
        more = layer("org", gate=(row(1, "any ai=any author=any then=review", ("owners", "senior")),))
        stop = layer("stop", gate=(row(1, "any ai=any author=any then=block"),))
        found = verdict(by_one("sam", LOW), by=policy(asks, more, stop))
        assert (found.outcome, [r.group for r in found.requirements]) == ("block", ["senior", "owners"])

    def test_an_uncovered_cell_is_a_review_by_whom_the_next_level_asks(self) -> None:
        gaps = table(
            row(1, "low ai=yes author=any then=pass"),
            row(2, "medium ai=any author=any then=pass"),
            row(3, "high ai=no author=any then=review", ("senior",)),
        )
        found = verdict(by_one("sam", LOW), "none", policy(gaps))
        assert (found.outcome, found.row, [r.group for r in found.requirements]) == ("review", None, ["senior"])
        assert "no gate row of main:team.yml covers level low, ai_assisted no, author junior" in found.notes[-1]

    def test_a_policy_without_any_table_passes_nothing(self) -> None:
        found = verdict(by_one("sam", LOW), by=policy(layer(categories=CATEGORIES)))
        assert (found.outcome, found.row) == ("review", None)
        assert found.requirements[0].group == "reviewer"
        assert "add `by: [group]`" in found.requirements[0].note

    def test_a_layer_without_a_table_has_no_say(self) -> None:
        assert verdict(by_one("sam", LOW), by=policy(table(), layer("extra"))).outcome == "pass"


class TestRequirements:
    """Who could approve: members of the group who had no hand in the change."""

    def test_authors_committers_and_co_authors_cannot(self) -> None:
        one = commit("Sam <sam@example.com>", "x\n\nCo-authored-by: Lee <lee@example.com>")
        sketch = change(HIGH, commits=(one,))
        assert verdict(sketch).requirements[0].candidates == ("@dana",)
        by_hand = one._replace(committer=Identity("Dana", "12+dana@users.noreply.github.com"))
        found = verdict(sketch._replace(commits=(by_hand,))).requirements[0]
        assert found.candidates == ()
        assert "every senior had a hand in this change" in found.note

    def test_a_group_of_nobody_is_told_never_waived(self) -> None:
        used = policy(layer(gate=RECOMMENDED, categories=CATEGORIES, groups=(group("senior"),)))
        found = decide(measured(by_one("sam", HIGH), used), used, People(used, None))
        assert found.outcome == "review"
        assert found.requirements[0].note == "nobody can approve: `people.senior` names no one in this policy"
        assert not any("approved" in way.text for way in found.ways_forward)


class TestGuardrails:
    """Guardrails come first and only tighten."""

    def test_stricter_than_the_row(self) -> None:
        by = policy(table(guardrails=(guardrail("ai-paths", "block", only=("docs/**",)),)))
        found = verdict(by_one("sam", LOW, MEDIUM), "ai", by)
        assert found.outcome == "block"
        assert found.row is not None
        assert found.row.index == 4
        assert [(g.id, g.outcome, g.paths, g.location) for g in found.guardrails] == [
            ("ai-paths", "block", (MEDIUM,), ".blastgate.yml:40")
        ]

    def test_never_milder_than_the_row(self) -> None:
        by = policy(table(guardrails=(guardrail("oversized-change", "warn", max_files=0),)))
        assert verdict(by_one("sam", HIGH), by=by).outcome == "review"
        assert verdict(by_one("sam", LOW), by=by).outcome == "warn"

    def test_a_review_asks_whom_it_names_or_whom_the_table_would(self) -> None:
        named = guardrail("oversized-change", "review", max_files=0, by=("owners",))
        nameless = guardrail("oversized-change", "review", max_files=0)
        for setting, groups in ((named, ["owners"]), (nameless, ["senior"])):
            found = verdict(by_one("sam", LOW), by=policy(table(guardrails=(setting,))))
            assert (found.outcome, [r.group for r in found.requirements]) == ("review", groups)

    def test_settings_of_every_layer_are_asked(self) -> None:
        org = layer("org", guardrails=(guardrail("ai-paths", "review", only=("lib/**",)),))
        team = table(guardrails=(guardrail("ai-paths", "block", only=("**",)),))
        found = verdict(by_one("lee", LOW), "ai", policy(org, team))
        assert (found.outcome, len(found.guardrails)) == ("review", 1)

    def test_the_same_finding_is_told_once_at_its_strictest(self) -> None:
        settings = tuple(guardrail("ai-paths", then, only=("lib/**",)) for then in ("warn", "block", "review"))
        found = verdict(by_one("lee", LOW), "ai", policy(table(guardrails=settings)))
        assert [g.outcome for g in found.guardrails] == ["block"]


def ways(found: Verdict) -> list[tuple[str, str]]:
    """The ways forward as text and outcome."""
    return [(way.text, way.outcome) for way in found.ways_forward]


class TestWaysForward:
    """Each way was found by deciding again."""

    def test_none_where_the_change_may_go_ahead(self) -> None:
        assert verdict(by_one("sam", LOW)).ways_forward == ()
        assert verdict(by_one("lee", MEDIUM), "ai").ways_forward == ()

    def test_approval_by_those_who_can(self) -> None:
        found = verdict(by_one("sam", HIGH), "ai")
        assert ways(found)[0] == (
            "have it approved by one of @dana, @lee (senior) and by one of @kim, @dana (owners)",
            "pass",
        )

    def test_moving_the_higher_files_away(self) -> None:
        found = verdict(by_one("sam", HIGH, MEDIUM, LOW))
        assert ("move 1 file above medium to a change of its own: auth/a.py", "pass") in ways(found)
        assert ("move 2 files above low to a change of their own: auth/a.py, lib/a.py", "pass") in ways(found)

    def test_leaving_out_what_a_guardrail_names(self) -> None:
        by = policy(table(guardrails=(guardrail("ai-paths", "block", only=("docs/**",)),)))
        found = verdict(by_one("sam", LOW, MEDIUM), "ai", by)
        assert ways(found)[0] == ("leave out 1 file named by ai-paths: lib/a.py", "pass")

    def test_a_senior_takes_over(self) -> None:
        found = verdict(by_one("sam", MEDIUM), "ai")
        assert ("have a senior take the change over (@dana, @lee)", "warn") in ways(found)

    def test_nobody_is_told_to_hide_the_tool(self) -> None:
        for author in ("sam", "lee"):
            for path in (HIGH, MEDIUM):
                for text, _ in ways(verdict(by_one(author, path), "ai")):
                    assert not any(
                        word in text.lower() for word in ("trailer", "without ai", "evidence", "attribution")
                    )

    def test_splitting_by_component_is_found_where_parts_can_be_assessed(self) -> None:
        by = policy(table(levels=(limits("medium", max_services=1),)))
        paths = ("cart/a.py", "pay/b.py")
        touched = tuple(AffectedComponent(name, name, "service", "code", 0) for name in ("cart", "pay"))
        both = Impact(affected=touched, services_affected=2)
        sketch = by_one("sam", *paths)

        def impact_of(part: Change) -> Impact:
            return Impact(affected=touched[:1], services_affected=len(part.files))

        split = ("split it into 2 changes: cart (1 file), pay (1 file)", "pass")
        found = measured(sketch, by, "none", both)
        assert split in ways(decide(found, by, People(by, None), impact_of))
        assert split not in ways(decide(found, by, People(by, None)))

    def test_at_most_four_the_mildest_first_and_every_one_milder(self) -> None:
        rails = (
            guardrail("ai-paths", "block", only=("docs/**",)),
            guardrail("protected-paths", "block", paths=("lib/**",)),
        )
        found = verdict(by_one("sam", HIGH, MEDIUM, LOW), "ai", policy(table(guardrails=rails)))
        outcomes = [outcome for _, outcome in ways(found)]
        assert 1 <= len(outcomes) <= 4
        assert outcomes == sorted(outcomes, key=["pass", "warn", "review"].index)

    def test_a_single_file_is_not_split(self) -> None:
        assert [text for text, _ in ways(verdict(by_one("sam", file(HIGH, "+x"))))] == [
            "have it approved by one of @dana, @lee (senior)"
        ]
