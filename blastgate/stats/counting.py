"""Count commits and added lines, by period and by group, while a history streams by; nothing of a commit is kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from blastgate.attribution.attribute import attribute_commit, is_synthetic_merge, share
from blastgate.attribution.tools import Tools
from blastgate.model.attribution import CommitAttribution, LineShare
from blastgate.model.stats import Counts, Landed, PeriodKind
from blastgate.stats.groups import Grouping, lines_by_group
from blastgate.stats.overrides import told_override
from blastgate.stats.periods import day_of, is_date, period_of

NO_LINES = LineShare(0, 0, 0)
UNDATED = ""  # the period of commits whose date cannot be
Sums = dict[str, "Sum"]


@dataclass(slots=True)
class Sum:
    """Running counts of one period, or of one group in one period."""

    commits: int = 0
    ai: int = 0
    unknown: int = 0
    bot: int = 0
    merges: int = 0
    overrides: int = 0
    added: int = 0
    ai_min: int = 0
    ai_max: int = 0

    def add(self, other: Sum) -> None:
        """Add other counts to these."""
        self.commits += other.commits
        self.ai += other.ai
        self.unknown += other.unknown
        self.bot += other.bot
        self.merges += other.merges
        self.overrides += other.overrides
        self.add_lines(LineShare(other.ai_min, other.ai_max, other.added))

    def add_lines(self, lines: LineShare) -> None:
        """Add lines to these counts."""
        self.added += lines.total
        self.ai_min += lines.ai_min
        self.ai_max += lines.ai_max


@dataclass(slots=True)
class Counted:
    """What was counted of a history: ``periods``, ``groups`` by name and period, the ``first`` and the ``last`` day."""

    by: PeriodKind
    lines: bool = False
    periods: Sums = field(default_factory=dict)
    groups: dict[str, Sums] = field(default_factory=dict)
    first: str = ""
    last: str = ""

    def seen(self, day: str) -> None:
        """Take note of a day with a commit."""
        self.first = min(self.first, day) if self.first else day
        self.last = max(self.last, day)


def count(history: Iterable[Landed], tools: Tools, into: Counted, grouping: Grouping | None = None) -> Counted:
    """Count a history. Merges and automation stand apart; test merges of pull requests are left out."""
    period = period_of(into.by)
    for landed in history:
        commit = landed.commit
        if is_synthetic_merge(commit):
            continue
        dated = landed.time is not None and is_date(landed.time)
        start = period(landed.time) if dated and landed.time is not None else UNDATED
        if dated and landed.time is not None:
            into.seen(day_of(landed.time))
        total = into.periods.get(start)
        if total is None:
            total = into.periods[start] = Sum()
        total.overrides += bool(told_override(commit.message))
        if len(commit.parents) > 1:
            total.merges += 1
            continue
        judged = attribute_commit(commit, tools)
        _add(total, judged, share([(commit, judged)]) if into.lines else NO_LINES)
        if grouping is not None and judged.state != "bot":
            _add_to_groups(into, start, landed, judged, grouping)
    return into


def _add(to: Sum, judged: CommitAttribution, lines: LineShare) -> None:
    if judged.state == "bot":
        to.bot += 1
        return
    to.commits += 1
    to.ai += judged.state == "ai"
    to.unknown += judged.state == "unknown"
    to.add_lines(lines)


def _add_to_groups(into: Counted, start: str, landed: Landed, judged: CommitAttribution, grouping: Grouping) -> None:
    lines = share([(landed.commit, judged)]) if into.lines else NO_LINES
    for name, added in lines_by_group(landed, judged, grouping).items():
        sums = into.groups.setdefault(name, {})
        _add(sums.setdefault(start, Sum()), judged, _part(lines, added))


def _part(lines: LineShare, added: int) -> LineShare:
    """The part of a commit's lines that a group has: a note that tells fewer lines does not tell in which group."""
    if added == lines.total:
        return lines
    surely = lines.ai_min == lines.total
    return LineShare(added if surely else 0, min(added, lines.ai_max), added)


def merge(parts: Mapping[str, Counted], by: PeriodKind, prefixed: bool) -> Counted:
    """Add up the counts of repositories; ``prefixed`` groups keep the name of their repository before their own."""
    whole = Counted(by, all(part.lines for part in parts.values()))
    for name, part in parts.items():
        _merge_sums(whole.periods, part.periods)
        for group, sums in part.groups.items():
            _merge_sums(whole.groups.setdefault(f"{name}: {group}" if prefixed else group, {}), sums)
        for day in filter(None, (part.first, part.last)):
            whole.seen(day)
    return whole


def _merge_sums(into: Sums, sums: Sums) -> None:
    for start, found in sums.items():
        into.setdefault(start, Sum()).add(found)


def sum_of(sums: Iterable[Sum]) -> Sum:
    """Add up counts."""
    total = Sum()
    for found in sums:
        total.add(found)
    return total


def counts_of(found: Sum, lines: bool) -> Counts:
    """Freeze running counts."""
    added = LineShare(found.ai_min, found.ai_max, found.added) if lines else None
    ratio = ratio_of(found.ai, found.commits)
    return Counts(found.commits, found.ai, found.unknown, found.bot, found.merges, ratio, added)


def ratio_of(part: int, whole: int) -> float | None:
    """Divide, to six places; None where there is nothing to divide by."""
    return round(part / whole, 6) if whole else None


def states(history: Iterable[Landed], tools: Tools) -> Iterator[CommitAttribution]:
    """Attribute every commit of a history that is no test merge."""
    return (attribute_commit(landed.commit, tools) for landed in history if not is_synthetic_merge(landed.commit))
