"""Size limits: what is measured, and which limits of which level a change does not fit."""

from __future__ import annotations

from typing import NamedTuple

from blastgate.model.change import Change
from blastgate.model.classification import LEVELS, Level
from blastgate.model.impact import Impact
from blastgate.policy.model import LevelLimits, Limits, Location, Policy


class Excess(NamedTuple):
    """A limit that a change does not fit: it lifts the change to ``level``, one above the level the limit is of.

    ``measured`` is None where it could not be measured: unknown fits no limit.
    """

    code: str
    noun: str
    measured: int | None
    limit: int
    level: Level
    location: Location
    layer: int


def excesses(change: Change, impact: Impact, policy: Policy) -> tuple[Excess, ...]:
    """List the limits that a change does not fit, of every layer, in the order of the policy."""
    measures = (
        ("services", "services affected", impact.services_affected),
        ("runtime-services", "more services that may notice at run time", impact.services_at_runtime),
        ("files", "files changed", len(change.files)),
        ("lines", "lines changed", change.lines),
        ("affected-files", "files affected through imports", impact.affected_files),
    )
    return tuple(
        Excess(code, noun, measured, limit, _above(row.level), row.location, index)
        for index, layer in enumerate(policy.layers)
        for row in _limited(layer.levels)
        for (code, noun, measured), limit in zip(measures, _in_order(row.limits), strict=True)
        if limit is not None and (measured is None or measured > limit)
    )


def _limited(rows: tuple[LevelLimits, ...]) -> list[LevelLimits]:
    """Nothing is above high: its limits, were there any, decide nothing."""
    return [row for row in rows if row.level != "high"]


def _in_order(limits: Limits) -> tuple[int | None, ...]:
    return (
        limits.max_services,
        limits.max_runtime_services,
        limits.max_files,
        limits.max_lines,
        limits.max_affected_files,
    )


def _above(level: Level) -> Level:
    return LEVELS[LEVELS.index(level) + 1]
