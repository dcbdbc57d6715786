"""Each row of the table in CONTRIBUTING: one file dropped into the package, nothing edited, and the command uses it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from blastgate.testing import RepositoryBuilder
from blastgate.testing.github import FakeGitHub

TOP = Path(__file__).resolve().parents[2]
CASES = (TOP / "tests" / "cases" / "plugins" / "one_file_each.txt").read_text(encoding="utf-8")
PLUGINS = dict(part.split("\n", 1) for part in CASES.split("=== ")[1:])
HOLD = json.dumps({"packages": {"tea": "2"}})
WORKFLOW = "on: push\njobs:\n  brew:\n    runs-on: ubuntu-latest\n    steps: [{run: make tea}]\n"
POLICY = """version: 1
mode: enforce
extends: [starter]
categories: {tea: {}}
gate:
  - {level: any, ai_assisted: any, author: any, then: pass}
guardrails:
  no_tea: {then: block}
"""


class House(NamedTuple):
    """A copy of the package with every plug-in of tests/cases/plugins in its place, and a repository to judge."""

    package: Path
    repository: Path

    def run(self, *arguments: str, expect: int = 0, **variables: str) -> str:
        """Run the command line of the copy in the repository."""
        return self.python("-c", "from blastgate.cli.app import main; main()", *arguments, expect=expect, **variables)

    def python(self, *arguments: str, expect: int = 0, **variables: str) -> str:
        """Run a Python that sees the copy."""
        environment = os.environ | {"PYTHONPATH": str(self.package), "PYTHONDONTWRITEBYTECODE": "1"} | variables
        ran = subprocess.run(
            [sys.executable, *arguments],
            cwd=self.repository,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == expect, ran.stdout + ran.stderr
        return ran.stdout


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    """Copy the package as it is installed, add one file for each kind of plug-in, and build a repository."""
    top = tmp_path_factory.mktemp("house")
    for folder in ("blastgate", "rules"):
        shutil.copytree(TOP / folder, top / folder)
    for path, text in PLUGINS.items():
        assert not (top / path).exists(), "a plug-in is a new file"
        (top / path).write_text(text)
    repo = RepositoryBuilder(top / "repository")
    start = {
        "kitchen/leaf.txt": "",
        "pot.brew": "take leaf\n",
        "leaf.brew": "",
        "kitchen/Teafile": "kitchen\n",
        "tea.hold": "{}",
    }
    repo.commit("Boil water", start | {".blastgate.yml": POLICY, ".github/workflows/brew.yml": WORKFLOW})
    repo.branch("topic").write("cup/tea.txt", "tea\n").write("tea.hold", HOLD)
    repo.commit("Pour\n\nAssisted-by: Samovar", {})
    repo.commit("Stir, as the teapot told me", {"leaf.brew": "# green\n"})
    return House(top, repo.path)


def test_a_language(house: House) -> None:
    found = json.loads(house.run("affected", "leaf.brew", "--format", "json"))
    assert [file["path"] for file in found["files"]] == ["pot.brew"]


def test_a_manifest_kind(house: House) -> None:
    found = json.loads(house.run("graph", "--format", "json"))
    assert ("kitchen", "service") in [(component["name"], component["kind"]) for component in found["components"]]


def test_an_ai_tool_and_a_kind_of_evidence(house: House) -> None:
    commits = json.loads(house.run("commits", "main..HEAD", "--format", "json"))["commits"]
    marks = {(mark["tool"], mark["kind"]) for commit in commits for mark in commit["evidence"]}
    assert marks == {("samovar", "trailer"), ("samovar", "phrase")}


def test_a_category(house: House) -> None:
    assert "category tea" in house.run("explain", "tea")


def test_a_guardrail_a_lockfile_kind_and_a_format(house: House) -> None:
    text = house.run("check", "--format", "haiku", "--format", f"json={house.package / 'out.json'}", expect=1)
    assert text == "block at level medium\n"
    found = json.loads((house.package / "out.json").read_text())
    assert "it moves tea" in str([affected["reason"] for affected in found["impact"]["affected"]])
    assert [guardrail["id"] for guardrail in found["verdict"]["guardrails"]] == ["no-tea"]


def test_a_check_of_audit(house: House) -> None:
    found = json.loads(house.run("audit", "--zizmor", "never", "--format", "json", expect=1))
    assert "makes-tea" in {finding["check"] for finding in found["findings"]}


def test_a_check_of_doctor(house: House) -> None:
    with FakeGitHub("acme/shop") as fake:
        fake.branch("main", "a" * 40)
        told = house.run(
            "doctor", "--github", "acme/shop", expect=1, GITHUB_API_URL=fake.url, GITHUB_TOKEN=fake.app_token
        )
    assert "no kettle on main" in told


def test_an_agent_to_write_settings_for(house: House) -> None:
    assert house.run("guardrails", "export", "--for", "samovar").startswith("steep")


def test_a_command(house: House) -> None:
    assert house.run("steep") == "three minutes\n"
    assert "steep" in house.run("--help")


def test_a_page_of_explain(house: House) -> None:
    assert "a rule of the house" in house.run("explain", "tea-time")


def test_a_page_of_the_reference(house: House) -> None:
    (house.package / "docs").mkdir()
    house.python("-m", "blastgate.reference")
    assert "Green." in (house.package / "docs" / "reference" / "teas.md").read_text()
    assert "[Teas](teas.md): every tea of the house." in (house.package / "docs" / "reference" / "index.md").read_text()
