"""Size limits: what is measured, and which limits of which level a change does not fit."""

from __future__ import annotations

from blastgate.model.change import Change
from blastgate.model.classification import LEVELS, Bound, Level
from blastgate.model.impact import Impact
from blastgate.model.named import NamedTuple
from blastgate.policy.model import LevelLimits, Limits, Location, Policy

CODES = {  # the code of the reason for each limit, in the order of the limits, and what it counts
    "services": "services affected",
    "runtime-services": "more services that may notice at run time",
    "files": "files changed",
    "lines": "lines changed",
    "affected-files": "files affected through imports",
}


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
    measured = (
        impact.services_affected,
        impact.services_at_runtime,
        len(change.files),
        change.lines,
        impact.affected_files,
    )
    return tuple(
        Excess(code, noun, amount, limit, _above(row.level), row.location, index)
        for index, layer in enumerate(policy.layers)
        for row in _limited(layer.levels)
        for (code, noun), amount, limit in zip(CODES.items(), measured, _in_order(row.limits), strict=True)
        if limit is not None and (amount is None or amount > limit)
    )


def bounds(policy: Policy) -> tuple[Bound, ...]:
    """List what fits each level: per measure the smallest limit of all layers."""
    found: dict[tuple[str, Level], int] = {}
    for row in (row for layer in policy.layers for row in _limited(layer.levels)):
        for code, limit in zip(CODES, _in_order(row.limits), strict=True):
            if limit is not None:
                found[code, row.level] = min(limit, found.get((code, row.level), limit))
    return tuple(Bound(code, level, limit) for (code, level), limit in sorted(found.items()))


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
