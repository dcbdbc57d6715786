"""``blastgate commits`` passes commits on as they come, and lists the tools it knows."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from assessments import totals_of
from generated import models
from histories import TRAILER, Made, Make
from hypothesis import HealthCheck, given, settings

from blastgate import registry
from blastgate.cli.app import run
from blastgate.model.attribution import CommitAttribution, CommitsReport
from blastgate.model.codec import dumps
from blastgate.reporters.commits import json as as_json
from blastgate.reporters.commits import text as as_text
from blastgate.reporters.commits.interface import Passing
from blastgate.reporters.interface import PLAIN, Look

Capture = pytest.CaptureFixture[str]
FEW = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))


@FEW
@given(models(CommitsReport))
def test_what_is_written_piece_by_piece_is_the_whole(answer: CommitsReport) -> None:
    whole = CommitsReport(1, answer.range, answer.commits, totals_of(answer.commits))
    assert "".join(as_json.draw(Passing(answer.range, answer.commits), PLAIN)) == dumps(whole)
    for look in (PLAIN, Look(verbosity=1), Look(verbosity=-1)):
        assert "".join(as_text.draw(Passing(answer.range, answer.commits), look)) == as_text.report(whole, look)


def test_where_a_shallow_clone_ends_is_said(make: Make, tmp_path: Path, capfd: Capture) -> None:
    full = make([Made("One"), Made("Two"), Made("Three")])
    shallow = tmp_path / "shallow"
    subprocess.run(["git", "clone", "--quiet", "--depth=2", f"file://{full}", str(shallow)], check=True)
    assert run(["commits", "--repo", str(shallow), "HEAD"]) == 0
    assert "a shallow clone ends here: older commits are not counted (git fetch --unshallow)" in capfd.readouterr().out
    assert run(["commits", "--repo", str(shallow), "HEAD", "--format", "json"]) == 0
    assert json.loads(capfd.readouterr().out)["cut_off"] is True
    for repo, range_ in ((shallow, "HEAD~1..HEAD"), (full, "HEAD")):
        assert run(["commits", "--repo", str(repo), range_]) == 0
        assert "shallow" not in capfd.readouterr().out


def test_a_hundred_thousand_commits_are_never_held() -> None:
    held = 0

    def endless() -> Iterator[CommitAttribution]:
        nonlocal held
        for number in range(100_000):
            held += 1
            yield CommitAttribution(f"{number:040x}", "Subject", "A <a@b>", "none")

    pieces = as_text.draw(Passing("main", endless()), PLAIN)
    assert next(pieces) == "  00000000  none     Subject\n"
    assert held == 1


@pytest.mark.parametrize("width", [60, 100])
def test_a_commit_is_one_line(width: int, make: Make, capfd: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    repo = make([Made(f"{'Long words ' * 40}\n\n{TRAILER}"), Made("\u202eevil\x1b[31m " * 20), Made("")])
    assert run(["commits", "--repo", str(repo)]) == 0
    lines = capfd.readouterr().out.splitlines()
    assert lines[3] == ""
    assert all(len(line) <= width for line in lines)
    assert lines[2].endswith("claude-code, trailer")


def test_only_counts_all_and_shows_some(make: Make, capfd: Capture) -> None:
    repo = make([Made(), Made(f"Told\n\n{TRAILER}"), Made()])
    assert run(["commits", "--repo", str(repo), "main", "--only", "ai"]) == 0
    out = capfd.readouterr().out
    assert out.count("\n") == 3
    assert "1 of 3 commits in main: 1 " in out
    assert run(["commits", "--repo", str(repo), "main", "--only", "ai", "--format", "json"]) == 0
    data = json.loads(capfd.readouterr().out)
    assert (len(data["commits"]), data["totals"]) == (1, {"ai": 1, "none": 2, "unknown": 0, "bot": 0})


def test_proof_when_asked(make: Make, capfd: Capture) -> None:
    repo = make([Made(), Made(f"Told\n\n{TRAILER}")])
    assert run(["commits", "--repo", str(repo), "main~1..main", "-v"]) == 0
    assert '"Co-Authored-By: Claude <noreply@anthropic.com>"' in capfd.readouterr().out


def test_several_outputs_at_once(make: Make, tmp_path: Path, capfd: Capture) -> None:
    repo = make([Made(f"Told\n\n{TRAILER}")])
    file = tmp_path / "out.json"
    assert run(["commits", "--repo", str(repo), "--format", "text", "--format", f"json={file}"]) == 0
    assert json.loads(file.read_text())["totals"]["ai"] == 1
    assert "1 commit in HEAD" in capfd.readouterr().out


def test_a_range_that_is_unknown_leaves_the_file_alone(make: Make, tmp_path: Path, capfd: Capture) -> None:
    file = tmp_path / "out.json"
    file.write_text("mine")
    assert run(["commits", "--repo", str(make([Made()])), "nothing..main", "--format", f"json={file}"]) == 2
    assert file.read_text() == "mine"
    assert "nothing" in capfd.readouterr().err


def test_every_tool_is_listed(capfd: Capture) -> None:
    names = [path.stem for path in registry.rule_files("ai_tools")]
    assert run(["commits", "--tools", "--format", "json"]) == 0
    listed = json.loads(capfd.readouterr().out)["tools"]
    assert [tool["name"] for tool in listed] == sorted(names)
    assert all(tool["homepage"].startswith("https://") and tool["marks"] for tool in listed)
    assert run(["commits", "--tools"]) == 0
    assert capfd.readouterr().out.endswith(f"\n\n{len(names)} AI tools known to this version\n")
