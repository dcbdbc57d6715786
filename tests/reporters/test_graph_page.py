"""The page of a graph: small enough to send, loads nothing, and no name is ever more than a word on it."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from assessments import EVIL
from generated import hostile_text
from hypothesis import given, settings
from hypothesis import strategies as st

from blastgate.model.graph import Component, Edge, FileEdge
from blastgate.reporters.graphs import html
from blastgate.reporters.graphs._layout import BOX_WIDTH, COLUMN, lay_out
from blastgate.reporters.graphs.interface import Arrow, GraphView

LIMIT = 300_000
VOID = {"meta", "input"}
NAMES = ("web", "cart", "auth", "docs")


def view(names: list[str], pairs: list[tuple[str, str]]) -> GraphView:
    """Build a view of services joined by imports."""
    components = tuple(Component(name, name, "service", f"{name}/Dockerfile") for name in names)
    return GraphView(components=components, edges=tuple(Edge(a, b, "import", f"{a}/x.py:1") for a, b in pairs))


class Read(HTMLParser):
    """What a browser would see: every tag, whether they close in order, and the words."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.attributes: list[tuple[str, str]] = []
        self.open: list[str] = []
        self.words: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


SHOP = view([*NAMES], [("web", "cart"), ("cart", "auth"), ("web", "auth")])


def test_the_picture_and_the_tables_say_the_same() -> None:
    seen = Read(html.draw(SHOP))
    assert seen.open == []
    assert Counter(seen.words)["cart"] == 6  # box, hint, its row and folder, and a dependency each way
    assert sum(value == "node" for name, value in seen.attributes if name == "class") == len(NAMES)
    assert sum(value == "edge" for name, value in seen.attributes if name == "class") == len(SHOP.edges)
    assert "cart/x.py:1" in seen.words


def test_nothing_is_loaded_and_only_its_own_script_may_run() -> None:
    page = html.draw(SHOP)
    assert "default-src 'none'" in page
    assert re.search(r"script-src 'sha256-[\w+/=]{44}'", page)
    assert not re.search(r"\b(?:src|srcset|action|on\w+)=|https?://|@import|url\((?!#)", page)


def test_the_script_is_hidden_where_it_does_not_run() -> None:
    assert '<div class="bar" hidden>' in html.draw(SHOP)


@pytest.mark.parametrize("count", [1_000, 10_000])
def test_a_large_graph_is_cut_on_purpose(count: int) -> None:
    names = [f"packages/a-rather-long-name/component-{n:05}" for n in range(count)]
    page = html.draw(view(names, [*pairwise(names), *((name, names[0]) for name in names[1:])]))
    assert len(page.encode()) <= LIMIT
    left = re.search(r"Not drawn for want of room: ([\d,]+) boxes, ([\d,]+) arrows", page)
    assert left is not None
    drawn = sum(value == "node" for name, value in Read(page).attributes if name == "class")
    assert drawn + int(left[1].replace(",", "")) == count


def test_what_is_affected_is_drawn_first() -> None:
    names = [f"component-{n:05}" for n in range(5_000)]
    large = view(names, [*pairwise(names)])
    page = html.draw(GraphView("component", large.components, large.edges, affected=frozenset(names[-2:])))
    assert 'class="node affected"' in page
    assert names[-1] in page


def test_files_show_the_line_of_each_import() -> None:
    files = GraphView("file", files=("a/b.py", "c.py"), imports={"a/b.py": (FileEdge("c.py", "import", 7),)})
    assert "a/b.py:7" in Read(html.draw(files)).words


@settings(max_examples=30, deadline=None)
@given(st.lists(st.one_of(hostile_text, st.just(EVIL)), min_size=2, max_size=4, unique=True))
def test_hostile_names_are_words(names: list[str]) -> None:
    hostile = Read(html.draw(view(names, [(names[0], names[1])])))
    tame = Read(html.draw(view([*NAMES[: len(names)]], [(NAMES[0], NAMES[1])])))
    assert hostile.open == []
    assert hostile.tags == tame.tags


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=25))
def test_no_two_boxes_share_a_place_and_all_stand_inside(pairs: list[tuple[int, int]]) -> None:
    names = [f"n{index}" for index in range(10)]
    layout = lay_out(names, [Arrow(f"n{a}", f"n{b}", ("import",)) for a, b in sorted(set(pairs))])
    assert len(set(layout.places.values())) == len(names)
    assert all(place.x + BOX_WIDTH <= layout.width and place.y < layout.height for place in layout.places.values())


def test_users_stand_left_of_what_they_depend_on() -> None:
    places = lay_out(("c", "b", "a"), [Arrow("a", "b", ("import",)), Arrow("b", "c", ("import",))]).places
    assert [places[name].x for name in "abc"] == [12, 12 + COLUMN, 12 + 2 * COLUMN]
