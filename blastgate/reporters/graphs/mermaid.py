"""The graph for Mermaid, small enough for the limits under which GitHub draws it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from blastgate.model.wording import short
from blastgate.reporters.escape import for_terminal
from blastgate.reporters.graphs.interface import Arrow, GraphView, arrows, nodes
from blastgate.reporters.interface import PLAIN, Look

MAX_EDGES, MAX_NODES, MAX_CHARACTERS = 400, 400, 45_000  # Mermaid's own: maxEdges 500, maxTextSize 50,000
_NODE, _EDGE = 20, 60  # characters of a node beside its label, of an edge
# Labels are read as Markdown too (mermaid.js.org, "Markdown Strings"): no emphasis, list, link or icon comes of a name.
_UNSAFE = re.compile(r"[^\w /.,()+-]|(?<![^\W_])_|_(?![^\W_])|^[-+]|(?<=\d)[.)](?= )")


def draw(view: GraphView, _: Look = PLAIN) -> str:
    """Write a flowchart; what is affected or in focus comes first, and what is left out is told in the drawing."""
    return "".join(f"{line}\n" for line in _lines(view))


def _lines(view: GraphView) -> Iterator[str]:
    names, links = _chosen(view)
    kinds, ids = nodes(view), {name: f"n{index}" for index, name in enumerate(names)}
    yield "flowchart LR"
    for name in names:
        kind = f" ({kinds[name]})" if kinds[name] else ""
        yield f'  {ids[name]}["{_label(name)}{kind}"]'
    for link in links:
        arrow = "-.->" if link.kinds == ("runtime",) else "-->"
        yield f"  {ids[link.from_]} {arrow}|{', '.join(link.kinds)}| {ids[link.to]}"
    hidden = len(kinds) - len(names), len(arrows(view)) - len(links)
    if any(hidden):
        yield f'  more["not drawn: {hidden[0]:,} nodes, {hidden[1]:,} edges; use --format json"]'
    if marked := [ids[name] for name in names if name in view.affected]:
        yield "  classDef affected fill:#f9d0c4,stroke:#b60205,color:#000"
        yield f"  class {','.join(marked)} affected"


def _chosen(view: GraphView) -> tuple[list[str], list[Arrow]]:
    """Choose what fits, the affected and the focus first: edges with both ends, then nodes without edges."""
    near = {*view.affected, view.focus}
    names: dict[str, None] = {}
    links: list[Arrow] = []
    room = MAX_CHARACTERS
    for link in sorted(arrows(view), key=lambda a: (a.from_ not in near) + (a.to not in near)):
        new = {name for name in (link.from_, link.to) if name not in names}
        room -= _EDGE + sum(_NODE + len(_label(name)) for name in new)
        if room < 0 or len(links) == MAX_EDGES or len(names) + len(new) > MAX_NODES:
            break
        links.append(link)
        names |= dict.fromkeys(sorted(new))
    for name in sorted(nodes(view), key=lambda n: n not in near):
        if name not in names:
            room -= _NODE + len(_label(name))
            if room < 0 or len(names) == MAX_NODES:
                break
            names[name] = None
    return list(names), links


def _label(name: str) -> str:
    """Write a label: what could end it or mean markup is written as ``#code;`` (mermaid.js.org, entity codes)."""
    return _UNSAFE.sub(lambda hit: f"#{ord(hit[0])};", for_terminal(short(name)))
