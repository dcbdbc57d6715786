"""docs/reference is what the code says; every page, part and link of it is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from blastgate.policy.reading.schema import policy_schema
from blastgate.reference import pages
from blastgate.reference.policy import LAYERS

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "reference"
PAGES = pages()
HOW = "run: python -m blastgate.reference"


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_what_the_code_says(name: str) -> None:
    file = FOLDER / f"{name}.md"
    assert file.is_file(), HOW
    assert file.read_text(encoding="utf-8") == PAGES[name], HOW


def test_no_page_is_left_over() -> None:
    assert {file.stem for file in FOLDER.glob("*.md")} == set(PAGES), HOW


def test_each_key_of_the_policy_says_how_layers_join() -> None:
    assert set(LAYERS) == set(policy_schema()["properties"])


@pytest.mark.parametrize("name", PAGES)
def test_a_link_within_a_page_leads_to_a_heading(name: str) -> None:
    headings = {
        re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in re.findall(r"^#+ (.*)", PAGES[name], re.M)
    }
    assert set(re.findall(r"\]\(#([^)]+)\)", PAGES[name])) <= headings
