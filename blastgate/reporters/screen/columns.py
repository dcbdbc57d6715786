"""Tables on a terminal: columns as wide as what stands in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from blastgate.reporters.escape import for_terminal
from blastgate.reporters.screen.ink import Line, Span, line, shorten, width_of

NAME_COLUMNS = 34


def columns(
    heads: Sequence[str], cells: Sequence[Sequence[str]], right: Sequence[int], widest: int = NAME_COLUMNS
) -> Iterator[Line]:
    """Lay out columns, those of ``right`` to the right; names (the first column) are escaped and cut to ``widest``
    before they are measured, so that columns stay columns."""
    rows = [[shorten(for_terminal(cell), widest) if not at else cell for at, cell in enumerate(row)] for row in cells]
    widths = [max(width_of(row[at]) for row in (list(heads), *rows)) for at in range(len(heads))]
    yield line()
    for number, row in enumerate((heads, *rows)):
        texts = [_aligned(cell, widths[at], at in right) for at, cell in enumerate(row)]
        yield line(Span("  ".join(texts), "" if number else "bold"), indent=2, hang=2)


def _aligned(cell: str, width: int, right: bool) -> str:
    blanks = " " * (width - width_of(cell))
    return blanks + cell if right else cell + blanks
