"""From running counts to series: periods without gaps, rolling shares, groups by size, the trend."""

from __future__ import annotations

from collections.abc import Mapping

from blastgate.model.stats import GroupCounts, GroupKind, PeriodCounts, PeriodOverrides, Series, Trend
from blastgate.stats.counting import UNDATED, Counted, Sum, Sums, counts_of, ratio_of, sum_of
from blastgate.stats.periods import WINDOW, fill

MAX_GROUPS = 1_000  # the largest ones are listed
LEVEL_ORDER = {"high": 0, "medium": 1, "low": 2}


def series_of(counted: Counted, group: GroupKind | None) -> Series:
    """Make the series of what was counted. A tool's share is of all commits, any other group's of its own commits."""
    starts = fill((start for start in counted.periods if start != UNDATED), counted.by)
    groups = _groups(counted, group)
    return Series(
        counts_of(sum_of(counted.periods.values()), counted.lines),
        _trend(counted, starts),
        _periods(counted.periods, starts, counted),
        groups[:MAX_GROUPS],
        max(0, len(groups) - MAX_GROUPS),
        tuple(
            PeriodOverrides(start, sums.overrides) for start, sums in sorted(counted.periods.items()) if sums.overrides
        ),
    )


def undated(counted: Counted) -> int:
    """Count the commits whose date cannot be, automation and merges too."""
    found = counted.periods.get(UNDATED, Sum())
    return found.commits + found.bot + found.merges


def _periods(sums: Mapping[str, Sum], starts: list[str], counted: Counted) -> tuple[PeriodCounts, ...]:
    window = WINDOW[counted.by]
    return tuple(
        PeriodCounts(
            start,
            counts_of(sums.get(start, Sum()), counted.lines),
            _rolling(sums, starts[max(0, index + 1 - window) : index + 1]),
        )
        for index, start in enumerate(starts)
    )


def _rolling(sums: Mapping[str, Sum], starts: list[str]) -> float | None:
    found = sum_of(sums[start] for start in starts if start in sums)
    return ratio_of(found.ai, found.commits)


def _trend(counted: Counted, starts: list[str]) -> Trend:
    window = WINDOW[counted.by]
    before = starts[max(0, len(starts) - 2 * window) : max(0, len(starts) - window)]
    return Trend(_rolling(counted.periods, starts[-window:]), _rolling(counted.periods, before))


def _groups(counted: Counted, group: GroupKind | None) -> tuple[GroupCounts, ...]:
    starts = fill((start for start in counted.periods if start != UNDATED), counted.by)
    found = [_group(name, sums, counted, starts if group == "tool" else []) for name, sums in counted.groups.items()]
    return tuple(sorted(found, key=lambda one: _place(one, group)))


def _place(one: GroupCounts, group: GroupKind | None) -> tuple[int, int, str]:
    if group == "level":
        return LEVEL_ORDER.get(one.name, 3), 0, one.name
    return -(one.counts.ai if group == "tool" else one.counts.commits), -one.counts.ai, one.name


def _group(name: str, sums: Sums, counted: Counted, of_all: list[str]) -> GroupCounts:
    """``of_all`` periods make the counts a share of all commits; without them the group stands for itself."""
    if of_all:
        sums = {start: _against(found, counted.periods[start]) for start, found in _with_gaps(sums, counted).items()}
    own = sorted(start for start in sums if start != UNDATED)
    starts = fill(own, counted.by)
    periods = _periods(sums, starts, counted)
    kept = tuple(period for period in periods if period.counts.ai or (not of_all and period.counts.commits))
    return GroupCounts(name, counts_of(sum_of(sums.values()), counted.lines), kept)


def _with_gaps(sums: Sums, counted: Counted) -> Sums:
    return {start: sums.get(start, Sum()) for start in counted.periods}


def _against(found: Sum, everything: Sum) -> Sum:
    """Set a tool's commits against all commits of the period."""
    return Sum(
        everything.commits, found.ai, 0, 0, 0, 0, everything.added, found.ai_min, min(found.ai_max, everything.added)
    )
