"""How the statistics look: on a terminal, in a spreadsheet, on a page; and that JSON keeps its contract."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import jsonschema
import pytest
from generated import models
from histories import DAY, START, TRAILER
from hypothesis import HealthCheck, Phase, given, settings
from syrupy.assertion import SnapshotAssertion

from blastgate.attribution.tools import load_tools
from blastgate.model.attribution import LineShare
from blastgate.model.change import Commit, Identity
from blastgate.model.codec import decode
from blastgate.model.stats import (
    GroupKind,
    Landed,
    RepositoryStats,
    StatsReport,
    Surviving,
    ToolLines,
    Touched,
    UnreadRepository,
)
from blastgate.reporters.interface import PLAIN, Look
from blastgate.reporters.stats import csv as as_csv
from blastgate.reporters.stats import html as as_html
from blastgate.reporters.stats import json as as_json
from blastgate.reporters.stats import text as as_text
from blastgate.reporters.stats._figures import line_share, percent, sparkline
from blastgate.schemas import shipped
from blastgate.stats.counting import Counted, count, merge
from blastgate.stats.groups import by_directory, by_tool
from blastgate.stats.method import method
from blastgate.stats.series import series_of, undated

QUICK = (Phase.explicit, Phase.reuse, Phase.generate)  # a report is too large to shrink in good time
FEW = settings(max_examples=25, deadline=None, phases=QUICK, suppress_health_check=list(HealthCheck))
ROBIN = Identity("Robin Example", "robin@example.com")
EVIL = "=cmd|'/c calc'!A1<script>alert(1)</script>\x1b[31m\u202e\xff"
TOOLS = load_tools()


def history(commits: int, ai_from: int, folder: str = "src") -> list[Landed]:
    """One commit every third day; from one on, two of three disclose a tool."""
    found = []
    for number in range(commits):
        told = number >= ai_from and number % 3
        message = f"Change {number}" + (f"\n\n{TRAILER}" if told else "")
        commit = Commit(f"{number:040x}", ("p",), ROBIN, ROBIN, "2025-01-01T00:00:00Z", message, additions=number)
        found.append(Landed(commit, START + number * 3 * DAY, (Touched(f"{folder}/a.py", number),)))
    return found


def counted(commits: int, ai_from: int, group: GroupKind | None = None, lines: bool = False) -> Counted:
    """Count such a history."""
    grouping = {"tool": by_tool(), "directory": by_directory(1)}.get(group or "")
    return count(history(commits, ai_from), TOOLS, Counted("month", lines), grouping)


def report_of(parts: dict[str, Counted], group: GroupKind | None = None) -> StatsReport:
    """Make the report of some counts."""
    whole = merge(parts, "month", False)
    ones = tuple(_one(name, part, group) for name, part in parts.items())
    words = method("month", group, whole.lines, False)
    return StatsReport(1, "month", group, "", "", 3, words, series_of(whole, group), ones)


def _one(name: str, part: Counted, group: GroupKind | None) -> RepositoryStats:
    return RepositoryStats(name, "main", "a" * 40, part.first, part.last, undated(part), series_of(part, group))


ONE = report_of({"shop": counted(200, 60, "tool", lines=True)}, "tool")
THREE = report_of({"shop": counted(200, 60), "bank": counted(40, 99), "new": counted(9, 0)})
STANDING = Surviving(120, 4, 24_310, 3_120, 0, 80, (ToolLines("claude-code", 3_000), ToolLines("cursor", 120)))
EMPTY = report_of({"empty": Counted("month")})


def with_everything() -> StatsReport:
    """A report with something in each section."""
    (one,) = ONE.repositories
    one = replace(one, surviving=STANDING, undated=2, warnings=("a shallow clone: older commits are not here",))
    return replace(ONE, repositories=(one,), unread=(UnreadRepository("gone", "is not a folder"),))


def hostile() -> StatsReport:
    """A report whose every name is a stranger's."""
    groups = tuple(replace(group, name=EVIL) for group in ONE.total.groups)
    (one,) = ONE.repositories
    one = replace(one, name=EVIL, revisions=EVIL, warnings=(EVIL,), surviving=STANDING)
    other = replace(one, name=f"@{EVIL}")
    unread = (UnreadRepository(EVIL, EVIL),)
    return replace(ONE, total=replace(ONE.total, groups=groups), repositories=(one, other), unread=unread)


REPORTS = {"one": ONE, "three": THREE, "everything": with_everything(), "hostile": hostile(), "empty": EMPTY}


@pytest.mark.parametrize("name", REPORTS)
def test_text(name: str, screen: SnapshotAssertion) -> None:
    assert as_text.report(REPORTS[name], PLAIN) == screen


def test_text_in_detail(screen: SnapshotAssertion) -> None:
    assert as_text.report(with_everything(), Look(verbosity=1)) == screen


def test_text_in_one_line() -> None:
    quiet = as_text.report(ONE, Look(verbosity=-1))
    assert quiet == "46.5 % of 200 commits disclose AI  shop (main)\n"


@pytest.mark.parametrize("name", REPORTS)
def test_json_keeps_its_schema_and_reads_back(name: str) -> None:
    data = json.loads(as_json.report(REPORTS[name], PLAIN))
    jsonschema.Draft202012Validator(shipped("stats")).validate(data)
    assert decode(StatsReport, data) == REPORTS[name]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@"])
def test_no_cell_is_a_formula(sign: str) -> None:
    (one,) = ONE.repositories
    report = replace(ONE, repositories=(replace(one, name=f" {sign}1+1\t"),))
    rows = list(csv.reader(io.StringIO(as_csv.report(report, PLAIN))))
    assert {row[0] for row in rows[1:]} == {f"' {sign}1+1\\x09"}


def test_csv(screen: SnapshotAssertion) -> None:
    assert as_csv.report(report_of({"shop": counted(12, 3, "directory", lines=True)}, "directory"), PLAIN) == screen


class Page(HTMLParser):
    """What a browser would see of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.words: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember a tag and its attributes."""
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        """Remember words."""
        self.words.append(data)


@pytest.mark.parametrize("name", REPORTS)
def test_the_page_runs_and_loads_nothing(name: str) -> None:
    text = as_html.report(REPORTS[name], PLAIN)
    page = Page(text)
    assert {"script", "iframe", "object", "link", "img", "base", "form", "a"}.isdisjoint(page.tags)
    assert not [key for key, _ in page.attributes if key.startswith("on") or key in ("style", "src", "href", "srcset")]
    assert all(line.isprintable() for line in text.split("\n"))
    assert "url(" not in text
    assert "@import" not in text


def test_the_page_allows_its_own_style_only() -> None:
    page = as_html.report(ONE, PLAIN)
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digest}'" in page


def test_the_page_shows_strangers_names_as_words() -> None:
    words = " ".join(Page(as_html.report(hostile(), PLAIN)).words)
    assert "<script>alert(1)</script>\\x1b[31m\\u202e" in words


def test_the_page_says_what_the_json_says() -> None:
    words = " ".join(Page(as_html.report(with_everything(), PLAIN)).words)
    for said in ("46.5 %", "93 of 200 commits", "lower bound", "claude-code", "24,310", "gone: not read", *ONE.method):
        assert said in words


def test_charts_stay_in_their_box() -> None:
    page = as_html.report(ONE, PLAIN)
    heights = [float(value) for value in re.findall(r'<rect class="(?:share|ai|other)"[^>]* height="([-\d.]+)"', page)]
    tops = [float(value) for value in re.findall(r'<rect class="(?:share|ai|other)"[^>]* y="([-\d.]+)"', page)]
    assert len(heights) > 20
    assert all(height >= 0 for height in heights)
    assert all(0 <= top <= 250 for top in tops)


@FEW
@given(models(StatsReport))
def test_any_report_can_be_drawn(report: StatsReport) -> None:
    for draw in (as_text, as_html, as_csv):
        drawn = draw.report(report, PLAIN)
        assert all(line.isprintable() for line in drawn.split("\n"))
    jsonschema.Draft202012Validator(shipped("stats")).validate(json.loads(as_json.report(report, PLAIN)))


def test_a_share_that_is_small_is_never_nothing() -> None:
    assert (percent(0.0), percent(0.00001), percent(None), percent(1.0)) == ("0.0 %", "<0.1 %", "–", "100.0 %")
    assert line_share(LineShare(10, 20, 100)) == "10.0 to 20.0 %"
    assert sparkline([None, 0.0, 0.001, 0.5, 1.0]) == " ▁▂▅█"
