"""A JUnit XML report, in the structure that Jenkins' schema describes (jenkinsci/xunit-plugin, ``junit-10.xsd``).

There is no standard: GitLab, Azure, Bitbucket, Jenkins and Buildkite read the elements used here. XML 1.0 has no way to
write a control character, so names are shown as on a terminal.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal
from xml.sax.saxutils import escape, quoteattr

from blastgate.reporters.escape import defuse, for_terminal

Kind = Literal["failure", "error", "skipped"]
LONGEST = 1_000  # characters of one attribute
MAX_LINES = 1_000  # of one text: a case says what is wrong, a report says all of it


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a case did not pass: ``failure`` (it says no), ``error`` (could not be told) or ``skipped`` (not asked).

    ``details`` are lines: a line break inside one is shown, so that no name forges a line.
    """

    kind: Kind
    message: str
    details: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """One case: a name that stays the same from run to run, what went wrong, and the lines that it says beside that."""

    name: str
    problem: Problem | None = None
    output: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Suite:
    """Cases under one name, with the properties of the run."""

    name: str
    cases: Sequence[Case] = ()
    properties: Sequence[tuple[str, str]] = ()


def junit_xml(suites: Sequence[Suite]) -> str:
    """Write a report of suites; the same suites give the same bytes: no time, no host."""
    cases = [case for suite in suites for case in suite.cases]
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<testsuites name="blastgate"{_counts(cases)}>']
    for suite in suites:
        lines += _suite(suite)
    return "\n".join([*lines, "</testsuites>", ""])


def _suite(suite: Suite) -> Iterator[str]:
    skipped = _number(suite.cases, "skipped")
    yield f'  <testsuite name={_quoted(suite.name)}{_counts(suite.cases)} skipped="{skipped}">'
    if suite.properties:
        yield "    <properties>"
        yield from (f"      <property name={_quoted(n)} value={_quoted(v)}/>" for n, v in suite.properties)
        yield "    </properties>"
    for case in suite.cases:
        yield from _case(case, suite.name)
    yield "  </testsuite>"


def _case(case: Case, suite: str) -> Iterator[str]:
    opening = f"    <testcase classname={_quoted(suite)} name={_quoted(case.name)}"
    if case.problem is None and not case.output:
        yield f"{opening}/>"
        return
    yield f"{opening}>"
    if problem := case.problem:
        told = f"<{problem.kind} message={_quoted(problem.message)}"
        kind = "" if problem.kind == "skipped" else f" type={_quoted(problem.kind)}"
        yield f"      {told}{kind}>{_text(problem.details)}</{problem.kind}>"
    if case.output:
        yield f"      <system-out>{_text(case.output)}</system-out>"
    yield "    </testcase>"


def _counts(cases: Iterable[Case]) -> str:
    found = list(cases)
    return f' tests="{len(found)}" failures="{_number(found, "failure")}" errors="{_number(found, "error")}"'


def _number(cases: Iterable[Case], kind: Kind) -> int:
    return sum(case.problem is not None and case.problem.kind == kind for case in cases)


def _quoted(text: str) -> str:
    return quoteattr(defuse(for_terminal(text if len(text) <= LONGEST else f"{text[:LONGEST]}…")))


def _text(lines: Sequence[str]) -> str:
    more = [f"… {len(lines) - MAX_LINES:,} more lines: see --format json"] if len(lines) > MAX_LINES else []
    return escape("\n".join(defuse(for_terminal(line)) for line in (*lines[:MAX_LINES], *more)))
