"""A saved assessment is drawn again as the live run drew it, and what is none is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import assessments as made
import pytest

from blastgate import registry
from blastgate.cli import app
from blastgate.model.assessment import Assessment
from blastgate.model.codec import dumps, encode
from blastgate.reporters.interface import Look

Capture = pytest.CaptureFixture[bytes]
Maker = Callable[..., Assessment]
CASES = (
    made.assessment_of,
    made.warn,
    made.review,
    made.block,
    made.could_not_decide,
    made.hostile,
    made.without_graph,
)
FORMATS = ("text", "json", "markdown", "summary", "github")


def _saved(folder: Path, assessment: Assessment) -> str:
    path = folder / "saved.json"
    path.write_text(dumps(assessment), "ascii")
    return str(path)


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("make", CASES)
def test_every_format_comes_out_byte_for_byte(make: Maker, format_: str, tmp_path: Path, capfdbinary: Capture) -> None:
    app.run(["render", _saved(tmp_path, make()), "--format", format_])
    live = registry.load("blastgate.reporters", format_).report(make(), Look(width=100))
    assert capfdbinary.readouterr().out == live.encode()


EXITS: list[tuple[Maker, dict[str, Any], int]] = [
    (made.assessment_of, {}, 0),
    (made.warn, {}, 0),
    (made.block, {}, 1),
    (made.could_not_decide, {}, 2),
    (made.review, {}, 3),
    (made.review, {"mode": "observe"}, 0),
    (made.could_not_decide, {"mode": "observe"}, 2),
]


@pytest.mark.parametrize(("make", "changes", "code"), EXITS)
def test_the_exit_code_is_the_one_of_the_saved_outcome(
    make: Maker, changes: dict[str, Any], code: int, tmp_path: Path
) -> None:
    assert app.run(["render", _saved(tmp_path, make(**changes))]) == code


@pytest.mark.parametrize(("make", "code"), [(made.block, 0), (made.could_not_decide, 2)])
def test_exit_zero_advises_but_an_error_stays_an_error(make: Maker, code: int, tmp_path: Path) -> None:
    assert app.run(["render", _saved(tmp_path, make()), "--exit-zero"]) == code


def test_several_formats_at_once_go_to_files(tmp_path: Path, capfdbinary: Capture) -> None:
    out = tmp_path / "comment.md"
    app.run(["render", _saved(tmp_path, made.block()), "--format", f"markdown={out}", "--format", "text", "-q"])
    assert out.read_text("utf-8").startswith("## BLOCK: high")
    assert capfdbinary.readouterr().out.startswith(b"BLOCK  high")


def _without(key: str) -> str:
    return json.dumps({k: v for k, v in encode(made.block()).items() if k != key})


REFUSED: list[tuple[bytes, str]] = [
    (b"", "is not JSON"),
    (b"[1]", "is not a saved assessment"),
    (b'{"schema_version": 1, "paths": []}', "is not a saved assessment"),
    (b"\xff\xfe", "is not UTF-8 at byte 0"),
    (b"[" * 100_000, "nested too deeply"),
    (json.dumps(encode(made.block()) | {"schema_version": 2}).encode(), "was written by a newer blastgate"),
    (_without("policy").encode(), "expected the field 'policy'"),
    (json.dumps(encode(made.block()) | {"outcome": "fine"}).encode(), "$.outcome: expected one of"),
]


@pytest.mark.parametrize(("data", "message"), REFUSED)
def test_what_is_no_assessment_is_refused(data: bytes, message: str, tmp_path: Path, capfdbinary: Capture) -> None:
    path = tmp_path / "saved.json"
    path.write_bytes(data)
    assert app.run(["render", str(path)]) == 2
    written = capfdbinary.readouterr()
    assert written.out == b""
    assert message in written.err.decode()
    assert "saved.json" in written.err.decode()


def test_a_missing_file_is_refused(tmp_path: Path, capfdbinary: Capture) -> None:
    assert app.run(["render", str(tmp_path / "nothing.json")]) == 2
    assert b"cannot be read: No such file or directory" in capfdbinary.readouterr().err
