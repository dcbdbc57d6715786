"""Saved records come back as they were, and what is no record is refused with its place."""

from __future__ import annotations

import json
from typing import Any

import pytest
from assessments import EVIL, assessment_of, block, hostile, huge, totals_of
from generated import models
from hypothesis import HealthCheck, given, settings

from blastgate.errors import SourceError
from blastgate.model.assessment import Assessment
from blastgate.model.attribution import CommitsReport
from blastgate.model.codec import decode, dumps, encode, parse
from blastgate.model.graph import Edge, Unreadable
from blastgate.model.reports import AffectedReport

FEW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@FEW
@given(models(Assessment))
def test_an_assessment_comes_back_from_json_as_it_was(assessment: Assessment) -> None:
    assert decode(Assessment, parse(dumps(assessment), "record")) == assessment


@FEW
@given(models(Assessment))
def test_the_same_assessment_gives_the_same_ascii_bytes(assessment: Assessment) -> None:
    text = dumps(assessment)
    assert text.isascii()
    assert dumps(decode(Assessment, json.loads(text))) == text


@FEW
@given(models(AffectedReport), models(CommitsReport))
def test_the_other_answers_come_back_too(affected: AffectedReport, commits: CommitsReport) -> None:
    assert decode(AffectedReport, parse(dumps(affected), "record")) == affected
    assert decode(CommitsReport, parse(dumps(commits), "record")) == commits


@pytest.mark.parametrize("make", [assessment_of, block, hostile, huge])
def test_written_cases_come_back(make: Any) -> None:
    assert decode(Assessment, parse(dumps(make()), "record")) == make()


def test_undecodable_bytes_survive() -> None:
    edge = Edge("caf\udce9", EVIL, "import", "\udcff:1")
    assert decode(Edge, parse(dumps(edge), "record")) == edge


def test_named_tuples_are_objects_and_from_has_its_own_name() -> None:
    assert encode(Unreadable("a", "too large")) == {"path": "a", "why": "too large"}
    assert list(encode(Edge("a", "b", "import", "x:1"))) == ["from", "to", "kind", "evidence"]


def test_fields_that_are_not_known_are_ignored() -> None:
    data = encode(assessment_of()) | {"added_later": 1}
    assert decode(Assessment, data) == assessment_of()


def test_totals_count_each_state() -> None:
    totals = totals_of(block().attribution.commits)
    assert (totals.ai, totals.none, totals.unknown, totals.bot) == (1, 1, 0, 0)


def _put(path: tuple[str | int, ...], value: Any) -> Any:
    data = encode(block())
    place = data
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return data


MISFITS: list[tuple[tuple[str | int, ...], Any, str, str]] = [
    (("outcome",), "maybe", "$.outcome", "expected one of 'pass', 'warn', 'review', 'block', 'error', found 'maybe'"),
    (("outcome",), ["pass"], "$.outcome", "found a list"),
    (("schema_version",), True, "$.schema_version", "expected a value of type int, found True"),
    (("change", "files", 1, "path"), None, "$.change.files[1].path", "expected a value of type str, found None"),
    (("change", "files", 0, "additions"), 1.5, "$.change.files[0].additions", "found 1.5"),
    (("impact", "affected", 1, "via", 0, "from"), 3, "$.impact.affected[1].via[0].from", "found 3"),
    (("impact", "unreadable"), {"a": 1}, "$.impact.unreadable", "expected a list, found an object"),
    (("verdict", "row"), [], "$.verdict.row", "expected an object, found a list"),
    (("timings",), 3, "$.timings", "expected an object"),
    (("timings",), {"total": "fast"}, "$.timings.total", "expected a value of type float, found 'fast'"),
    (("policy",), {}, "$.policy", "expected the field 'source'"),
]


@pytest.mark.parametrize(("path", "value", "where", "message"), MISFITS)
def test_a_value_that_does_not_fit_is_refused_with_its_json_path(
    path: tuple[str | int, ...], value: Any, where: str, message: str
) -> None:
    with pytest.raises(SourceError) as caught:
        decode(Assessment, _put(path, value))
    assert caught.value.where == where
    assert message in caught.value.message


@pytest.mark.parametrize(
    ("text", "message"),
    [("", "is not JSON"), ("{", "is not JSON"), ("NaN", "no JSON number"), ("[" * 200_000, "nested too deeply")],
)
def test_text_that_is_no_json_is_refused(text: str, message: str) -> None:
    with pytest.raises(SourceError) as caught:
        parse(text, "saved.json")
    assert caught.value.where == "saved.json"
    assert message in caught.value.message
