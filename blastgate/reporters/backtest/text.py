"""A backtest on a terminal: the share that would wait, the tables, and what is in no figure."""

from __future__ import annotations

from collections.abc import Iterator

from blastgate.model.backtest import BacktestReport
from blastgate.reporters.backtest._tables import Table, heading, headline, missing, policies, tables
from blastgate.reporters.escape import for_terminal
from blastgate.reporters.interface import Look
from blastgate.reporters.screen.columns import columns
from blastgate.reporters.screen.cut import cut, rest
from blastgate.reporters.screen.ink import Line, Span, lay_out, line, shorten, title

ROWS, WARNINGS = 12, 5
SUBJECT_COLUMNS, NUMBERS = 60, 34


def report(answer: BacktestReport, look: Look) -> str:
    """Draw a backtest; quiet is the first line only."""
    lines = list(_lines(answer, look))
    return lay_out(lines[:1] if look.verbosity < 0 else lines, look)


def _lines(answer: BacktestReport, look: Look) -> Iterator[Line]:
    yield line(Span(headline(answer), "bold"), f"  {heading(answer)}", hang=2)
    yield from (line(Span("policy  ", "dim"), text, indent=2, hang=8) for text in policies(answer))
    for table in tables(answer) if answer.policies[0].judged else ():
        yield from _table(table, look)
    found = missing(answer)
    if found:
        shown = cut(found, WARNINGS, look)
        yield from (line(), title("Missing"), *(line(text, indent=2, hang=2) for text in shown), *rest(found, shown))


def _table(table: Table, look: Look) -> Iterator[Line]:
    shown = cut(table.rows, ROWS, look)
    yield line()
    yield title(table.title, table.about)
    if not shown:
        return
    cells = [(row[0], *(shorten(for_terminal(cell), SUBJECT_COLUMNS) for cell in row[1:])) for row in shown]
    right = () if table.words else range(1, len(table.heads))
    yield from list(columns(table.heads, cells, right, max(NUMBERS, look.width - NUMBERS + 6)))[1:]
    yield from rest(table.rows, shown)
