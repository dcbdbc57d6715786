"""Each check on its cases: ``#! high`` ends a line where it must find something, ``#?`` one that it must clear."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from blastgate import registry
from blastgate.audit.interface import Audited
from blastgate.model.audit import SEVERITIES, Cleared, Finding
from blastgate.steps.audit import judge
from blastgate.workflows import read_workflow

CASES = Path(__file__).resolve().parents[1] / "cases" / "audit"
TEMPLATES = registry.rules_dir() / "workflows"
MARK = re.compile(r"\s*#([!?])((?: (?:high|medium|low))*)\s*$")


class Case(NamedTuple):
    """A workflow with the lines where a check must say something, and what."""

    check: str
    name: str
    text: str
    expected: list[tuple[int, str]]


def cases() -> list[Case]:
    """Read every case: marks are taken off the lines that they end."""
    return [one for file in sorted(CASES.glob("*.txt")) for one in cases_of(file.stem, file.read_text("utf-8"))]


def cases_of(check: str, text: str) -> list[Case]:
    """Split a file of cases, each below a line ``=== name``."""
    found = []
    for section in re.split(r"^=== ", text, flags=re.MULTILINE)[1:]:
        name, _, body = section.partition("\n")
        lines, expected = [], []
        for number, line in enumerate(body.split("\n"), 1):
            mark = MARK.search(line)
            if mark:
                expected += [(number, word) for word in (mark[2].split() or ["cleared"])]
            lines.append(MARK.sub("", line))
        found.append(Case(check, name, "\n".join(lines), expected))
    return found


def said(case: Case) -> list[tuple[int, str]]:
    """List what the check of a case says of it, by line."""
    results = judge([read_workflow(case.text.encode(), ".github/workflows/x.yml")])
    own = [one for one in results if one.check == case.check.replace("_", "-")]
    return [(one.line, one.severity if isinstance(one, Finding) else "cleared") for one in own]


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case.check}: {case.name}")
def test_a_check_says_what_its_cases_expect(case: Case) -> None:
    assert read_workflow(case.text.encode(), "x.yml").unread == ()
    assert sorted(said(case)) == sorted(case.expected)


@pytest.mark.parametrize("name", registry.names("blastgate.audit"))
def test_a_check_has_cases_and_a_manual_page(name: str) -> None:
    assert (CASES / f"{name}.txt").is_file()
    page = registry.load("blastgate.audit", name).__doc__ or ""
    assert "Remedy:" in page and len(page.split("\n\n")) >= 2


def test_the_classical_chain_is_named_step_by_step() -> None:
    case = next(case for case in cases() if case.name == "the classical chain")
    found = [one for one in judge([read_workflow(case.text.encode(), "ci.yml")]) if isinstance(one, Finding)]
    chain = next(one for one in found if one.check == "untrusted-checkout").chain
    assert [step.line for step in chain] == [1, 8, 9, 0, 11]
    assert "strangers can cause it" in chain[0].text and "brings the head" in chain[1].text
    assert chain[2].text == "`npm install` runs what was brought"
    assert "secrets.npm_token" in chain[4].text


def test_a_called_workflow_is_judged_by_its_caller() -> None:
    called = next(case for case in cases() if case.name.startswith("a reusable workflow"))
    caller = b"on: pull_request_target\njobs: {a: {uses: ./.github/workflows/x.yml, secrets: inherit}}\n"
    flows = [read_workflow(caller, ".github/workflows/c.yml")]
    flows.append(read_workflow(called.text.encode(), ".github/workflows/x.yml"))
    found = [one for one in judge(flows) if isinstance(one, Finding) and one.check == "untrusted-checkout"]
    assert [(one.path, one.severity) for one in found] == [(".github/workflows/x.yml", "high")]
    assert "called by .github/workflows/c.yml" in found[0].chain[0].text


def test_the_hardened_templates_pass_for_a_reason() -> None:
    files = {path.name: path.read_bytes() for path in sorted((TEMPLATES / "hardened").glob("*.yml"))}
    flows = [
        read_workflow(data.replace(b"@COMMIT", b"@" + b"a" * 40), f".github/workflows/{n}") for n, data in files.items()
    ]
    found = list(judge(flows))
    assert [one for one in found if isinstance(one, Finding)] == []
    reasons = [one.text for one in found if isinstance(one, Cleared) and one.path.endswith("/blastgate.yml")]
    assert "on pull_request_target, and no step checks out, fetches or runs anything of the head" in reasons


def test_another_workflow_that_may_write_statuses_is_named() -> None:
    gate = (TEMPLATES / "hardened" / "blastgate.yml").read_bytes()
    other = b"on: push\npermissions: {}\njobs:\n  a:\n    permissions: {statuses: write}\n    steps: [{run: x}]\n"
    flows = [read_workflow(gate, "gate.yml"), read_workflow(other, "other.yml")]
    found = [one for one in judge(flows) if isinstance(one, Finding) and one.path == "other.yml"]
    assert [(one.check, one.severity, one.line) for one in found] == [("gate-integrity", "medium", 5)]


def test_order_of_severities() -> None:
    assert SEVERITIES == ("low", "medium", "high")
    assert Audited(read_workflow(b"on: push\n", "x.yml")).starts(frozenset(("push",)))
