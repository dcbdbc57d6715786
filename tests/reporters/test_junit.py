"""JUnit XML: well-formed whatever the names are, of the structure that CI systems read, red only where it stops."""

from __future__ import annotations

from xml.etree import ElementTree

import assessments as made
import pytest
from generated import models
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from syrupy.assertion import SnapshotAssertion

from blastgate.model.assessment import Assessment
from blastgate.reporters import junit
from blastgate.reporters.envelopes.junit_xml import MAX_LINES, Case, Problem, Suite, junit_xml
from blastgate.reporters.interface import PLAIN

# Element -> (attributes it may have, elements it may hold), as in the schema that Jenkins' xUnit plugin ships.
STRUCTURE = {
    "testsuites": ({"name", "tests", "failures", "errors"}, {"testsuite"}),
    "testsuite": ({"name", "tests", "failures", "errors", "skipped"}, {"properties", "testcase"}),
    "properties": (set(), {"property"}),
    "property": ({"name", "value"}, set()),
    "testcase": ({"classname", "name"}, {"failure", "error", "skipped", "system-out"}),
    "failure": ({"message", "type"}, set()),
    "error": ({"message", "type"}, set()),
    "skipped": ({"message"}, set()),
    "system-out": (set(), set()),
}
CASES = {
    "pass": made.assessment_of,
    "block": made.block,
    "block-observed": lambda: made.block(mode="observe"),
    "review": made.review,
    "hostile": made.hostile,
    "error": made.could_not_decide,
    "no-graph": made.without_graph,
}


def read(text: str) -> ElementTree.Element:
    """Parse a report, and compare structure and sums."""
    top = ElementTree.fromstring(text.encode("utf-8"))
    for element in top.iter():
        attributes, children = STRUCTURE[element.tag]
        assert set(element.attrib) <= attributes
        assert {child.tag for child in element} <= children
    for group in (top, *top.iter("testsuite")):
        cases = list(group.iter("testcase"))
        assert group.get("tests") == str(len(cases))
        assert group.get("failures") == str(len(list(group.iter("failure"))))
    return top


@pytest.mark.parametrize("name", CASES)
def test_a_report(name: str, screen: SnapshotAssertion) -> None:
    text = junit.report(CASES[name](), PLAIN)
    assert read(text).tag == "testsuites"
    assert text == screen


@pytest.mark.parametrize(
    ("assessment", "failures", "errors"),
    [
        (made.assessment_of(), "0", "0"),
        (made.warn(), "0", "0"),
        (made.block(), "4", "0"),
        (made.block(mode="observe"), "0", "0"),
        (made.could_not_decide(), "0", "1"),
        (made.could_not_decide(mode="observe"), "0", "1"),
    ],
)
def test_what_stops_the_change_is_red(assessment: Assessment, failures: str, errors: str) -> None:
    top = read(junit.report(assessment, PLAIN))
    assert (top.get("failures"), top.get("errors")) == (failures, errors)


def test_a_long_text_is_cut_and_says_so() -> None:
    text = junit_xml([Suite("s", [Case("c", Problem("failure", "no", ["x"] * 5000))])])
    assert text.count("\nx") == MAX_LINES - 1
    assert "4,000 more lines: see --format json" in text
    assert read(text).tag == "testsuites"


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(models(Assessment))
def test_any_assessment_gives_a_report(assessment: Assessment) -> None:
    assert read(junit.report(assessment, PLAIN)).tag == "testsuites"


@settings(max_examples=30, deadline=None)
@given(st.text(), st.text())
def test_any_text_is_told(name: str, text: str) -> None:
    top = read(junit_xml([Suite(name, [Case(text, Problem("failure", text, [text]), [text])], [(name, text)])]))
    assert len(list(top.iter("testcase"))) == 1
    assert "\n" not in (top.findtext(".//failure") or "")
