"""The proof of a verdict as a tree."""

from __future__ import annotations

from collections.abc import Callable

import assessments as made
import pytest
from syrupy.assertion import SnapshotAssertion

from blastgate import registry
from blastgate.model.assessment import Assessment
from blastgate.model.verdict import Override, WayForward, WayPart
from blastgate.reporters.interface import PLAIN, Look
from blastgate.reporters.proof.text import report

CASES = (made.assessment_of, made.review, made.block, made.could_not_decide, made.without_graph, made.hostile)


@pytest.mark.parametrize("make", CASES)
def test_proof(make: Callable[..., Assessment], screen: SnapshotAssertion) -> None:
    assert report(make(), PLAIN) == screen


def test_a_split_shows_its_parts() -> None:
    parts = (WayPart("auth", 2, "review"), WayPart("docs", 1, "pass"))
    verdict = made.review().verdict._replace(ways_forward=(WayForward("split off docs", "pass", parts),))
    drawn = report(made.review(verdict=verdict), PLAIN)
    assert "PASS  split off docs\n│     ├─ REVIEW  auth, 2 files\n│     └─ PASS  docs, 1 file\n" in drawn


def test_a_huge_change_is_cut_and_says_so() -> None:
    drawn = report(made.huge(), PLAIN)
    assert len(drawn.splitlines()) < 200
    assert "2,992 more: -v" in drawn
    assert "more: -v" not in report(made.huge(), Look(verbosity=1))


def test_an_override_is_told_wherever_the_outcome_is() -> None:
    act = Override("@dana", "senior", "Production is down", "2026-11-22", "block")
    assessment = made.block(outcome="warn", verdict=made.block().verdict._replace(outcome="warn", override=act))
    said = "BLOCK overridden by @dana (senior) until 2026-11-22: Production is down"
    assert f"override  {said}" in report(assessment, PLAIN)
    for name in ("text", "markdown", "summary", "github", "html"):
        drawn: str = registry.load("blastgate.reporters", name).report(assessment, PLAIN)
        assert "overridden by" in drawn, name
