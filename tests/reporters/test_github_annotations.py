"""Annotations of a GitHub job: the verdict first, at most ten of a kind, every line one command."""

from __future__ import annotations

import re

import assessments as made
import pytest
from generated import models
from hypothesis import HealthCheck, given, settings
from syrupy.assertion import SnapshotAssertion

from blastgate.model.assessment import Assessment
from blastgate.reporters import github
from blastgate.reporters.interface import PLAIN, Look

COMMAND = re.compile(r"::(error|warning|notice)( [a-z]+=[^,:]*(,[a-z]+=[^,:]*)*)?::.*")
CASES = {
    "pass": made.assessment_of,
    "block": made.block,
    "block-observed": lambda: made.block(mode="observe"),
    "hostile": made.hostile,
    "huge": made.huge,
    "error": made.could_not_decide,
}


@pytest.mark.parametrize("name", CASES)
def test_annotations(name: str, screen: SnapshotAssertion) -> None:
    assert github.report(CASES[name](), PLAIN) == screen


@pytest.mark.parametrize("kind", ["error", "warning", "notice"])
def test_at_most_ten_of_a_kind(kind: str) -> None:
    lines = [line for line in github.report(made.huge(), PLAIN).splitlines() if line.startswith(f"::{kind}")]
    assert len(lines) <= 10
    assert not lines or kind == "warning" or "more: see the job summary" in lines[-1]


def test_quiet_says_nothing_on_a_pass() -> None:
    assert github.report(made.assessment_of(), Look(verbosity=-1)) == ""


def test_observe_mode_reports_no_error() -> None:
    assert "::error" not in github.report(made.block(mode="observe"), PLAIN)


def test_an_error_is_an_error_in_observe_mode_too() -> None:
    assert github.report(made.could_not_decide(mode="observe"), PLAIN).startswith("::error title=blastgate%3A ERROR")


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(models(Assessment))
def test_every_line_is_one_command(assessment: Assessment) -> None:
    for line in github.report(assessment, PLAIN).splitlines():
        assert COMMAND.fullmatch(line)
        assert line.isprintable()
