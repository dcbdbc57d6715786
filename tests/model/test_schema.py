"""The shipped JSON Schemas say what is written, and are as new as the models."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest
from assessments import (
    AI,
    REACH,
    assessment_of,
    block,
    could_not_decide,
    hostile,
    huge,
    review,
    totals_of,
    uncounted,
    warn,
)
from assessments import without_graph as graphless
from generated import models
from hypothesis import HealthCheck, given, settings

from blastgate.errors import UsageError
from blastgate.model.assessment import Assessment
from blastgate.model.attribution import CommitsReport
from blastgate.model.codec import encode, parse
from blastgate.model.graph import Component, Edge, FileEdge
from blastgate.model.impact import AffectedFile
from blastgate.model.reports import AffectedReport
from blastgate.model.schema import MODELS, schema
from blastgate.reporters import json as assessment_json
from blastgate.reporters.affected import json as affected_json
from blastgate.reporters.commits import json as commits_json
from blastgate.reporters.graphs import json as graph_json
from blastgate.reporters.graphs.interface import GraphView
from blastgate.reporters.interface import PLAIN
from blastgate.schemas import FOLDER, shipped, text_of

CASES = [assessment_of, warn, review, block, could_not_decide, hostile, huge, graphless, uncounted]
CONTRACT = {  # PRODUCT's output contract: a reader may count on these
    "Assessment": "schema_version tool outcome level mode summary change impact attribution classification "
    "verdict policy timings",
    "JudgedChange": "base head merge_base totals files",
    "Totals": "files additions deletions binary",
    "JudgedFile": "path old_path status additions deletions binary generated level categories component",
    "Impact": "components_total services_total touched affected services_affected services_at_runtime affected_files "
    "unmapped unreadable",
    "AffectedComponent": "name root kind reach distance via",
    "Edge": "from to kind evidence",
    "Unreadable": "path why",
    "Attribution": "state tools commits lines",
    "CommitAttribution": "sha subject author state evidence",
    "Evidence": "tool kind strength quote",
    "LineShare": "ai_min ai_max total",
    "JudgedClassification": "level categories reasons",
    "Reason": "code text measured limit level paths",
    "Verdict": "outcome row guardrails requirements ways_forward",
    "Row": "index text location",
    "GuardrailFinding": "id outcome text paths",
    "Requirement": "group needed satisfied_by ignored",
    "IgnoredApproval": "who why",
    "WayForward": "text outcome",
    "PolicyUsed": "source digest trust layers",
}


def _check(kind: str, text: str) -> None:
    jsonschema.Draft202012Validator(shipped(kind)).validate(parse(text, "report"))


@pytest.mark.parametrize("kind", MODELS)
def test_the_shipped_schema_is_as_new_as_the_models(kind: str) -> None:
    path = FOLDER / f"{kind}.schema.json"
    assert path.read_text("utf-8") == text_of(schema(kind)), "run: python -m blastgate.schemas"
    jsonschema.Draft202012Validator.check_schema(shipped(kind))


@pytest.mark.parametrize("model", CONTRACT)
def test_the_contract_is_required(model: str) -> None:
    made = schema("check")
    part = made if model == "Assessment" else made["$defs"][model]
    assert set(CONTRACT[model].split()) <= set(part["required"])


@pytest.mark.parametrize("make", CASES)
def test_every_assessment_validates(make: Any) -> None:
    _check("check", assessment_json.report(make(), PLAIN))


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(models(Assessment))
def test_any_assessment_validates(assessment: Assessment) -> None:
    _check("check", assessment_json.report(assessment, PLAIN))


def test_the_answers_of_affected_and_commits_validate() -> None:
    files = (AffectedFile("b.ts", 1, (Edge("b.ts", "a.ts", "import", "b.ts:3"),)),)
    _check("affected", affected_json.report(AffectedReport(1, ("a.ts",), REACH.affected, files), PLAIN))
    _check("commits", commits_json.report(CommitsReport(1, "main..", AI.commits, totals_of(AI.commits)), PLAIN))


def test_graphs_of_both_levels_validate() -> None:
    components = GraphView(
        components=(Component("cart", "cart", "service", "cart/package.json:1"),),
        edges=(Edge("cart", "auth", "manifest", "cart/package.json:9"),),
    )
    files = GraphView("file", files=("a.py", "b.py"), imports={"a.py": (FileEdge("b.py", "import", 1),)})
    _check("graph", graph_json.draw(components))
    _check("graph", graph_json.draw(files))
    assert parse(graph_json.draw(files), "graph")["edges"] == [["a.py", "b.py", "import"]]


def test_a_report_without_its_outcome_or_with_another_value_is_invalid() -> None:
    data = encode(block())
    del data["outcome"]
    validator = jsonschema.Draft202012Validator(shipped("check"))
    assert not validator.is_valid(data)
    assert not validator.is_valid(encode(block()) | {"level": "HIGH"})
    assert validator.is_valid(encode(block()) | {"added_later": 1})


def test_an_unknown_kind_names_the_known_ones() -> None:
    with pytest.raises(UsageError) as caught:
        schema("chek")
    assert "affected" in caught.value.hint
