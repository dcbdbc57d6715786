"""The verdict's page: says what the screen says, loads nothing, and no name becomes markup."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import assessments as made
import pytest
from generated import models
from hypothesis import HealthCheck, given, settings
from syrupy.assertion import SnapshotAssertion

from blastgate.model.assessment import Assessment
from blastgate.reporters import html
from blastgate.reporters.interface import PLAIN

TAGS = {
    *(
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "header",
        "footer",
        "h1",
        "h2",
        "p",
        "b",
        "code",
        "div",
        "span",
    ),
    *("table", "thead", "tbody", "tr", "th", "td", "ul", "li"),
}
VOID = {"meta"}
CASES = {
    "pass": made.assessment_of,
    "block": made.block,
    "hostile": made.hostile,
    "error": made.could_not_decide,
    "no-graph": made.without_graph,
}


class Page(HTMLParser):
    """The elements of a page, whether they nest, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.said = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS
        assert {name for name, _ in attributes} <= {"class", "lang", "charset", "content", "name", "http-equiv"}
        self.open += [] if tag in VOID else [tag]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.said += "" if self.open[-1:] == ["style"] else data


def read(text: str) -> str:
    """Parse a page; return what it says."""
    page = Page(text)
    assert page.open == []
    assert "default-src 'none'" in text
    assert not re.search(r"url\(|@import|https?://(?!claude)", text.partition("<body>")[0])
    return page.said


@pytest.mark.parametrize("name", CASES)
def test_a_page(name: str, screen: SnapshotAssertion) -> None:
    assert html.report(CASES[name](), PLAIN) == screen


def test_the_page_says_what_decides() -> None:
    said = read(html.report(made.block(), PLAIN))
    for words in ("BLOCK", "(guardrail ai-paths)", "take libs/auth out", "0 of 1", "@robin", "gateway → checkout"):
        assert words in said


def test_a_page_of_a_huge_change_is_cut_and_says_so() -> None:
    text = html.report(made.huge(), PLAIN)
    assert len(text) < 300_000
    assert "2,500 more are listed by --format json." in read(text)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(models(Assessment))
def test_no_name_becomes_markup(assessment: Assessment) -> None:
    assert read(html.report(assessment, PLAIN))


def test_no_page_gives_an_element_a_style_of_its_own() -> None:
    """Its security policy would drop it, and a browser would draw an empty box."""
    folder = Path(html.__file__).parent
    writers = [file for file in folder.rglob("*.py") if file.stem != "dot"]
    assert [file.name for file in writers if ' style="' in file.read_text(encoding="utf-8")] == []
