"""Every measure of a change beside the limit it broke."""

from __future__ import annotations

from typing import NamedTuple

from blastgate.model.assessment import Assessment
from blastgate.model.classification import LEVELS, Level, Reason


class Measure(NamedTuple):
    """One measure: its name, what was measured (None: unknown), the limit it broke and the level that follows."""

    name: str
    measured: int | None
    limit: int | None
    level: Level | None
    detail: str = ""


NAMES = {
    "files": "files",
    "lines": "lines",
    "services": "services affected",
    "runtime_services": "services at runtime",
    "affected_files": "source files reached",
}


def measures(assessment: Assessment) -> tuple[Measure, ...]:
    """List the measures of a change in a fixed order, each with the highest level a broken limit gives it."""
    totals, impact = assessment.change.totals, assessment.impact
    known = totals.additions is not None and totals.deletions is not None
    detail = f"+{totals.additions:,} -{totals.deletions:,}" if known else "some files could not be counted"
    lines = (totals.additions or 0) + (totals.deletions or 0) if known else None
    found = {
        "files": (totals.files, f"{totals.binary:,} binary" if totals.binary else ""),
        "lines": (lines, detail),
        "services": (impact.services_affected, f"of {impact.services_total:,}" if impact.services_total else ""),
        "runtime_services": (impact.services_at_runtime, ""),
        "affected_files": (impact.affected_files, ""),
    }
    broken = _broken(assessment.classification.reasons)
    return tuple(_measure(key, value, detail, broken.get(key)) for key, (value, detail) in found.items())


def measure_of(reason: Reason) -> str:
    """Name the measure that a size reason speaks of, or ``""``: its code is the limit's key in the policy."""
    key = reason.code.replace("-", "_").removeprefix("max_")
    return key if key in NAMES and reason.limit is not None else ""


def _broken(reasons: tuple[Reason, ...]) -> dict[str, Reason]:
    found: dict[str, Reason] = {}
    for reason in reasons:
        key = measure_of(reason)
        if key and (key not in found or LEVELS.index(reason.level) > LEVELS.index(found[key].level)):
            found[key] = reason
    return found


def _measure(key: str, value: int | None, detail: str, reason: Reason | None) -> Measure:
    if reason is None:
        return Measure(NAMES[key], value, None, None, detail)
    return Measure(NAMES[key], reason.measured, reason.limit, reason.level, detail)
