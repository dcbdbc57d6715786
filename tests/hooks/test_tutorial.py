"""The tutorial is what happens: every command is run, in order, by a shell, and prints what the page says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from laptop import Laptop

TOP = Path(__file__).resolve().parents[2]
PAGE = TOP / "docs" / "tutorial.md"
CONSOLE = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^\$ (.*)$", re.MULTILINE)
CARL = {
    f"GIT_{role}_{part}": value
    for role in ("AUTHOR", "COMMITTER")
    for part, value in (("NAME", "Carl Ohm"), ("EMAIL", "carl@shop.example"), ("DATE", "2026-03-02T09:00:00+00:00"))
}


class Shell:
    """A shell that remembers where it stands."""

    def __init__(self, home: Path) -> None:
        self.home, self.folder = home, TOP

    def prints(self, command: str) -> str:
        """Run one command and return all that it prints, with the home folder as ``~``."""
        script = f"{command}\ncode=$?; pwd > {self.home}/pwd; exit $code"
        ran = Laptop(self.folder).ask("bash", "-c", f"exec 2>&1; {script}", HOME=str(self.home), **CARL)
        self.folder = Path((self.home / "pwd").read_text().strip())
        return ran.stdout.replace(str(self.home), "~")


def test_the_tutorial_is_what_happens(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """``--snapshot-update`` writes the page anew."""
    shell = Shell(tmp_path)

    def printed(block: re.Match[str]) -> str:
        shown = [f"$ {command}\n{shell.prints(command)}" for command in COMMAND.findall(block[1])]
        return f"```console\n{''.join(shown)}```"

    text = PAGE.read_text(encoding="utf-8")
    true_text = CONSOLE.sub(printed, text)
    if request.config.getoption("--snapshot-update"):
        PAGE.write_text(true_text, encoding="utf-8")
    else:
        assert text == true_text


def test_the_tutorial_shows_every_outcome() -> None:
    shown = "".join(CONSOLE.findall(PAGE.read_text(encoding="utf-8")))
    assert {"PASS", "REVIEW", "BLOCK"} <= {line.split()[0] for line in shown.splitlines() if line}
