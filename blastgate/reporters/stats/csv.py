"""The answer of ``blastgate stats`` as CSV, one row per repository, group and period, for a spreadsheet.

A cell that a spreadsheet would take for a formula begins with an apostrophe (OWASP, "CSV Injection").
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from blastgate.model.stats import Counts, Series, StatsReport
from blastgate.reporters.escape import for_terminal
from blastgate.reporters.interface import Look

ALL = "all"
COLUMNS = (
    "repository", "group", "name", "period", "commits", "ai", "unknown", "bot", "merges",
    "disclosed_share", "rolling_share", "lines", "ai_lines_min", "ai_lines_max", "overrides",
)  # fmt: skip
FORMULA = ("=", "+", "-", "@")
Row = tuple[str | int | float | None, ...]


def report(answer: StatsReport, _: Look) -> str:
    """Write a header and the rows; ``all`` stands for every repository, group or period. An unknown is empty."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for repository in answer.repositories:
        writer.writerows(_rows(repository.name, answer, repository.series))
    if len(answer.repositories) > 1:
        writer.writerows(_rows(ALL, answer, answer.total))
    return out.getvalue()


def _rows(repository: str, answer: StatsReport, series: Series) -> Iterator[Row]:
    told = {period.start: period.commits for period in series.overrides}
    yield (*_row((repository, ALL, ALL, ALL), series.counts, None), sum(told.values()))
    for period in series.periods:
        row = _row((repository, ALL, ALL, period.start), period.counts, period.rolling)
        yield (*row, told.get(period.start, 0))
    for group in series.groups:
        yield (*_row((repository, answer.group or ALL, group.name, ALL), group.counts, None), None)
        for period in group.periods:
            row = _row((repository, answer.group or ALL, group.name, period.start), period.counts, period.rolling)
            yield (*row, None)


def _row(names: tuple[str, ...], counts: Counts, rolling: float | None) -> Row:
    lines = counts.lines
    numbers = (counts.commits, counts.ai, counts.unknown, counts.bot, counts.merges, counts.share, rolling)
    added = (lines.total, lines.ai_min, lines.ai_max) if lines else (None, None, None)
    return (*map(cell, names), *numbers, *added)


def cell(text: str) -> str:
    """Make a stranger's text a cell that is only text."""
    safe = for_terminal(text)
    return f"'{safe}" if safe.lstrip().startswith(FORMULA) else safe
