"""``blastgate audit`` as a user runs it: on files, folders, work trees, commits and bare repositories."""

from __future__ import annotations

import json
import os
import stat
import subprocess
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from blastgate.cli.app import run
from blastgate.errors import SourceError, UsageError
from blastgate.model.audit import Cleared, Finding
from blastgate.sources.workflow_files import read_workflow_files
from blastgate.sources.zizmor import run_zizmor
from blastgate.steps import audit as auditing
from blastgate.testing import RepositoryBuilder

CHAIN = """on: pull_request_target
permissions: {contents: write}
jobs:
  test:
    steps:
      - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683
        with:
          ref: ${{ github.event.pull_request.head.sha }}
      - run: npm install && echo "${{ github.head_ref }}"
"""
SAFE = "on: pull_request_target\npermissions: {}\njobs: {a: {steps: [{run: 'true'}]}}\n"
FILES = {
    ".github/workflows/chain.yml": CHAIN,
    ".github/workflows/safe.yaml": SAFE,
    "deep/.github/workflows/x.yml": CHAIN,
}


@pytest.fixture
def shop(tmp_path: Path) -> RepositoryBuilder:
    """A repository with a dangerous workflow, a safe one, and one too deep to count."""
    repo = RepositoryBuilder(tmp_path / "shop")
    repo.commit("Start", {**FILES, "tool/action.yml": "runs: {using: composite, steps: [{run: x, shell: sh}]}\n"})
    return repo


def test_a_screen(shop: RepositoryBuilder, capfd: pytest.CaptureFixture[str], screen: SnapshotAssertion) -> None:
    assert run(["audit", str(shop.path), "--zizmor", "never"]) == 1
    assert capfd.readouterr().out == screen


def test_what_is_found_is_the_same_from_disk_and_from_objects(shop: RepositoryBuilder) -> None:
    paths = [file.path for file in read_workflow_files(shop.path)]
    assert paths == [".github/workflows/chain.yml", ".github/workflows/safe.yaml", "tool/action.yml"]
    assert read_workflow_files(shop.path, "HEAD") == read_workflow_files(shop.path)
    bare = shop.path.parent / "bare.git"
    subprocess.run(["git", "clone", "-q", "--bare", shop.path, bare], check=True)
    assert read_workflow_files(bare) == read_workflow_files(shop.path)
    assert [f.path for f in read_workflow_files(shop.path / ".github")] == [
        "workflows/chain.yml",
        "workflows/safe.yaml",
    ]


def test_a_file_a_folder_of_templates_and_what_is_no_workflow(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text(CHAIN)
    (tmp_path / "other.yml").write_text("services: {}\n")
    assert [file.path for file in read_workflow_files(tmp_path)] == ["a.yml"]
    assert [file.path for file in read_workflow_files(tmp_path / "a.yml")] == ["a.yml"]


def test_links_and_pipes_are_told_and_not_followed(tmp_path: Path) -> None:
    folder = tmp_path / ".github" / "workflows"
    folder.mkdir(parents=True)
    (folder / "link.yml").symlink_to("/etc/passwd")
    os.mkfifo(folder / "pipe.yml")
    assert [file.data for file in read_workflow_files(tmp_path)] == [None, None]
    assert run(["audit", str(tmp_path), "-q", "--zizmor", "never"]) == 2


def test_formats(shop: RepositoryBuilder, tmp_path: Path) -> None:
    out, log = tmp_path / "out.json", tmp_path / "out.sarif"
    assert (
        run(["audit", str(shop.path), "--zizmor", "never", "--format", f"json={out}", "--format", f"sarif={log}"]) == 1
    )
    report, sarif = json.loads(out.read_text()), json.loads(log.read_text())
    assert [(f["check"], f["severity"], f["line"]) for f in report["findings"]] == [
        ("untrusted-checkout", "high", 8),
        ("untrusted-expression", "high", 9),
    ]
    assert [result["ruleId"] for result in sarif["runs"][0]["results"]] == [
        "untrusted-checkout",
        "untrusted-expression",
    ]
    assert sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] == 8


def test_exit_codes(shop: RepositoryBuilder, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    def code(*arguments: object) -> int:
        return run(["audit", "-q", "--zizmor", "never", *map(str, arguments)])

    (tmp_path / "bad.yml").write_text("on: [\n")
    (tmp_path / "empty").mkdir()
    assert code(shop.path / ".github/workflows/safe.yaml") == 0
    assert code(tmp_path / "bad.yml") == 2
    assert code(tmp_path / "empty") == 2
    assert "nothing was judged: there is no workflow" in capfd.readouterr().out
    assert code(tmp_path / "none") == 2
    assert code(shop.path, "--ref", "nope") == 2
    assert code(shop.path, "--severity", "high") == 1
    capfd.readouterr()


def test_several_repositories_keep_their_names(shop: RepositoryBuilder, tmp_path: Path) -> None:
    other = RepositoryBuilder(tmp_path / "other")
    other.commit("Start", FILES)
    report = auditing.audit({"shop": shop.path, "other": other.path}, zizmor="never")
    assert {finding.path for finding in report.findings} == {
        f"{n}/.github/workflows/chain.yml" for n in ("shop", "other")
    }


ANSWER = """[{"ident": "%s", "desc": "d", "url": "https://u", "determinations": {"severity": "Medium"}, "ignored": %s,
"locations": [{"symbolic": {"kind": "Primary", "key": {"Local": {"verbatim_path": "'"$0"'"}}, "annotation": "a"},
"concrete": {"location": {"start_point": {"row": 7}}}}]}]"""


def program(folder: Path, script: str) -> str:
    """Write a program that stands for zizmor; its last argument is the file it is asked about."""
    file = folder / "zizmor"
    file.write_text(f'#!/bin/sh\nfor last; do :; done\nset -- "$last"\n{script}\n')
    file.chmod(file.stat().st_mode | stat.S_IXUSR)
    return str(file)


def answering(folder: Path, ident: str, ignored: str = "false") -> str:
    """Let it find one thing on line 8."""
    shown = (ANSWER % (ident, ignored)).replace("'\"$0\"'", "'\"$1\"'")
    return program(folder, f"printf '%s' '{shown}'")


def test_findings_of_zizmor_are_merged(tmp_path: Path) -> None:
    found = run_zizmor(answering(tmp_path, "artipacked"), {"x/y.yml": CHAIN.encode()})
    assert found == (Finding("artipacked", "medium", "x/y.yml", 8, "d: a", "https://u", (), "zizmor"),)
    assert run_zizmor(answering(tmp_path, "artipacked", "true"), {"x/y.yml": b"x"}) == ()


FAILING = ["echo broken >&2; exit 3", "echo '{'", "echo '[{\"ident\": 7}]'"]


@pytest.mark.parametrize("script", FAILING)
def test_a_zizmor_that_fails_is_an_error(tmp_path: Path, script: str) -> None:
    with pytest.raises(SourceError):
        run_zizmor(program(tmp_path, script), {"y.yml": b"on: push\n"})


def test_what_both_say_is_told_once() -> None:
    def theirs(check: str, line: int) -> Finding:
        return Finding(check, "high", "a.yml", line, "", "", (), "zizmor")

    ours: list[Finding | Cleared] = [
        Finding("unpinned-action", "low", "a.yml", 3, "", ""),
        Cleared("untrusted-checkout", "a.yml", 1, ""),
    ]
    kept = auditing.not_told(
        [theirs("unpinned-uses", 3), theirs("unpinned-uses", 4), theirs("dangerous-triggers", 9)], ours
    )
    assert [(one.check, one.line) for one in kept] == [("unpinned-uses", 4)]


def test_zizmor_that_is_wanted_and_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", str(tmp_path / "python"))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UsageError, match="zizmor is not installed"):
        auditing.audit({"x": tmp_path}, zizmor="always")
    (tmp_path / "a.yml").write_text(SAFE)
    assert auditing.audit({"x": tmp_path / "a.yml"}).zizmor == "not installed"
