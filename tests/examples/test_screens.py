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
SHOWN = re.compile(
    r"^```console\n\$ blastgate (?P<command>.*examples/\.built/shop.*)\n(?P<output>(?:.*\n)*?)```$", re.M
)


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


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_shows_what_the_commands_print(
    page: Path,
    checkout_with_shop: Path,
    capfdbinary: pytest.CaptureFixture[bytes],
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> None:
    """``--snapshot-update`` writes the pages anew, as it does the screens."""
    monkeypatch.chdir(checkout_with_shop)

    def printed(shown: re.Match[str]) -> str:
        run(shlex.split(shown["command"]))
        return f"```console\n$ blastgate {shown['command']}\n{capfdbinary.readouterr().out.decode()}```"

    text = page.read_text(encoding="utf-8")
    true_text = SHOWN.sub(printed, text)
    if request.config.getoption("--snapshot-update"):
        page.write_text(true_text, encoding="utf-8")
    else:
        assert text == true_text


def test_the_readme_shows_a_block() -> None:
    shown = SHOWN.finditer((TOP / "README.md").read_text(encoding="utf-8"))
    assert any(block["output"].startswith("BLOCK") for block in shown)
