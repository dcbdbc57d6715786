"""Graphs kept between runs of the gate: used by all, written by the clock's events alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from stage import HIGH, LOW, Stage

from blastgate.gate.run import run_gate


def kept(cache: Path) -> dict[str, bytes]:
    """Read what is in the cache."""
    return {path.name: path.read_bytes() for path in cache.iterdir()} if cache.is_dir() else {}


def run(stage: Stage, event: str, cache: Path) -> None:
    """Run the gate with a cache."""
    list(run_gate(stage.environment(event), cache=cache))


@pytest.mark.parametrize("event", ["pull_request_target", "pull_request"])
def test_an_event_of_a_pull_request_leaves_nothing(stage: Stage, tmp_path: Path, event: str) -> None:
    stage.open(HIGH)
    run(stage, event, tmp_path / "cache")
    assert kept(tmp_path / "cache") == {}
    run(stage, "schedule", tmp_path / "cache")
    before = kept(tmp_path / "cache")
    stage.push({"services/auth/more.py": "import app\n"})
    run(stage, event, tmp_path / "cache")
    assert kept(tmp_path / "cache") == before != {}


def test_the_verdict_is_the_same_with_a_kept_graph_and_a_damaged_one(stage: Stage, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    stage.open(LOW)
    run(stage, "pull_request_target", cache)
    cold = stage.status().description
    run(stage, "schedule", cache)
    run(stage, "pull_request_target", cache)
    assert stage.status().description == cold
    for path in cache.iterdir():
        path.write_bytes(b"damaged")
    run(stage, "pull_request_target", cache)
    assert stage.status().description == cold
    assert set(kept(cache).values()) == {b"damaged"}


def test_a_sweep_goes_on_where_no_graph_can_be_kept(stage: Stage, tmp_path: Path) -> None:
    stage.repo.switch("main").commit("Broken", {".blastgate.yml": "levls: {}\n"})
    stage.sync()
    stage.open(LOW)
    done = list(run_gate(stage.environment("schedule"), cache=tmp_path / "cache"))
    assert done[0].told.startswith("no graph was kept")
    assert stage.status().state == "error"
