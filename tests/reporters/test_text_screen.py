"""The screens a developer sees, as files to read, and the laws that hold for every one of them."""

from __future__ import annotations

import re
from collections.abc import Callable

import assessments as made
import pytest
from generated import models
from hypothesis import HealthCheck, given, settings
from syrupy.assertion import SnapshotAssertion

from blastgate.model.assessment import Assessment, PolicyUsed
from blastgate.model.verdict import Requirement
from blastgate.reporters import text
from blastgate.reporters.interface import Look
from blastgate.reporters.screen.ink import width_of

FEW = settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
ANSI = re.compile(r"\x1b\[[0-9;]*m")
Maker = Callable[[], Assessment]


def nobody_named(policy: PolicyUsed) -> Assessment:
    """Build a review that nobody can give."""
    note = "nobody can approve: `people.senior` names no one in this policy"
    review = made.review(policy=policy)
    return review._replace(verdict=review.verdict._replace(requirements=(Requirement("senior", 1, note=note),)))


SCREENS: dict[str, tuple[Maker, Look]] = {
    "pass": (made.assessment_of, Look()),
    "pass-nothing-new": (lambda: made.assessment_of(change=made.change_of()._replace(base=made.HEAD)), Look()),
    "pass-verbose": (made.assessment_of, Look(verbosity=1)),
    "pass-with-doubts": (lambda: made.assessment_of(impact=made.without_graph().impact), Look()),
    "warn": (made.warn, Look()),
    "marks-beside-the-commits": (made.marked_beside, Look()),
    "review": (made.review, Look()),
    "review-without-a-policy": (lambda: nobody_named(made.POLICY._replace(trust="built-in")), Look()),
    "review-narrow": (made.review, Look(width=60)),
    "review-verbose": (made.review, Look(verbosity=1)),
    "block": (made.block, Look()),
    "block-narrow": (made.block, Look(width=60)),
    "block-color": (made.block, Look(color=True)),
    "block-observed": (lambda: made.block(mode="observe"), Look()),
    "block-policy-of-the-change": (lambda: made.block(policy=made.POLICY._replace(trust="head")), Look()),
    "error": (made.could_not_decide, Look()),
    "without-graph": (made.without_graph, Look()),
    "uncounted": (made.uncounted, Look()),
    "hostile": (made.hostile, Look()),
    "hostile-narrow": (made.hostile, Look(width=60)),
    "hostile-verbose": (made.hostile, Look(verbosity=1)),
    "huge": (made.huge, Look()),
}


@pytest.mark.parametrize("name", SCREENS)
def test_screen(name: str, screen: SnapshotAssertion) -> None:
    make, look = SCREENS[name]
    assert text.report(make(), look) == screen


QUIET: list[tuple[Maker, str]] = [
    (made.assessment_of, ""),
    (made.warn, "WARN  medium · AI-assisted (claude-code) · 1 service affected\n"),
    (made.review, "REVIEW  high · AI-assisted (claude-code) · 4 services affected\n"),
    (made.block, "BLOCK  high · AI-assisted (claude-code) · 4 services affected\n"),
    (made.could_not_decide, "ERROR  could not decide\n"),
    (made.without_graph, "REVIEW  high · AI unknown · services affected: unknown\n"),
    (
        lambda: made.review(mode="observe"),
        "REVIEW (observed)  high · AI-assisted (claude-code) · 4 services affected\n",
    ),
]


@pytest.mark.parametrize(("make", "line"), QUIET)
def test_quiet_is_the_first_line_and_nothing_on_a_pass(make: Maker, line: str) -> None:
    assert text.report(make(), Look(verbosity=-1)) == line


def test_a_pass_is_short() -> None:
    assert len(text.report(made.assessment_of(), Look()).splitlines()) <= 4


def test_verbose_shows_every_path_chain_and_mark_whole() -> None:
    long = "services/" + "deeply/" * 60 + "file.py"
    change = made.change_of(made.judged_file(long, "high"))
    shown = text.report(made.review(change=change), Look(verbosity=1, width=60))
    assert long in shown
    assert "Generated with Claude" in shown.replace("\n", " ").replace("              ", "")
    assert "compose.yaml:31" in shown


def test_usually_a_long_path_loses_its_middle() -> None:
    long = "services/" + "deeply/" * 60 + "file.py"
    guardrail = made.block().verdict.guardrails[0]._replace(paths=(long,))
    shown = text.report(made.block(verdict=made.block().verdict._replace(guardrails=(guardrail,))), Look())
    assert long not in shown
    assert re.search(r"services/deeply.*….*file\.py", shown)


def test_a_requirement_that_nobody_can_meet_is_told_as_such() -> None:
    lonely = Requirement("senior", 1, note="nobody can approve: people.senior names no one")
    shown = text.report(made.review(verdict=made.review().verdict._replace(requirements=(lonely,))), Look())
    assert "next  senior: nobody can approve: people.senior names no one" in shown


def test_the_built_in_policy_says_so() -> None:
    used = made.POLICY._replace(source="built-in", trust="built-in")
    assert "no policy file, so the recommended pack judges" in text.report(made.assessment_of(policy=used), Look())


def test_an_approval_that_does_not_count_says_why() -> None:
    assert "ignored @robin: pushed a commit of this change" in text.report(made.review(), Look())


@FEW
@given(models(Assessment))
def test_no_control_or_invisible_character_reaches_the_terminal(assessment: Assessment) -> None:
    for look in (Look(), Look(verbosity=1), Look(verbosity=-1, width=60), Look(color=True, verbosity=1)):
        drawn = text.report(assessment, look)
        assert all(line.isprintable() for line in ANSI.sub("", drawn).split("\n"))


@FEW
@given(models(Assessment))
def test_no_line_is_a_command_of_a_ci_log(assessment: Assessment) -> None:
    lines = text.report(assessment, Look(verbosity=1)).splitlines()
    assert not [line for line in lines if line.lstrip().startswith("::") or "##[" in line]


@FEW
@given(models(Assessment))
def test_the_width_is_kept_and_colour_changes_no_word(assessment: Assessment) -> None:
    for width in (60, 100):
        plain = text.report(assessment, Look(width=width))
        assert all(width_of(line) <= width for line in plain.splitlines())
        assert ANSI.sub("", text.report(assessment, Look(color=True, width=width))) == plain


@FEW
@given(models(Assessment))
def test_the_first_line_says_the_outcome_and_is_the_quiet_one(assessment: Assessment) -> None:
    usual = text.report(assessment, Look(width=60))
    quiet = text.report(assessment, Look(width=60, verbosity=-1))
    assert usual.startswith(assessment.outcome.upper())
    assert quiet in ("", usual.split("\n", 1)[0] + "\n")
    assert (quiet == "") == (assessment.outcome == "pass")
