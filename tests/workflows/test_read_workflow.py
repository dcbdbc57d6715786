"""The reader of workflow files: what it finds, where, and what hostile files get."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blastgate.workflows import is_workflow_path, read_workflow
from blastgate.workflows.expressions import find_expressions, reads_of

TOP = Path(__file__).resolve().parents[2]
WHOLE = """name: build
on:
  pull_request_target: {types: [opened, edited], paths-ignore: docs/**}
  push:
  schedule:
    - cron: "1 2 * * *"
permissions:
  contents: read
  statuses: write
env: {A: 1, B: true}
jobs:
  one:
    runs-on: [self-hosted, linux]
    environment: {name: prod}
    needs: two
    permissions: write-all
    if: github.actor != 'x'
    steps:
      - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4
        with:
          ref: ${{ github.head_ref }}
      - name: Build
        id: build
        working-directory: sub
        env:
          TITLE: ${{ github.event.issue.title }}
        run: |
          make

          make test
  two:
    uses: ./.github/workflows/other.yml
    secrets: inherit
"""


def test_everything_has_its_line() -> None:
    workflow = read_workflow(WHOLE.encode(), "x.yml")
    assert workflow.unread == ()
    assert [(t.event, t.line) for t in workflow.triggers] == [("pull_request_target", 3), ("push", 4), ("schedule", 5)]
    assert workflow.triggers[0].values("types") == ("opened", "edited")
    assert workflow.triggers[0].values("paths-ignore") == ("docs/**",)
    assert workflow.triggers[1].values("paths") is None
    one, two = workflow.jobs
    assert [label.text for label in one.runs_on] == ["self-hosted", "linux"]
    assert (one.environment and one.environment.text, one.needs, one.condition and one.condition.line) == (
        "prod",
        ("two",),
        17,
    )
    checkout, build = one.steps
    assert checkout.uses is not None and checkout.uses.is_pinned
    assert (checkout.uses.repository, checkout.input("REF") and checkout.input("REF").line) == ("actions/checkout", 21)  # type: ignore[union-attr]
    assert build.run is not None and build.run.line_at(build.run.text.index("make test")) == 30
    assert (build.folder, build.env[0].value.line) == ("sub", 26)
    assert two.uses is not None and two.uses.is_local and two.secrets[0].name == "inherit"
    assert [setting.value.text for setting in workflow.env] == ["1", "true"]


def test_a_block_of_a_job_replaces_that_of_the_workflow() -> None:
    workflow = read_workflow(WHOLE.encode(), "x.yml")
    of_job, of_workflow = (workflow.permissions_of(job) for job in workflow.jobs)
    assert of_job is not None and of_job.writes == ("everything",)
    assert of_workflow is not None and (of_workflow.access("contents"), of_workflow.access("issues")) == (
        "read",
        "none",
    )


def test_a_composite_action_is_one_job_without_triggers() -> None:
    action = read_workflow((TOP / "action.yml").read_bytes(), "action.yml")
    assert (action.kind, len(action.jobs), len(action.jobs[0].steps), action.triggers) == ("action", 1, 2, ())


PINS = [
    ("actions/checkout@v4", False),
    ("actions/checkout@" + "a" * 40, True),
    ("actions/checkout@" + "a" * 7, False),
    ("actions/checkout", False),
    ("docker://alpine:3", False),
    ("docker://alpine@sha256:" + "b" * 64, True),
    ("./.github/actions/x", True),
]


@pytest.mark.parametrize(("uses", "pinned"), PINS)
def test_what_is_pinned(uses: str, pinned: bool) -> None:
    text = f"on: push\njobs: {{a: {{steps: [{{uses: '{uses}'}}]}}}}\n"
    found = read_workflow(text.encode(), "x.yml").jobs[0].steps[0].uses
    assert found is not None and found.is_pinned is pinned


BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{b}: &{b} [{','.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)
UNREADABLE = {
    "empty": (b"", "holds no workflow"),
    "a list": (b"- 1\n", "holds no workflow"),
    "bad yaml": (b"on: [push\njobs: x\n", "not valid YAML"),
    "alias bomb": (BOMB.encode(), "once aliases are written out"),
    "deep": (b"[" * 5_000, "nested deeper"),
    "large": (b"#" * (2 << 20), "larger than 1 MiB"),
    "bytes": (b"on: \xff", "is not UTF-8"),
    "control": (b"on: p\x00ush", "control character"),
    "duplicate": (b"on: push\non: pull_request\njobs: {a: {steps: [{run: x}]}}\n", "duplicate key 'on'"),
    "no jobs": (b"on: push\n", "has no jobs"),
    "no event": (b"jobs: {a: {steps: [{run: x}]}}\n", "names no event"),
    "job of text": (b"on: push\njobs: {a: b}\n", "the job 'a' is no mapping"),
    "odd permissions": (b"on: push\npermissions: all\njobs: {a: {steps: [{run: x}]}}\n", "neither read-all"),
}


@pytest.mark.parametrize(("data", "why"), UNREADABLE.values(), ids=UNREADABLE)
def test_what_is_not_read_is_told(data: bytes, why: str) -> None:
    assert any(why in unread.why for unread in read_workflow(data, "x.yml").unread)


@given(st.binary(max_size=400) | st.text(max_size=400).map(lambda t: t.encode("utf-8", "surrogatepass")))
def test_any_bytes_end_in_a_model(data: bytes) -> None:
    workflow = read_workflow(data, "x.yml")
    assert workflow.jobs or workflow.unread


def test_an_unfinished_permission_block_is_taken_for_the_widest() -> None:
    workflow = read_workflow(b"on: push\npermissions: all\njobs: {a: {steps: [{run: x}]}}\n", "x.yml")
    assert workflow.permissions is not None and workflow.permissions.access("contents") == "write"


READS = [
    ("github.event.pull_request.head.ref", ["github.event.pull_request.head.ref"]),
    ("github['event'].issue['title']", ["github.event.issue.title"]),
    ("github.event.commits[0].message", ["github.event.commits.0.message"]),
    ("'github.head_ref' == github.ref", ["github.ref"]),
    ("toJSON(github.event)", ["tojson", "github.event"]),
    ("github.event.pages.*.page_name || ''", ["github.event.pages.*.page_name"]),
]


@pytest.mark.parametrize(("body", "reads"), READS)
def test_what_an_expression_reads(body: str, reads: list[str]) -> None:
    assert list(reads_of(body)) == reads
    found = list(find_expressions(f"x ${{{{ {body} }}}} y ${{{{ open"))
    assert [(one.start, one.body) for one in found] == [(2, body)]


def test_hostile_expressions_end() -> None:
    for text in ("${{" * 100_000, "${{ }}" * 100_000, "${{ " + "a." * 100_000 + "}}", "${{ " + "['" * 50_000 + " }}"):
        assert len(list(find_expressions(text))) <= 2_000


PATHS = [
    (".github/workflows/a.yml", True),
    ("sub/.github/workflows/a.yaml", True),
    (".github/workflows/deep/a.yml", False),
    ("action.yml", True),
    ("tools/x/action.yaml", True),
    ("docs/a.yml", False),
]


@pytest.mark.parametrize(("path", "is_one"), PATHS)
def test_which_paths_are_workflows(path: str, is_one: bool) -> None:
    assert is_workflow_path(path) is is_one
