"""``blastgate policy test``: examples that hold, examples that don't, and files with mistakes."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pytest
import yaml
from syrupy.assertion import SnapshotAssertion

from blastgate.cli import app
from blastgate.policytest.shape import examples_schema

Capture = pytest.CaptureFixture[str]
POLICY = """version: 1
extends: [recommended]
people: {senior: ["@dana"], owners: {"**": ["@carl"]}}
guardrails: {ai_paths: {only: ["tests/**", "services/**"], then: block}}
"""
EXAMPLES = """version: 1
examples:
  - name: Tests by AI pass
    change: {files: {tests/test_cart.py: {added_lines: ["def test_x(): assert f()"]}}, ai: yes}
    expect: {level: low, outcome: pass, requirements: [], guardrails: []}
  - name: Payments need a senior
    change: {files: {services/payments/charge.py: 20, docs/a.md: modified}}
    expect: {level: high, outcome: review, requirements: [senior]}
  - name: AI stays where it may write
    change: {files: {tools/run.py: added}, ai: yes}
    expect: {outcome: block, guardrails: [ai-paths]}
  - name: AI in a service by a senior is told
    change: {files: {services/cart/app.py: {status: added, lines: 40}}, services: 1, ai: yes, author: senior}
    expect: {level: medium, outcome: warn}
  - name: Four services are many
    change: {files: {lib/core.py: {status: renamed, from: lib/old.py}}, services: 4, ai: no}
    expect: {level: high, requirements: [senior]}
  - name: Unknown counts as AI where it is high
    change: {files: {services/payments/charge.py: deleted}, ai: unknown}
    expect: {outcome: review, requirements: [owners, senior]}
"""
WRONG = """version: 1
examples:
  - name: Expects too little
    change: {files: {services/payments/charge.py: 20}, ai: yes}
    expect: {level: low, outcome: pass, requirements: [owners], guardrails: [ai-paths]}
  - name: Fits
    change: {files: {docs/a.md: 3}}
    expect: {level: low}
"""
MISTAKES = {
    "names": EXAMPLES.replace("Payments need a senior", "Tests by AI pass")
    .replace("author: senior", "author: senoir")
    .replace("guardrails: [ai-paths]", "guardrails: [ai-path]"),
    "shape": EXAMPLES.replace("outcome: warn", "outcom: warn").replace("lines: 40", "line: forty"),
    "paths": "version: 1\nexamples:\n  - name: a\n    change: {files: {/etc/x: 1, a/../b: 2, c: renamed}}\n"
    "    expect: {level: low}\n",
    "nothing": "version: 1\nexamples:\n  - {name: a, change: {files: {}}, expect: {}}\n",
    "empty": "",
    "no-yaml": "version: 1\nexamples: [\n",
}


def run(folder: Path, text: str, *more: str) -> int:
    """Judge a file of examples by the policy of this test."""
    (folder / "policy.yml").write_text(POLICY)
    (folder / "examples.yml").write_text(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        return app.run(["policy", "test", "examples.yml", "--policy", "policy.yml", *more])


def test_examples_that_hold(tmp_path: Path, capfd: Capture, screen: SnapshotAssertion) -> None:
    assert run(tmp_path, EXAMPLES) == 0
    assert capfd.readouterr().out == screen


def test_examples_that_do_not(tmp_path: Path, capfd: Capture, screen: SnapshotAssertion) -> None:
    assert run(tmp_path, WRONG) == 1
    assert capfd.readouterr().out == screen


@pytest.mark.parametrize("name", MISTAKES)
def test_mistakes_come_all_at_once_with_their_place(
    name: str, tmp_path: Path, capfd: Capture, screen: SnapshotAssertion
) -> None:
    assert run(tmp_path, MISTAKES[name]) == 2
    assert capfd.readouterr().err == screen


def test_junit_and_json_say_the_same(tmp_path: Path, capfd: Capture) -> None:
    assert run(tmp_path, WRONG, "--format", "json", "--format", f"junit={tmp_path / 'out.xml'}") == 1
    answer = json.loads(capfd.readouterr().out)
    suite = ElementTree.fromstring((tmp_path / "out.xml").read_text()).find("testsuite")
    assert (answer["passed"], answer["failed"]) == (1, 1)
    assert suite is not None
    assert (suite.get("tests"), suite.get("failures")) == ("2", "1")
    whats = [mismatch["what"] for mismatch in answer["examples"][0]["mismatches"]]
    assert whats == ["level", "outcome", "requirements", "guardrails"]


def test_the_file_of_the_work_tree_is_found(tmp_path: Path, capfd: Capture) -> None:
    assert app.run(["policy", "test", "--policy", str(_policy(tmp_path)), "--repo", str(tmp_path)]) == 2
    assert ".blastgate.test.yml" in capfd.readouterr().err


def _policy(folder: Path) -> Path:
    place = folder / "policy.yml"
    place.write_text(POLICY)
    return place


@pytest.mark.parametrize("text", [EXAMPLES, WRONG])
def test_the_schema_takes_what_the_command_takes(text: str) -> None:
    jsonschema.validate(_as_the_command_reads(text), examples_schema())


def _as_the_command_reads(text: str) -> object:
    data: object = yaml.safe_load(text)
    return data


def test_the_schema_refuses_an_unknown_key() -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(yaml.safe_load(MISTAKES["shape"]), examples_schema())


def test_the_examples_of_the_page_hold(tmp_path: Path) -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "policy-test.md").read_text("utf-8")
    shown = page.partition("```yaml\n")[2].partition("```")[0]
    assert run(tmp_path, shown) == 0
