"""A judgement that falls over is an error on the status: an earlier green of the same head does not stand."""

from __future__ import annotations

from pathlib import Path

from stage import LOW, Stage

from blastgate.gate.run import run_gate


class Falling(type(Path())):  # type: ignore[misc]
    """A folder of kept graphs at which whatever asks for an entry falls over."""

    def __truediv__(self, key: object) -> Path:
        raise RuntimeError("it fell\nover")


def test_a_crash_turns_an_earlier_green_into_an_error(stage: Stage, tmp_path: Path) -> None:
    stage.open(LOW)
    stage.run()
    assert stage.status().state == "success"
    (tmp_path / "cache").mkdir(mode=0o700)
    (done,) = run_gate(stage.environment("pull_request_target"), cache=Falling(tmp_path / "cache"))
    assert stage.status().state == "error"
    assert done.ruling is not None
    assert done.ruling.assessment is None
    assert r"internal error: RuntimeError: 'it fell\nover'" in done.ruling.error
