"""What the example prints: each branch's screen is a snapshot, and README and docs show exactly that."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from demo import EXIT_CODES, STORIES, Story
from syrupy.assertion import SnapshotAssertion

from blastgate.cli.app import run

TOP = Path(__file__).resolve().parents[2]
PAGES = [TOP / "README.md", *sorted((TOP / "docs").rglob("*.md"))]
SHOWN = re.compile(r"^```console\n\$ blastgate (.*)\n((?:.*\n)*?)```$", re.MULTILINE)
BLOCKS = [
    pytest.param(command, output, id=f"{page.name}: {command}")
    for page in PAGES
    for command, output in SHOWN.findall(page.read_text(encoding="utf-8"))
    if "examples/.built/shop" in command
]


@pytest.mark.parametrize("story", STORIES, ids=[story.branch for story in STORIES])
def test_a_branch_has_its_outcome(
    story: Story,
    checkout_with_shop: Path,
    screen: SnapshotAssertion,
    capfdbinary: pytest.CaptureFixture[bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(checkout_with_shop)
    code = run(["check", "--repo", "examples/.built/shop", "--base", "main", "--head", story.branch])
    out = capfdbinary.readouterr().out.decode()
    assert (out.split()[0], code) == (story.outcome, EXIT_CODES[story.outcome])
    assert out == screen


@pytest.mark.parametrize(("command", "output"), BLOCKS)
def test_a_page_shows_what_the_command_prints(
    command: str,
    output: str,
    checkout_with_shop: Path,
    capfdbinary: pytest.CaptureFixture[bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(checkout_with_shop)
    run(shlex.split(command))
    assert capfdbinary.readouterr().out.decode().rstrip() == output.rstrip()


def test_the_readme_shows_a_block() -> None:
    shown = SHOWN.findall((TOP / "README.md").read_text(encoding="utf-8"))
    assert any(output.startswith("BLOCK") for _, output in shown)
