"""A record replays: the same facts give the same verdict without the repository, and what was altered is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from blastgate.cli import app
from blastgate.errors import BlastgateError
from blastgate.records import digest_of, read_record, replay
from blastgate.testing.repository import RepositoryBuilder

Capture = pytest.CaptureFixture[bytes]
POLICY = """version: 1
extends: [recommended]
people: {senior: ["@dana"], owners: {"services/**": ["@carl"]}}
ai_tools: {forge: {trailers: {Forge-Run: "*"}}}
"""
SHOP = {
    ".blastgate.yml": POLICY,
    "services/cart/package.json": '{"name": "cart", "dependencies": {"lib": "*"}}',
    "services/cart/Dockerfile": "FROM node\n",
    "services/cart/index.js": 'import "lib"\n',
    "libs/lib/package.json": '{"name": "lib"}',
    "libs/lib/index.js": "export const x = 1\n",
    "package.json": '{"workspaces": ["services/*", "libs/*"]}',
}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shop whose branch changes a library and the payments, with an agent's own trailer and an odd name."""
    repo = RepositoryBuilder(tmp_path_factory.mktemp("shop"))
    repo.commit("Start", SHOP)
    repo.branch("topic").write("libs/lib/index.js", "export const x = 2\n").write(
        "payments/\udcff\n.py", "charge = 1\n"
    )
    repo.commit("Charge\n\nForge-Run: 7", author="Ada <ada@example.com>")
    return repo.path


@pytest.fixture(scope="module")
def recorded(shop: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The record of that branch."""
    record = tmp_path_factory.mktemp("record") / "record.json"
    assert app.run(["check", "--repo", str(shop), "--base", "main", "--record", str(record), "-q"]) == 3
    return record


@pytest.mark.parametrize("format_", ["text", "json", "markdown", "summary", "github"])
@pytest.mark.parametrize("command", ["replay", "render"])
def test_a_record_comes_out_as_the_live_run(
    command: str, format_: str, shop: Path, recorded: Path, capfdbinary: Capture
) -> None:
    options = ["--format", format_, "-v"]
    assert app.run(["check", "--repo", str(shop), "--base", "main", *options]) == 3
    live = capfdbinary.readouterr().out
    assert app.run([command, str(recorded), *options]) == 3
    assert _untimed(capfdbinary.readouterr().out, format_) == _untimed(live, format_)


def _untimed(out: bytes, format_: str) -> object:
    return {**json.loads(out), "timings": {}} if format_ == "json" else out


def test_another_policy_can_be_tried(recorded: Path, tmp_path: Path, capfdbinary: Capture) -> None:
    other = tmp_path / "other.yml"
    other.write_text("version: 1\nextends: [strict]\npeople: {senior: ['@dana']}\n")
    assert app.run(["replay", str(recorded), "--policy", str(other), "-q"]) == 1
    assert capfdbinary.readouterr().out.startswith(b"BLOCK  high")


def test_another_policy_with_components_is_told(recorded: Path, tmp_path: Path, capfdbinary: Capture) -> None:
    other = tmp_path / "other.yml"
    other.write_text("version: 1\nextends: [recommended]\ncomponents: {pay: {root: payments, kind: service}}\n")
    app.run(["replay", str(recorded), "--policy", str(other)])
    assert b"`components` are not applied" in capfdbinary.readouterr().out


def _change(data: Any, path: str, value: object) -> None:
    *steps, last = path.split(".")
    for step in steps:
        data = data[int(step)] if isinstance(data, list) else data[step]
    if isinstance(data, list):
        data[int(last)] = value
    else:
        data[last] = value


ALTERED = [
    ("assessment.outcome", "pass", "outcome is pass"),
    ("assessment.change.totals.files", 1, "change.totals.files is 1"),
    ("assessment.change.totals.additions", 0, "change.totals.additions is 0"),
    ("assessment.classification.categories", [], "classification.categories is []"),
    ("assessment.classification.level", "low", "level is high"),
    ("assessment.impact.services_affected", 0, "impact.services_affected is 0"),
    ("assessment.verdict.requirements", [], "$.verdict.requirements"),
    ("assessment.summary", "fine", "$.summary is 'fine'"),
    ("facts.change.files.0.additions", 0, "counts 0"),
    ("facts.change.files.1.status", "deleted", "$.change.files[1].status"),
    ("facts.graph", None, "$.summary"),
    ("facts.change.commits.0.message", "Charge", "$.summary"),
    ("policy.text", "version: 1\nextends: [observe]\n", "does not add up"),
    ("facts.change.files.0.status", "odd", "expected one of"),
    ("schema_version", 99, "newer blastgate"),
]


@pytest.mark.parametrize(("path", "value", "said"), ALTERED)
def test_what_does_not_add_up_is_refused_even_with_a_fitting_digest(
    path: str, value: object, said: str, recorded: Path, tmp_path: Path, capfdbinary: Capture
) -> None:
    data = json.loads(recorded.read_text())
    _change(data, path, value)
    data["digest"] = digest_of(data)
    altered = tmp_path / "altered.json"
    altered.write_text(json.dumps(data))
    assert app.run(["replay", str(altered)]) == 2
    assert said.encode() in capfdbinary.readouterr().err


def test_one_changed_letter_is_refused(recorded: Path, tmp_path: Path, capfdbinary: Capture) -> None:
    altered = tmp_path / "altered.json"
    altered.write_text(recorded.read_text().replace("Charge", "Change", 1))
    assert app.run(["render", str(altered)]) == 2
    assert b"digest does not fit" in capfdbinary.readouterr().err


def test_what_is_no_record_is_refused(tmp_path: Path, capfdbinary: Capture) -> None:
    other = tmp_path / "other.json"
    other.write_text('{"schema_version": 1}')
    assert app.run(["replay", str(other)]) == 2
    assert b"is not a record" in capfdbinary.readouterr().err


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_no_altered_value_gives_another_verdict(recorded_text: str, data: st.DataObject) -> None:
    """Law: change any one value, keep the digest fitting; it is refused, or the verdict is the one recorded."""
    record = json.loads(recorded_text)
    places = list(_leaves(record["facts"]["change"], "facts.change")) + list(
        _leaves(record["assessment"], "assessment")
    )
    path, value = data.draw(st.sampled_from(places))
    _change(record, path, data.draw(st.sampled_from([None, 0, 1, "", "low", "pass", [], not value, f"{value}x"])))
    record["digest"] = digest_of(record)
    before = read_record(recorded_text, "record").assessment
    try:
        after = replay(read_record(json.dumps(record), "record"), "record")
    except BlastgateError:
        return
    assert (after.outcome, after.level, after.verdict) == (before.outcome, before.level, before.verdict)


@pytest.fixture(scope="module")
def recorded_text(recorded: Path) -> str:
    """The record as text."""
    return recorded.read_text()


def _leaves(data: Any, path: str) -> Any:
    items: Callable[[], Any] = data.items if isinstance(data, dict) else lambda: enumerate(data)
    if isinstance(data, dict | list):
        for key, value in items():
            if "." not in str(key):
                yield from _leaves(value, f"{path}.{key}")
    else:
        yield path, data
