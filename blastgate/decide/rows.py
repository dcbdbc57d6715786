"""The gate tables: in each layer the first row that matches holds."""

from __future__ import annotations

from blastgate.guardrails.interface import Case
from blastgate.model.classification import LEVELS, Level
from blastgate.model.named import NamedTuple
from blastgate.model.verdict import Outcome, strictest
from blastgate.policy.model import GateRow, Layer, Policy

UNCOVERED: Outcome = "review"  # a cell that no row covers is never a pass


class Answer(NamedTuple):
    """What one layer's table says; ``row`` is None where no row covers the case."""

    layer: Layer
    row: GateRow | None

    @property
    def outcome(self) -> Outcome:
        return self.row.then if self.row else UNCOVERED


def ask_tables(case: Case, policy: Policy, level: Level) -> tuple[Answer, ...]:
    """Ask the table of every layer that has one, as if the change had the given level."""
    return tuple(Answer(layer, _first(layer.gate, case, level)) for layer in policy.layers if layer.gate)


def outcome_of(answers: tuple[Answer, ...]) -> Outcome:
    """Return the strictest answer; where no layer has a table, nothing is covered."""
    return strictest(tuple(a.outcome for a in answers)) if answers else UNCOVERED


def deciding_row(answers: tuple[Answer, ...]) -> GateRow | None:
    """Find the row that decides; among equals the one of the last layer, which the team wrote itself.

    None where a layer's gap is stricter than every row.
    """
    rows = [answer.row for answer in reversed(answers) if answer.row and answer.outcome == outcome_of(answers)]
    return rows[0] if rows else None


def rows_for_groups(case: Case, policy: Policy) -> tuple[GateRow, ...]:
    """List the rows that would match, were the author in the group they name."""
    rows = (row for layer in policy.layers for row in layer.gate if row.author != "any")
    return tuple(row for row in rows if _fits(row, case, case.classification.level))


def levels_from(level: Level) -> tuple[Level, ...]:
    """List a level and the ones above it."""
    return LEVELS[LEVELS.index(level) :]


def _first(rows: tuple[GateRow, ...], case: Case, level: Level) -> GateRow | None:
    return next((row for row in rows if _matches(row, case, level)), None)


def _matches(row: GateRow, case: Case, level: Level) -> bool:
    return _fits(row, case, level) and (row.author == "any" or row.author in case.author_groups)


def _fits(row: GateRow, case: Case, level: Level) -> bool:
    return row.level in ("any", level) and row.ai_assisted in ("any", "yes" if case.ai else "no")
