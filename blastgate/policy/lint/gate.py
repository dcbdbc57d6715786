"""Gate tables: cells nobody answers, rows that are never reached, and answers looser than those of a lower level."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from blastgate.model.classification import LEVELS, Level
from blastgate.model.verdict import OUTCOMES
from blastgate.policy.lint.finding import Finding
from blastgate.policy.model import GateRow, Location, Policy

ANSWERS = ("no", "yes")


def lint_gate(policy: Policy) -> Iterator[Finding]:
    """Yield what is wrong with the tables of a policy."""
    tables = [layer.gate for layer in policy.layers if layer.gate]
    for table in tables:
        yield from _unreachable(table)
    yield from _uncovered(tables)
    yield from _looser(tables)


def answers(tables: list[tuple[GateRow, ...]], level: str, ai_assisted: str, author: str | None) -> list[GateRow]:
    """Return the row that each table answers with, the strictest first; tables without a matching row have no say."""
    rows = [next((row for row in table if matches(row, level, ai_assisted, author)), None) for table in tables]
    found = [row for row in rows if row is not None]
    return sorted(found, key=lambda row: (-OUTCOMES.index(row.then), -len(row.by)))


def matches(row: GateRow, level: str, ai_assisted: str, author: str | None) -> bool:
    """Tell whether a row matches a cell; an author of None belongs to no group."""
    return row.level in ("any", level) and row.ai_assisted in ("any", ai_assisted) and row.author in ("any", author)


def _unreachable(table: tuple[GateRow, ...]) -> Iterator[Finding]:
    for position, row in enumerate(table):
        levels = LEVELS if row.level == "any" else (row.level,)
        ways = ANSWERS if row.ai_assisted == "any" else (row.ai_assisted,)
        author = None if row.author == "any" else row.author
        takers = {_taker(table[:position], level, way, author) for level in levels for way in ways}
        if None not in takers:
            lines = ", ".join(str(line) for line in sorted(taker.location.line for taker in takers if taker))
            text = f"row {row.index} is never reached: line {lines} takes all of it"
            yield Finding("warning", row.location, text, "move it up, or delete it")


def _taker(rows: tuple[GateRow, ...], level: str, ai_assisted: str, author: str | None) -> GateRow | None:
    return next((row for row in rows if matches(row, level, ai_assisted, author)), None)


def _uncovered(tables: list[tuple[GateRow, ...]]) -> Iterator[Finding]:
    """An author in no group is the hardest to cover."""
    last = tables[-1][-1].location if tables else Location("", 1)
    for level in LEVELS:
        for way in ANSWERS:
            if not answers(tables, level, way, None):
                text = f"no row answers for a {level} change, AI-assisted {way}, by an author in no group"
                row = f"{{level: {level}, ai_assisted: {way}, author: any, then: review, by: [senior]}}"
                yield Finding("error", last, text, f"add a row, as in {row}")


def _looser(tables: list[tuple[GateRow, ...]]) -> Iterator[Finding]:
    authors: list[str | None] = [None, *sorted({row.author for table in tables for row in table} - {"any"})]
    for author in authors:
        for way in ANSWERS:
            for low, high in pairwise(LEVELS):
                yield from _compare(tables, (low, way, author), (high, way, author), f"a {low} change")
        for level in LEVELS:
            yield from _compare(tables, (level, "no", author), (level, "yes", author), "one that is not AI-assisted")


Cell = tuple[Level, str, str | None]


def _compare(tables: list[tuple[GateRow, ...]], weaker: Cell, stronger: Cell, than: str) -> Iterator[Finding]:
    """The stronger cell must be answered at least as strictly as the weaker one."""
    below, above = answers(tables, *weaker), answers(tables, *stronger)
    if below and above and _is_looser(above[0], below[0]):
        row, other = above[0], below[0]
        text = f"row {row.index} ({_said(row)}) is looser than {than} gets on {other.location} ({_said(other)})"
        yield Finding("error", row.location, text, "make it at least as strict")


def _is_looser(row: GateRow, other: GateRow) -> bool:
    if row.then != other.then:
        return OUTCOMES.index(row.then) < OUTCOMES.index(other.then)
    return set(row.by) < set(other.by)


def _said(row: GateRow) -> str:
    return f"{row.then} by {', '.join(row.by)}" if row.by else row.then
