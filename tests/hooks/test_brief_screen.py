"""The few lines of a hook, drawn from assessments."""

from __future__ import annotations

import pytest
from assessments import block, could_not_decide, review, warn

from blastgate.model.assessment import Assessment
from blastgate.reporters.interface import PLAIN
from blastgate.reporters.screen.brief import brief


@pytest.mark.parametrize(
    ("assessment", "ending"),
    [
        (warn(), ""),
        (review(), "(goes on: review due later)"),
        (block()._replace(mode="observe"), "(goes on: observe mode)"),
        (review()._replace(mode="observe"), "(goes on: observe mode)"),
    ],
)
def test_what_goes_on_is_one_line(assessment: Assessment, ending: str) -> None:
    drawn = brief(assessment, PLAIN._replace(width=140), None)
    assert drawn.count("\n") == 1
    assert drawn.rstrip().endswith(ending)


def test_what_is_stopped_says_why_and_how_to_see_all() -> None:
    drawn = brief(block(), PLAIN, "blastgate check --staged")
    assert [line.split()[0] for line in drawn.splitlines() if line[2:3].strip()] == ["BLOCK", "why", "next", "all"]


def test_nothing_is_named_where_no_command_shows_it() -> None:
    assert "  all   " not in brief(could_not_decide(), PLAIN, "")


def test_a_pass_is_silent() -> None:
    assert brief(warn()._replace(outcome="pass"), PLAIN, None) == ""
