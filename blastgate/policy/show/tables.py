"""Plain tables as aligned text."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from blastgate.model.named import NamedTuple

GAP = 2
NARROWEST = 20


class Table(NamedTuple):
    """A title, the names of the columns, and rows of text; the last column is wrapped where the page is narrow."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def draw_table(table: Table, width: int) -> str:
    """Write one table as text of at most ``width`` columns where its words allow it, without a final newline."""
    grid = [table.columns, *table.rows]
    widths = [max(len(row[i]) for row in grid) for i in range(len(table.columns))]
    room = max(NARROWEST, width - sum(widths[:-1]) - GAP * len(widths))
    return "\n".join([table.title, *(line for row in grid for line in _lines(row, widths, room))])


def _lines(row: tuple[str, ...], widths: list[int], room: int) -> Iterator[str]:
    first, *others = textwrap.wrap(row[-1], room, break_on_hyphens=False) or [""]
    cells = [cell.ljust(size) for cell, size in zip(row[:-1], widths, strict=False)]
    gap = " " * GAP
    indent = len(gap.join(["", *cells, ""]))
    yield (gap + gap.join([*cells, first])).rstrip()
    yield from (" " * indent + line for line in others)
