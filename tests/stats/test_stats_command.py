"""``blastgate stats`` as a user meets it: odd repositories, odd dates, hostile names, many repositories."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from histories import DAY, PERSON, START, TRAILER, Made, Make, git

from blastgate.cli.app import run
from blastgate.testing import RepositoryBuilder

Capture = pytest.CaptureFixture[str]


def stats(capfd: Capture, *arguments: str, code: int = 0) -> Any:
    """Run the command and read its JSON."""
    assert run(["stats", *arguments, "--format", "json"]) == code
    return json.loads(capfd.readouterr().out)


def groups(report: Any) -> dict[str, tuple[int, int]]:
    """Commits and AI commits by group."""
    return {g["name"]: (g["counts"]["commits"], g["counts"]["ai"]) for g in report["total"]["groups"]}


def test_a_repository_without_a_commit(tmp_path: Path, capfd: Capture) -> None:
    git(tmp_path, "init", "--quiet")
    report = stats(capfd, str(tmp_path))
    assert report["total"]["counts"]["commits"] == 0
    assert report["total"]["counts"]["share"] is None
    assert report["repositories"][0]["warnings"] == ["there is no commit here yet"]


@pytest.mark.parametrize("kind", ["csv", "html", "text"])
def test_a_repository_without_a_commit_can_be_drawn(kind: str, tmp_path: Path, capfd: Capture) -> None:
    git(tmp_path, "init", "--quiet")
    assert run(["stats", str(tmp_path), "--format", kind]) == 0
    assert "NaN" not in capfd.readouterr().out


def test_a_repository_with_one_commit(make: Make, capfd: Capture) -> None:
    report = stats(capfd, str(make([Made(f"Start\n\n{TRAILER}", files=((b"a", b"x\n"),))])), "--lines")
    (period,) = report["total"]["periods"]
    assert (period["start"], period["counts"]["share"], period["rolling"]) == ("2025-01", 1.0, 1.0)
    assert period["counts"]["lines"] == {"ai_min": 1, "ai_max": 1, "total": 1}
    assert report["total"]["trend"] == {"last": 1.0, "before": None}


def test_without_a_default_branch_head_is_counted(tmp_path: Path, capfd: Capture) -> None:
    repo = RepositoryBuilder(tmp_path / "work", branch="odd/name")
    repo.commit("One")
    (one,) = stats(capfd, str(tmp_path / "work"))["repositories"]
    assert (one["revisions"], one["series"]["counts"]["commits"]) == ("HEAD", 1)


@pytest.mark.parametrize(
    ("date", "month"),
    [
        (f"{START - 1} +0000", "2024-12"),
        (f"{START} -1200", "2025-01"),
        (f"{START + 3600} +1400", "2025-01"),
        (f"{START - 3600} -0959", "2024-12"),
        (f"{START} +9999", "2025-01"),
        ("1 +0000", "1970-01"),
    ],
)
def test_a_month_is_that_of_utc(date: str, month: str, make: Make, capfd: Capture) -> None:
    (period,) = stats(capfd, str(make([Made(date=date)])))["total"]["periods"]
    assert period["start"] == month


@pytest.mark.parametrize("date", ["99999999999 +0000", "9223372036854775807 +0000", "18446744073709551614 +0000"])
def test_a_date_that_cannot_be_is_counted_in_no_period(date: str, make: Make, capfd: Capture) -> None:
    (one,) = stats(capfd, str(make([Made(), Made(date=date)])))["repositories"]
    assert (one["undated"], one["series"]["counts"]["commits"]) == (1, 2)
    assert [period["counts"]["commits"] for period in one["series"]["periods"]] == [1]


def test_commits_out_of_order_are_all_found(make: Make, capfd: Capture) -> None:
    order = (400, 10, 380, 0, 390, 20)
    repo = make([Made(date=f"{START + day * DAY} +0000") for day in order])
    counts = stats(capfd, str(repo), "--since", "2025-02")["total"]["counts"]
    assert counts["commits"] == 3


def test_silent_months_are_listed_and_years_of_a_wrong_clock_are_not(make: Make, capfd: Capture) -> None:
    repo = make([Made(date="1 +0000"), Made(), Made(date=f"{START + 100 * DAY} +0000")])
    starts = [period["start"] for period in stats(capfd, str(repo))["total"]["periods"]]
    assert starts == ["1970-01", "2025-01", "2025-02", "2025-03", "2025-04"]


def test_merges_and_the_test_merges_of_pull_requests(make: Make, capfd: Capture) -> None:
    synthetic = f"Merge {'a' * 40} into {'b' * 40}"
    repo = make([Made(), Made(), Made("Merge branch", merges=2), Made(synthetic, merges=2)])
    counts = stats(capfd, str(repo))["total"]["counts"]
    assert (counts["commits"], counts["merges"]) == (2, 1)


HOSTILE = (
    b"-rf/x",
    b"=1+1/x",
    b"\xff\xfe/x",
    b"new\nline/x",
    "\u202egnp/x".encode(),
    b"0123456789abcdef" * 2 + b"01234567/x",
)


def test_hostile_directories(make: Make, capfd: Capture) -> None:
    repo = make([Made(files=tuple((path, b"x\n") for path in HOSTILE)), Made(files=((b"a" * 40, b"x\n"),)), Made()])
    for more in ((), ("--lines",)):
        found = groups(stats(capfd, str(repo), "--group", "directory", *more))
        assert len(found) == len(HOSTILE) + 2
        assert found["./"] == found["(no files)"] == (1, 0)
        assert found["\udcff\udcfe/"] == (1, 0)


def test_depth_of_directories(make: Make, capfd: Capture) -> None:
    repo = make([Made(files=((b"a/b/c/x", b"1\n"), (b"a/y", b"1\n"), (b"z", b"1\n")))])
    assert set(groups(stats(capfd, str(repo), "--group", "directory", "--depth", "2"))) == {"a/b/", "a/", "./"}


def test_a_rename_touches_both_directories_and_adds_no_line(tmp_path: Path, capfd: Capture) -> None:
    repo = RepositoryBuilder(tmp_path / "work")
    repo.commit("One", {"old/a.txt": "1\n2\n3\n"})
    repo.rename("old/a.txt", "new/a.txt").commit("Two")
    report = stats(capfd, str(repo.path), "--group", "directory", "--lines")
    assert groups(report) == {"old/": (2, 0), "new/": (1, 0)}
    assert report["total"]["counts"]["lines"]["total"] == 3


def test_levels_by_the_policy_in_force(tmp_path: Path, capfd: Capture) -> None:
    repo = RepositoryBuilder(tmp_path / "work")
    repo.commit("Docs", {"docs/a.md": "x\n"})
    repo.commit(f"Auth\n\n{TRAILER}", {"services/auth/login.py": "x\n", "docs/b.md": "y\n"})
    repo.commit("Gate", {".github/workflows/ci.yml": "on: push\n"})
    report = stats(capfd, str(repo.path), "--group", "level")
    assert groups(report) == {"high": (2, 1), "low": (1, 0)}
    assert any("without size limits" in text for text in report["method"])


def test_components_are_those_of_the_head(tmp_path: Path, capfd: Capture) -> None:
    repo = RepositoryBuilder(tmp_path / "work")
    package = '{"name": "cart"}'
    repo.commit(f"Cart\n\n{TRAILER}", {"cart/package.json": package, "cart/a.js": "1\n", "notes.txt": "x\n"})
    assert groups(stats(capfd, str(repo.path), "--group", "component")) == {"cart": (1, 1), "(no component)": (1, 1)}


def test_a_tool_is_measured_against_all_commits(make: Make, capfd: Capture) -> None:
    two = f"Both\n\n{TRAILER}\nCo-authored-by: Cursor <cursoragent@cursor.com>"
    report = stats(capfd, str(make([Made(two), Made(f"One\n\n{TRAILER}"), Made(), Made()])), "--group", "tool")
    assert groups(report) == {"claude-code": (4, 2), "cursor": (4, 1)}
    assert report["total"]["counts"]["ai"] == 2


def test_many_repositories_in_one_call(make: Make, tmp_path: Path, capfd: Capture) -> None:
    make([Made(f"One\n\n{TRAILER}", files=((b"src/a", b"x\n"),))], "one/repo.git")
    make([Made(files=((b"src/a", b"x\n"),))], "two/repo.git")
    (tmp_path / "list").write_text("# ours\none/repo.git\n\ntwo/repo.git\n")
    report = stats(capfd, "--repos", str(tmp_path / "list"), "--group", "directory")
    assert [one["name"] for one in report["repositories"]] == ["one/repo", "two/repo"]
    assert groups(report) == {"one/repo: src/": (1, 1), "two/repo: src/": (1, 0)}
    assert report["total"]["counts"]["share"] == 0.5


def test_a_repository_that_cannot_be_read_is_told_and_never_green(make: Make, tmp_path: Path, capfd: Capture) -> None:
    repo = make([Made()])
    report = stats(capfd, str(repo), str(tmp_path / "nothing"), code=2)
    assert report["total"]["counts"]["commits"] == 1
    (unread,) = report["unread"]
    assert "is not a folder" in unread["why"]


def test_a_repository_named_by_two_ways_counts_once(tmp_path: Path, capfd: Capture) -> None:
    repo = RepositoryBuilder(tmp_path / "work")
    repo.commit("One", {"below/a": "x\n"})
    assert stats(capfd, str(repo.path), str(repo.path))["total"]["counts"]["commits"] == 1
    report = stats(capfd, str(repo.path), str(repo.path / "below"), code=2)
    assert report["total"]["counts"]["commits"] == 1
    assert "same repository as work" in report["unread"][0]["why"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--since", "yesterday"], "is no date: 'yesterday'"),
        (["--until", "2025-13"], "is no date"),
        (["--range", "nothing..main"], "nothing: is not a commit"),
        (["--repos", "/nowhere/list"], "cannot be read"),
        (["--by", "day"], "'day' is not one of"),
        (["/nowhere"], "is not a folder"),
    ],
)
def test_what_does_not_add_up_is_exit_2(arguments: list[str], said: str, make: Make, capfd: Capture) -> None:
    assert run(["stats", *([str(make([Made()]))] if "/nowhere" not in arguments else []), *arguments]) == 2
    assert said in capfd.readouterr().err


def test_a_range_and_a_shallow_clone(make: Make, tmp_path: Path, capfd: Capture) -> None:
    repo = make([Made(), Made(), Made()])
    assert stats(capfd, str(repo), "--range", "main~1..main")["total"]["counts"]["commits"] == 1
    git(tmp_path, "clone", "--quiet", "--bare", "--depth=2", repo.as_uri(), "shallow")
    (one,) = stats(capfd, str(tmp_path / "shallow"))["repositories"]
    assert one["series"]["counts"]["commits"] == 2
    assert "shallow clone" in one["warnings"][0]


def test_nobody_is_named(make: Make, mixed: list[Made], capfd: Capture) -> None:
    repo = str(make(mixed))
    for kind in ("text", "json", "csv", "html"):
        assert run(["stats", repo, "--lines", "--group", "tool", "--surviving", "--format", kind, "-v"]) == 0
        out = capfd.readouterr().out.lower()
        assert "robin" not in out
        assert "dependabot" not in out
    assert "Robin" in PERSON


def test_progress_only_on_a_terminal(make: Make, mixed: list[Made], capfd: Capture) -> None:
    assert run(["stats", str(make(mixed)), "-q"]) == 0
    captured = capfd.readouterr()
    assert captured.err == ""
    assert captured.out.count("\n") == 1
