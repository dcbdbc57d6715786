"""The graph for Graphviz."""

from __future__ import annotations

from collections.abc import Iterator

from blastgate.reporters.escape import for_terminal
from blastgate.reporters.graphs.interface import Arrow, GraphView, arrows, nodes
from blastgate.reporters.interface import PLAIN, Look


def draw(view: GraphView, _: Look = PLAIN) -> str:
    """Write a directed graph in the DOT language; every name is a quoted string."""
    return "".join(f"{line}\n" for line in _lines(view))


def _lines(view: GraphView) -> Iterator[str]:
    yield "digraph blastgate {"
    yield '  rankdir="LR";'
    yield '  node [shape="box", fontname="sans-serif"];'
    ids = {name: f"n{index}" for index, name in enumerate(nodes(view))}
    for name, kind in nodes(view).items():
        style = ', style="filled", fillcolor="#f9d0c4"' if name in view.affected else ""
        weight = ', penwidth="3"' if name == view.focus else ""
        yield f"  {ids[name]} [label={_quoted(name)}{f', tooltip={_quoted(kind)}' if kind else ''}{style}{weight}];"
    for arrow in arrows(view):
        yield f"  {ids[arrow.from_]} -> {ids[arrow.to]} [{_looks(arrow)}];"
    for warning in view.warnings:
        yield f"  // not seen: {for_terminal(warning)}"
    yield "}"


def _looks(arrow: Arrow) -> str:
    dashed = ', style="dashed"' if arrow.kinds == ("runtime",) else ""
    return f"label={_quoted(', '.join(arrow.kinds))}{dashed}"


def _quoted(text: str) -> str:
    """Quote a string: a backslash would begin an escape such as ``\\N`` (graphviz.org/docs/attr-types/escString)."""
    escaped = for_terminal(text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
