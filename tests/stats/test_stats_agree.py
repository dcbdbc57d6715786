"""The figures of ``blastgate stats`` are those that plain ``git log``, counted by hand, gives."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from histories import BOT, Made, Make, git

from blastgate.cli.app import run


def stats(capfd: pytest.CaptureFixture[str], *arguments: str) -> Any:
    """Run the command and read its JSON."""
    assert run(["stats", *arguments, "--format", "json"]) == 0
    return json.loads(capfd.readouterr().out)


def by_hand(repo: Path, by: str) -> dict[str, Counter[str]]:
    """Count with plain git: one record per commit that is no merge, looked at with nothing but ``in``."""
    log = git(repo, "log", "--no-merges", "--format=%x1e%ct%x1f%ae%x1f%B", "main").decode()
    found: dict[str, Counter[str]] = {}
    for record in log.split("\x1e")[1:]:
        time, mail, message = record.split("\x1f")
        counts = found.setdefault(period(int(time), by), Counter())
        counts["bot" if mail in BOT else "commits"] += 1
        counts["ai"] += "Co-Authored-By: Claude" in message
    return found


def period(time: int, by: str) -> str:
    """Name the month or the Monday of a time."""
    then = datetime.fromtimestamp(time, UTC).date()
    return f"{then:%Y-%m}" if by == "month" else (then - timedelta(days=then.weekday())).isoformat()


@pytest.mark.parametrize("by", ["week", "month"])
def test_commits_per_period(by: str, make: Make, mixed: list[Made], capfd: pytest.CaptureFixture[str]) -> None:
    repo = make([commit for commit in mixed if commit.author != BOT or "Claude" not in commit.message])
    series = stats(capfd, str(repo), "--by", by)["total"]
    found = {p["start"]: p["counts"] for p in series["periods"]}
    expected = by_hand(repo, by)
    assert expected.keys() <= found.keys()
    for start, counts in found.items():
        wanted = expected.get(start, Counter())
        assert (counts["commits"], counts["ai"], counts["bot"]) == (wanted["commits"], wanted["ai"], wanted["bot"])
    merges = git(repo, "rev-list", "--merges", "--count", "main")
    assert series["counts"]["merges"] == int(merges)


def test_added_lines(make: Make, mixed: list[Made], capfd: pytest.CaptureFixture[str]) -> None:
    repo = make(commit for commit in mixed if commit.author != BOT)
    counts = stats(capfd, str(repo), "--lines")["total"]["counts"]
    numstat = git(repo, "log", "--no-merges", "--numstat", "--format=", "main").decode().splitlines()
    assert counts["lines"]["total"] == sum(int(line.split("\t")[0]) for line in numstat)
    told = git(repo, "log", "--no-merges", "--grep=Claude", "--numstat", "--format=", "main").decode().splitlines()
    assert counts["lines"]["ai_max"] == counts["lines"]["ai_min"] == sum(int(line.split("\t")[0]) for line in told)


def test_commits_per_directory(make: Make, mixed: list[Made], capfd: pytest.CaptureFixture[str]) -> None:
    repo = make(commit for commit in mixed if commit.author != BOT)
    groups = stats(capfd, str(repo), "--group", "directory")["total"]["groups"]
    found = {group["name"]: (group["counts"]["commits"], group["counts"]["ai"]) for group in groups}
    for folder in ("api", "web", "docs"):
        every = git(repo, "log", "--full-history", "--no-merges", "--format=%H", "main", "--", folder).split()
        told = git(
            repo, "log", "--full-history", "--no-merges", "--grep=Claude", "--format=%H", "main", "--", folder
        ).split()
        assert found[f"{folder}/"] == (len(every), len(told))


def test_periods_add_up_to_the_whole(make: Make, mixed: list[Made], capfd: pytest.CaptureFixture[str]) -> None:
    report = stats(capfd, str(make(mixed)), "--by", "week", "--lines")
    total = report["total"]
    for name in ("commits", "ai", "unknown", "bot", "merges"):
        assert sum(period["counts"][name] for period in total["periods"]) == total["counts"][name]
    assert sum(p["counts"]["lines"]["total"] for p in total["periods"]) == total["counts"]["lines"]["total"]
    assert report["repositories"][0]["series"] == total


def test_overrides_are_the_commits_that_tell_them(
    make: Make, mixed: list[Made], capfd: pytest.CaptureFixture[str]
) -> None:
    told = "\n\nBlastgate-Override: @dana, the shop is down"
    repo = str(make(made._replace(message=made.message + told * (n % 34 == 0)) for n, made in enumerate(mixed)))
    report = stats(capfd, repo, "--group", "directory")
    found = {period["start"]: period["commits"] for period in report["total"]["overrides"]}
    times = git(Path(repo), "log", "--grep=^Blastgate-Override: ", "--format=%ct", "main").decode().split()
    assert found == Counter(period(int(time), "month") for time in times)
    merges = git(Path(repo), "rev-list", "--merges", "--grep=^Blastgate-Override: ", "--count", "main")
    assert int(merges)
    assert run(["stats", repo, "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capfd.readouterr().out)))
    assert {row["period"]: int(row["overrides"]) for row in rows if row["overrides"] != "0"} == {
        "all": len(times),
        **found,
    }
    for form in ("text", "html"):
        assert run(["stats", repo, "--format", form]) == 0
        shown = capfd.readouterr().out.replace("<b>", "").replace("</b><span>", " ")
        assert f"{len(times)} commits went ahead by an override" in " ".join(shown.split())


def test_a_span_cuts_at_the_days_named(make: Make, mixed: list[Made], capfd: pytest.CaptureFixture[str]) -> None:
    repo = make(commit for commit in mixed if commit.author != BOT)
    counts = stats(capfd, str(repo), "--since", "2025-02-03", "--until", "2025-03")["total"]["counts"]
    times = [int(time) for time in git(repo, "log", "--no-merges", "--format=%ct", "main").split()]
    since, until = datetime(2025, 2, 3, tzinfo=UTC).timestamp(), datetime(2025, 4, 1, tzinfo=UTC).timestamp()
    assert counts["commits"] == sum(since <= time < until for time in times)


def test_the_csv_has_the_same_figures(make: Make, mixed: list[Made], capfd: pytest.CaptureFixture[str]) -> None:
    repo = str(make(mixed))
    total = stats(capfd, repo, "--group", "tool")["total"]
    assert run(["stats", repo, "--group", "tool", "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capfd.readouterr().out)))
    whole = [row for row in rows if row["group"] == "all"]
    assert [int(row["ai"]) for row in whole] == [total["counts"]["ai"], *(p["counts"]["ai"] for p in total["periods"])]
    assert [row["name"] for row in rows if row["group"] == "tool" and row["period"] == "all"] == ["claude-code"]
