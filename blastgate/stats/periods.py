"""Weeks and months of commits, in UTC. A week begins on Monday (ISO 8601)."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from blastgate.errors import UsageError
from blastgate.model.stats import PeriodKind

DAY = 86_400
EPOCH = date(1970, 1, 1)
LAST_TIME = 4_102_444_800  # 2100-01-01: what is later is no date but a mistake
WINDOW: dict[PeriodKind, int] = {"week": 4, "month": 3}  # periods of a rolling share
LONGEST_GAP: dict[PeriodKind, int] = {"week": 520, "month": 120}  # periods without a commit that are still listed
_day = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?", re.ASCII).fullmatch


def is_date(time: int) -> bool:
    """Tell whether a time in Unix seconds can be when somebody committed."""
    return 0 <= time < LAST_TIME


def day_of(time: int) -> str:
    """Write a time in Unix seconds as a day in UTC: ``2026-11-21``."""
    return (EPOCH + timedelta(days=time // DAY)).isoformat()


def period_of(by: PeriodKind) -> Callable[[int], str]:
    """Return the function from a time in Unix seconds to its period: ``2026-11``, or the Monday ``2026-11-16``."""
    start = _month if by == "month" else _monday

    def find(time: int) -> str:
        return start(time // DAY)

    return find


@lru_cache(maxsize=50_000)
def _month(day: int) -> str:
    return (EPOCH + timedelta(days=day)).isoformat()[:7]


@lru_cache(maxsize=50_000)
def _monday(day: int) -> str:
    then = EPOCH + timedelta(days=day)
    return (then - timedelta(days=then.weekday())).isoformat()


def fill(starts: Iterable[str], by: PeriodKind) -> list[str]:
    """List periods in order with those between them; a gap of ten years is a wrong clock and stays open."""
    known = sorted(set(starts))
    filled = known[:1]
    for start in known[1:]:
        between: list[str] = []
        following = _next(filled[-1], by)
        while following < start and len(between) <= LONGEST_GAP[by]:
            between.append(following)
            following = _next(following, by)
        filled += [*(between if len(between) <= LONGEST_GAP[by] else ()), start]
    return filled


def _next(start: str, by: PeriodKind) -> str:
    if by == "week":
        return (date.fromisoformat(start) + timedelta(days=7)).isoformat()
    year, month = int(start[:4]), int(start[5:7])
    return f"{year + month // 12:04d}-{month % 12 + 1:02d}"


def begin_of(text: str, option: str) -> int:
    """Find the first second of a day, month or year (``2026-11-21``, ``2026-11``, ``2026``), UTC.

    Raises UsageError for any other text.
    """
    return _second(text, option, last=False)


def end_of(text: str, option: str) -> int:
    """Find the last second of a day, month or year, UTC. Raises UsageError for any other text."""
    return _second(text, option, last=True)


def _second(text: str, option: str, last: bool) -> int:
    found = _day(text)
    try:
        if found is None:
            raise ValueError(text)
        year, month = int(found["year"]), int(found["month"] or (12 if last else 1))
        day = int(found["day"] or (monthrange(year, month)[1] if last else 1))
        begin = int(datetime(year, month, day, tzinfo=UTC).timestamp())
    except (ValueError, IndexError):
        raise UsageError(f"is no date: {text!r}", option, "write 2026-11-21, 2026-11 or 2026") from None
    return begin + DAY - 1 if last else begin
