"""``blastgate policy`` as a user calls it: screens and exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from blastgate.cli.app import run

GOOD = 'version: 1\nextends: [recommended]\npeople: {senior: ["@dana"], owners: ["@carl"]}\n'
HOLE = 'version: 1\npeople: {senior: ["@dana"]}\ngate: [{level: low, then: pass}]\n'
BAD = "version: 1\nextends: [recommended]\nmdoe: observe\n"


def policy(folder: Path, text: str) -> list[str]:
    """Write a policy file and return the options that name it."""
    file = folder / "policy.yml"
    file.write_text(text)
    return ["--repo", str(folder), "--policy", str(file)]


CODES = [(GOOD, 0), (HOLE, 1), (BAD, 2), ("version: 1\nextends: [recommended]\n", 0)]


@pytest.mark.parametrize(("text", "code"), CODES)
def test_lint_exits_by_what_it_finds(tmp_path: Path, text: str, code: int, capsys: pytest.CaptureFixture[str]) -> None:
    """0 clean or warnings, 1 errors, 2 the policy does not load."""
    assert run(["policy", "lint", *policy(tmp_path, text)]) == code
    out, err = capsys.readouterr()
    assert bool(out) is (code != 2)
    assert ("mdoe" in err) is (code == 2)


def test_lint_shows_place_severity_and_remedy(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One line to jump to, one line on what to do."""
    run(["policy", "lint", *policy(tmp_path, HOLE)])
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].endswith(
        "policy.yml:3: error: no row answers for a high change, AI-assisted no, by an author in no group"
    )
    assert lines[1].startswith("    add a row, as in {level: high")
    assert lines[-1].endswith("policy.yml: 4 errors, no warning")


def test_show_prints_one_page_and_escapes_what_strangers_wrote(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A bidi mark in a policy is shown, not obeyed."""
    text = GOOD + 'categories: {x: {at_least: high, about: "safe \\u202E evil", paths: ["x/**"]}}\n'
    assert run(["policy", "show", *policy(tmp_path, text)]) == 0
    out = capsys.readouterr().out
    assert out.startswith("Policy ")
    assert "Gate: the first row that matches wins" in out
    assert "\u202e" not in out


def test_schema_prints_json(capsys: pytest.CaptureFixture[str]) -> None:
    """Needs no repository and no policy."""
    assert run(["policy", "schema"]) == 0
    assert json.loads(capsys.readouterr().out)["properties"]["version"]
