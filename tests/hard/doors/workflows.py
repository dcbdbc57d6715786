"""Workflows and actions, with every check of audit that looks at them."""

from __future__ import annotations

from case_texts import CASES, TOP

from blastgate.steps.audit import judge
from blastgate.workflows import read_workflow


def targets() -> tuple[str, ...]:
    """A workflow, and a local action."""
    return ("workflow", "action")


def seeds(target: str) -> list[bytes]:
    """The cases of all checks, and the shipped templates."""
    cases = [part for file in sorted(CASES.glob("audit/*.txt")) for part in file.read_bytes().split(b"\n=== ")]
    templates = [file.read_bytes() for file in sorted(TOP.glob("rules/workflows/*.yml"))]
    return [*(case.partition(b"\n")[2] for case in cases), *templates]


def answer(target: str, data: bytes) -> object:
    """Read it and let every check look; nothing may be raised."""
    path = ".github/workflows/ci.yml" if target == "workflow" else ".github/actions/x/action.yml"
    workflow = read_workflow(data, path)
    caller = read_workflow(b"on: pull_request_target\njobs: {a: {uses: ./.github/workflows/ci.yml}}", "o.yml")
    return workflow, list(judge([workflow, caller]))
