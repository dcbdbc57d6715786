"""SARIF: a log of the shape we promise, within what GitHub takes, with no name that means anything but itself."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import assessments as made
import pytest
from generated import models
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from syrupy.assertion import SnapshotAssertion

from blastgate.model.assessment import Assessment
from blastgate.model.verdict import GuardrailFinding
from blastgate.reporters import junit, sarif
from blastgate.reporters.envelopes.sarif_log import Place, Result, Rule, Run, message, sarif_log, uri
from blastgate.reporters.interface import PLAIN

SCHEMA = json.loads((Path(__file__).parents[1] / "cases/reporters/sarif.schema.json").read_text(encoding="utf-8"))
SHAPE = Draft202012Validator(SCHEMA)
MANY = GuardrailFinding("ai-paths", "block", "4,000 files outside", tuple(f"src/{number}" for number in range(4_000)))
CASES = {
    "pass": made.assessment_of,
    "block": made.block,
    "block-observed": lambda: made.block(mode="observe"),
    "review": made.review,
    "hostile": made.hostile,
    "error": made.could_not_decide,
}


def run_of(text: str) -> Any:
    """Return the one run of a log that has the promised shape."""
    log = json.loads(text)
    assert [error.message for error in SHAPE.iter_errors(log)] == []
    return log["runs"][0]


def levels(assessment: Assessment) -> list[str]:
    """Return the levels of the results, in order."""
    return [result["level"] for result in run_of(sarif.report(assessment, PLAIN))["results"]]


def fingerprints(assessment: Assessment) -> set[str]:
    """Return what makes each result the same in the next run."""
    results = run_of(sarif.report(assessment, PLAIN))["results"]
    return {result["partialFingerprints"]["primaryLocationLineHash"] for result in results}


@pytest.mark.parametrize("name", CASES)
def test_a_log(name: str, screen: SnapshotAssertion) -> None:
    text = sarif.report(CASES[name](), PLAIN)
    assert run_of(text)
    assert text == screen


def test_the_outcome_sets_how_grave_a_result_is() -> None:
    assert levels(made.block()) == ["error", "error", "note", "note", "note"]
    assert levels(made.block(mode="observe"))[:2] == ["warning", "warning"]
    assert levels(made.review()) == ["warning"] * 3
    assert levels(made.assessment_of()) == []


@pytest.mark.parametrize("outcome", ["pass", "warn"])
def test_what_was_approved_or_overridden_is_no_error(outcome: Any) -> None:
    verdict = made.block().verdict._replace(outcome=outcome)
    given = made.block(outcome=outcome, verdict=verdict)
    assert set(levels(given)) <= {"note", "warning"}
    assert 'failures="0"' in junit.report(given, PLAIN)


def test_what_could_not_be_decided_is_a_run_that_failed() -> None:
    invocation = run_of(sarif.report(made.could_not_decide(), PLAIN))["invocations"][0]
    assert invocation["executionSuccessful"] is False
    assert invocation["toolExecutionNotifications"][0]["level"] == "error"


def test_a_log_is_cut_to_what_github_shows_and_says_so() -> None:
    text = sarif.report(made.huge()._replace(verdict=made.huge().verdict._replace(guardrails=(MANY,))), PLAIN)
    run = run_of(text)
    assert [result["level"] for result in run["results"]] == ["error"] * 4_000 + ["note"] * 1_000
    told = run["invocations"][0]["toolExecutionNotifications"][-1]["message"]["text"]
    assert told == "1,000 more results are left out, the least grave ones: see --format json for all of them"
    assert len(gzip.compress(text.encode())) < 10_000_000


def test_long_names_fill_no_more_than_github_takes() -> None:
    found = [Result("r", "note", "x" * 2000, Place(f"{number}/" + "\udcff" * 4000)) for number in range(5000)]
    run = run_of(sarif_log(Run("check", "1", (), found)))
    assert 0 < len(run["results"]) < 700
    assert "more results are left out" in run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"]


def test_a_finding_keeps_its_fingerprint_when_counts_and_other_files_change() -> None:
    before = made.block()
    guardrail = before.verdict.guardrails[0]
    wordier = guardrail._replace(text="AI-assisted commits change 7 files outside tests/**", location="x:1")
    after = before._replace(verdict=before.verdict._replace(guardrails=(wordier,)))
    assert fingerprints(before) == fingerprints(after)
    assert len(fingerprints(before)) == 5


def test_a_finding_without_files_is_pinned_to_the_gravest_file() -> None:
    alone = GuardrailFinding("oversized-change", "review", "too much at once")
    verdict = made.review().verdict._replace(guardrails=(alone,))
    found = run_of(sarif.report(made.review(verdict=verdict), PLAIN))["results"]
    places = [one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for one in found]
    assert places[0] == "libs/auth/src/login.ts"


def test_a_rule_has_its_manual_page() -> None:
    rules = run_of(sarif.report(made.block(), PLAIN))["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["ai-paths", "level-category", "level-services"]
    assert "Options: ``only``" in rules[0]["help"]["text"]


@pytest.mark.parametrize(
    ("path", "written"),
    [
        ("a b/ä.py", "a%20b/%C3%A4.py"),
        ("c:/x?y#z", "c%3A/x%3Fy%23z"),
        ("100%/[id]", "100%25/%5Bid%5D"),
        ("\udcff\n", "%FF%0A"),
    ],
)
def test_a_path_is_percent_encoded(path: str, written: str) -> None:
    assert uri(path) == written


@pytest.mark.parametrize("path", ["../etc/passwd", "//host/x", "a/./b", "/abs"])
def test_a_path_that_a_reader_would_resolve_elsewhere_is_no_place(path: str) -> None:
    run = run_of(sarif_log(Run("check", "1", (), [Result("r", "note", path, Place(path))])))
    assert "locations" not in run["results"][0]
    assert run["results"][0]["message"]["text"] == path


def test_no_placeholder_and_no_link_comes_of_a_name() -> None:
    assert message("{0} [x](https://evil)")["text"] == "{{0}} \\[x\\](https://evil)"


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(models(Assessment))
def test_any_assessment_gives_a_log_of_the_shape(assessment: Assessment) -> None:
    assert run_of(sarif.report(assessment, PLAIN))


@settings(max_examples=30, deadline=None)
@given(st.text(min_size=1), st.text())
def test_any_text_is_shown_and_stands_alone(name: str, text: str) -> None:
    rule = Rule(name, text or "x", [text])
    run = run_of(sarif_log(Run("audit", "1", [rule], [Result(name, "error", text or "x", Place(name, 3))])))
    assert run["results"][0]["ruleIndex"] == 0
