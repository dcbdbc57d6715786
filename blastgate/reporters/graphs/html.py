"""The graph as one page to look around in: a picture, a search, and the same in tables. It loads nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from blastgate.model.graph import Component
from blastgate.model.wording import short
from blastgate.reporters.escape import for_html
from blastgate.reporters.graphs._chosen import Chosen, Room, choose
from blastgate.reporters.graphs._layout import BOX_HEIGHT, BOX_WIDTH, Layout, Place, lay_out
from blastgate.reporters.graphs._page import SCRIPT, STYLE
from blastgate.reporters.graphs.interface import Arrow, GraphView, arrows, nodes
from blastgate.reporters.interface import PLAIN, Look
from blastgate.reporters.page import Cell, Page, shell, table, words
from blastgate.reporters.wording.phrases import count

LIMIT = 300_000  # bytes of a page
ROOM = Room(nodes=400, edges=800, characters=200_000, node=120, edge=60)
SMALLER = 0.8  # of the room, as often as a page comes out too large
LABEL = 26  # characters of a name in a box
BEND = 40


def draw(view: GraphView, _: Look = PLAIN) -> str:
    """Write the page; what it has no room for is counted on it, and in ``--format json``."""
    room, page = ROOM, _page(view, ROOM)
    while len(page.encode("utf-8", "backslashreplace")) > LIMIT:
        boxes, links, characters = (int(part * SMALLER) for part in room[:3])
        room = room._replace(nodes=boxes, edges=links, characters=characters)
        page = _page(view, room)
    return page


def _page(view: GraphView, room: Room) -> str:
    noun = "Components" if view.level == "component" else "Files"
    title = f"{noun} and their dependencies" + (f": {short(view.focus)}" if view.focus else "")
    return shell(Page(title, "blastgate graph", _body(view, title, choose(view, room, short)), STYLE, SCRIPT))


def _body(view: GraphView, title: str, chosen: Chosen) -> Iterator[str]:
    ids = {name: index for index, name in enumerate(chosen.names)}
    noun = "component" if view.level == "component" else "file"
    total = f"{count(len(nodes(view)), noun)}, {count(len(arrows(view)), 'dependency', 'dependencies')}"
    yield f"<h1>{for_html(title)}</h1>"
    yield f'<p class="soft">{total}. An arrow leads from who depends to what it depends on.</p>'
    yield from _left_out(chosen)
    yield '<div class="bar" hidden><input type="search" placeholder="Search" aria-label="Search">'
    yield '<output aria-live="polite">A click shows who depends on a box, and what it depends on.</output></div>'
    yield from _legend(view)
    yield from _picture(view, chosen, ids)
    yield from _tables(view, chosen, ids)
    if view.warnings:
        listed = "".join(f"<li>{for_html(short(text))}</li>" for text in view.warnings[:100])
        yield f'<h2>Gaps in the graph</h2><ul class="missing">{listed}</ul>'


def _left_out(chosen: Chosen) -> Iterator[str]:
    if any(chosen.hidden):
        left = f"Not drawn for want of room: {chosen.hidden[0]:,} boxes, {chosen.hidden[1]:,} arrows"
        yield f'<p class="missing">{left}. --focus draws a part, --format json writes all.</p>'


def _legend(view: GraphView) -> Iterator[str]:
    kinds = sorted(set(nodes(view).values()) - {""})
    keys = [f'<i class="{kind}"></i>{kind}' for kind in kinds]
    keys += ['<i class="mark"></i>affected'] if view.affected else []
    keys += ['<i class="line"></i>by code', '<i class="line dashed"></i>at runtime, or types only']
    yield f'<p class="legend">{" ".join(keys)}</p>'


def _picture(view: GraphView, chosen: Chosen, ids: Mapping[str, int]) -> Iterator[str]:
    layout = lay_out(chosen.names, chosen.links)
    kinds = nodes(view)
    box = f'width="{layout.width}" height="{layout.height}" viewBox="0 0 {layout.width} {layout.height}"'
    yield f'<figure><svg {box} role="img" aria-label="The graph; the tables below say the same">'
    yield '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
    yield '<path d="M0 0L8 4L0 8z"/></marker></defs>'
    yield from (_edge(link, layout, ids) for link in chosen.links)
    for name in chosen.names:
        yield _node(name, kinds[name], layout.places[name], (ids[name], view))
    yield "</svg></figure>"


def _edge(link: Arrow, layout: Layout, ids: Mapping[str, int]) -> str:
    start, end = layout.places[link.from_], layout.places[link.to]
    x1, y1, y2 = start.x + BOX_WIDTH, start.y + BOX_HEIGHT // 2, end.y + BOX_HEIGHT // 2
    forward = end.x > start.x
    x2, bend = (end.x, -BEND) if forward else (end.x + BOX_WIDTH, BEND)
    dashed = " dashed" if set(link.kinds) <= {"runtime", "type-import"} else ""
    path = f"M{x1} {y1}C{x1 + BEND} {y1} {x2 + bend} {y2} {x2} {y2}"
    ends = f'data-a="{ids[link.from_]}" data-b="{ids[link.to]}"'
    return f'<path class="edge{dashed}" {ends} marker-end="url(#tip)" d="{path}"/>'


def _node(name: str, kind: str, place: Place, of: tuple[int, GraphView]) -> str:
    index, view = of
    marks = (" affected" if name in view.affected else "") + (" focus" if name == view.focus else "")
    shown = name if view.level == "component" else "/".join(name.split("/")[-2:])
    stripe = f'<rect class="{kind}" width="5" height="{BOX_HEIGHT}" rx="2"/>' if kind else ""
    return (
        f'<g class="node{marks}" id="n{index}" data-n="{index}" data-name="{for_html(short(name))}" tabindex="0" '
        f'transform="translate({place.x} {place.y})">'
        f'<rect class="box" width="{BOX_WIDTH}" height="{BOX_HEIGHT}" rx="4"/>{stripe}'
        f'<text x="13" y="20">{for_html(_label(shown))}</text><title>{for_html(short(name))}</title></g>'
    )


def _tables(view: GraphView, chosen: Chosen, ids: Mapping[str, int]) -> Iterator[str]:
    names = sorted(chosen.names)
    uses, users = Counter(link.from_ for link in chosen.links), Counter(link.to for link in chosen.links)
    about = {c.name: words(c.kind, _folder(c)) for c in view.components} if view.level == "component" else {}
    heads = ("Component", "Kind", "Folder") if about else ("File",)
    rows = [
        [_link(name, ids[name]), *about.get(name, ()), ("n", f"{uses[name]}"), ("n", f"{users[name]}")]
        for name in names
    ]
    yield f"<h2>{heads[0]}s</h2>"
    yield from table((*heads, "Depends on", "Used by"), rows, keys=[ids[name] for name in names])
    if found := [_row(link, proof) for link, proof in _proven(view, chosen)]:
        yield "<h2>Dependencies</h2>"
        yield from table(("From", "To", "How", "Proof"), found)


def _link(name: str, index: int) -> Cell:
    return "", f'<a href="#n{index}" data-n="{index}">{for_html(short(name))}</a>'


def _folder(component: Component) -> str:
    return "not in this repository" if component.root is None else short(component.root) or "."


def _row(link: Arrow, proof: str) -> list[Cell]:
    return [*words(short(link.from_), short(link.to), kind="w"), *words(", ".join(link.kinds), short(proof))]


def _proven(view: GraphView, chosen: Chosen) -> Iterator[tuple[Arrow, str]]:
    """Give each drawn arrow the first line that proves it."""
    proofs: dict[tuple[str, str], str] = {}
    if view.level == "component":
        for edge in sorted(view.edges, key=lambda e: e.evidence):
            proofs.setdefault((edge.from_, edge.to), edge.evidence)
    for link in sorted(chosen.links):
        line = next((e.line for e in view.imports.get(link.from_, ()) if e.to == link.to), 0)
        yield link, proofs.get((link.from_, link.to)) or f"{link.from_}:{line}"


def _label(name: str) -> str:
    return name if len(name) <= LABEL else f"{name[: LABEL // 3]}…{name[LABEL // 3 + 1 - LABEL :]}"
