"""Every measure of a change beside its limit: the one it broke, or the first that it fits."""

from __future__ import annotations

from blastgate.model.assessment import Assessment
from blastgate.model.classification import LEVELS, Level, Reason
from blastgate.model.named import NamedTuple


class Measure(NamedTuple):
    """One measure: its name, what was measured (None: unknown), the limit that counts, and the level if it broke it."""

    name: str
    measured: int | None
    limit: int | None
    level: Level | None
    detail: str = ""


NAMES = {  # by the code of the reason that breaks its limit
    "files": "files",
    "lines": "lines",
    "services": "services affected",
    "runtime-services": "services at runtime",
    "affected-files": "source files reached",
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
        "runtime-services": (impact.services_at_runtime, ""),
        "affected-files": (impact.affected_files, ""),
    }
    broken = _broken(assessment.classification.reasons)
    fits = {key: _first_fit(assessment, key, value) for key, (value, _) in found.items()}
    return tuple(_measure(key, value, detail, broken.get(key), fits[key]) for key, (value, detail) in found.items())


def _first_fit(assessment: Assessment, code: str, value: int | None) -> int | None:
    """Find the limit of the lowest level that a measure fits; None where it is unknown or has no limit."""
    limits = {bound.level: bound.limit for bound in assessment.classification.limits if bound.code == code}
    fitting = (limits[level] for level in LEVELS if level in limits and value is not None and value <= limits[level])
    return next(fitting, None)


def _broken(reasons: tuple[Reason, ...]) -> dict[str, Reason]:
    found: dict[str, Reason] = {}
    for reason in reasons:
        before = found.get(reason.code)
        if reason.code not in NAMES or reason.limit is None:
            continue
        if before is None or LEVELS.index(reason.level) > LEVELS.index(before.level):
            found[reason.code] = reason
    return found


def _measure(key: str, value: int | None, detail: str, reason: Reason | None, fit: int | None) -> Measure:
    if reason is None:
        return Measure(NAMES[key], value, fit, None, detail)
    return Measure(NAMES[key], reason.measured, reason.limit, reason.level, detail)
