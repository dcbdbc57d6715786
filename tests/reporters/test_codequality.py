"""GitLab's Code Quality report: a list of findings with the fields that GitLab reads, each found again next time."""

from __future__ import annotations

import json
from typing import Any

import assessments as made
import pytest
from generated import models
from hypothesis import HealthCheck, given, settings
from syrupy.assertion import SnapshotAssertion

from blastgate.model.assessment import Assessment
from blastgate.reporters import codequality
from blastgate.reporters.interface import PLAIN

FIELDS = {"description", "check_name", "fingerprint", "severity", "location"}
CASES = {"pass": made.assessment_of, "block": made.block, "hostile": made.hostile, "error": made.could_not_decide}


def entries(assessment: Assessment) -> list[dict[str, Any]]:
    """Read a report, and compare the shape of every entry."""
    found: list[dict[str, Any]] = json.loads(codequality.report(assessment, PLAIN))
    for entry in found:
        assert set(entry) == FIELDS
        assert set(entry["location"]) == {"path", "lines"}
        assert entry["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert entry["description"].isprintable()
    return found


@pytest.mark.parametrize("name", CASES)
def test_a_report(name: str, screen: SnapshotAssertion) -> None:
    assert codequality.report(CASES[name](), PLAIN) == screen


def test_the_outcome_sets_the_severity() -> None:
    assert [entry["severity"] for entry in entries(made.block())] == ["blocker"] * 2 + ["info"] * 3
    assert [entry["severity"] for entry in entries(made.could_not_decide())] == ["blocker"]


def test_no_two_entries_are_the_same_finding() -> None:
    prints = [entry["fingerprint"] for entry in entries(made.block())]
    assert len(set(prints)) == len(prints)


def test_a_long_list_is_cut_and_says_so() -> None:
    many = tuple(made.judged_file(f"src/{number}") for number in range(6000))
    found = made.block().verdict.guardrails[0]
    paths = tuple(file.path for file in many)
    verdict = made.block().verdict._replace(guardrails=(found._replace(paths=paths),))
    told = entries(made.block(change=made.change_of(*many), verdict=verdict))
    assert len(told) == 5000
    assert told[-1]["description"] == "1,004 more: see --format json"


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(models(Assessment))
def test_any_assessment_gives_a_report(assessment: Assessment) -> None:
    assert entries(assessment) is not None
