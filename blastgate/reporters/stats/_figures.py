"""Shares, ranges and sparklines in words and signs, for every format of the answer."""

from __future__ import annotations

from collections.abc import Sequence

from blastgate.model.attribution import LineShare
from blastgate.model.named import NamedTuple
from blastgate.model.stats import Counts, GroupCounts, PeriodKind, RepositoryStats, Series, StatsReport, Trend
from blastgate.reporters.wording.phrases import count

BARS = "▁▂▃▄▅▆▇█"
STEADY = 0.005  # half a percentage point is no news
ALL_NAME = "all together"


class Row(NamedTuple):
    """One line of the table of repositories."""

    name: str
    series: Series


def percent(share: float | None) -> str:
    """Write a share: ``4.2 %``; something that rounds to nothing is told as less, no commits as a dash."""
    if share is None:
        return "–"
    if 0 < share < 0.001:
        return "<0.1 %"
    return f"{100 * share:.1f} %"


def ratio(part: int, whole: int) -> str:
    """Write a part of a whole as a share."""
    return percent(part / whole if whole else None)


def line_share(lines: LineShare) -> str:
    """Write a range of lines as shares: ``3.1 to 4.0 %``."""
    low, high = ratio(lines.ai_min, lines.total), ratio(lines.ai_max, lines.total)
    return high if low == high else f"{low.removesuffix(' %')} to {high}"


def lines_of(counts: Counts, asked: bool) -> tuple[str, ...]:
    """Write added lines and the share of them, where lines were asked for."""
    if not asked:
        return ()
    return ("–", "–") if counts.lines is None else (f"{counts.lines.total:,}", line_share(counts.lines))


def sparkline(values: Sequence[float | None], top: float | None = None) -> str:
    """Draw values as bars from zero to the greatest (or to ``top``); a blank where there is none."""
    known = [value for value in values if value is not None]
    most = max(known, default=0.0) if top is None else top
    return "".join(" " if value is None else _bar(value, most) for value in values)


def top_of(series: Sequence[Sequence[float | None]]) -> float:
    """Find the greatest value of several series, so that they can be drawn to one scale."""
    return max((value for values in series for value in values if value is not None), default=0.0)


def _bar(value: float, most: float) -> str:
    if value <= 0 or most <= 0:
        return BARS[0]
    return BARS[min(len(BARS) - 1, 1 + int(value / most * (len(BARS) - 1.001)))]


def rolling(series: Series, of: Series, last: int) -> list[float | None]:
    """List the rolling shares of a series in the last periods of another (or of itself)."""
    known = {period.start: period.rolling for period in series.periods}
    return [known.get(period.start) for period in of.periods[-last:]]


def shares_of_group(group: GroupCounts, report: StatsReport, last: int) -> list[float | None]:
    """List the shares of a group in the last periods; a tool that did not occur has none of the commits."""
    known = {period.start: period.counts.share for period in group.periods}
    absent = 0.0 if report.group == "tool" else None
    return [known.get(period.start, absent) for period in report.total.periods[-last:]]


def window(report: StatsReport) -> str:
    """Name the rolling window: ``3 months``."""
    return f"{report.window} {report.by}s"


def direction(trend: Trend) -> str:
    """Say where the share is heading."""
    if trend.last is None or trend.before is None:
        return ""
    change = trend.last - trend.before
    points = f"{abs(100 * change):.1f} points"
    return "steady" if abs(change) < STEADY else f"up {points}" if change > 0 else f"down {points}"


def apart(series: Series) -> str:
    """Say what stands apart from the share."""
    counts = series.counts
    unknown = f"{count(counts.unknown, 'commit')} unknown (weak signs only)" if counts.unknown else ""
    parts = (count(counts.bot, "commit") + " of automation", count(counts.merges, "merge"), unknown)
    return ", ".join(part for part in parts if part)


def overrides(series: Series) -> str:
    """Say how many commits went ahead by an override; empty where none tells it."""
    told = sum(period.commits for period in series.overrides)
    return f"{count(told, 'commit')} went ahead by an override, as a line Blastgate-Override: says" if told else ""


def span(series: Series) -> str:
    """Name the first and the last period."""
    if not series.periods:
        return ""
    first, last = series.periods[0].start, series.periods[-1].start
    return first if first == last else f"{first} to {last}"


def rows(report: StatsReport) -> list[Row]:
    """List the repositories, the greatest share first, and all together at the end."""
    ordered = sorted(report.repositories, key=lambda one: (-(one.series.counts.share or 0.0), one.name))
    return [*(Row(one.name, one.series) for one in ordered), Row(ALL_NAME, report.total)]


def headline(series: Series) -> str:
    """Say the one figure."""
    counts = series.counts
    if not counts.commits:
        return "no commit to count"
    return f"{percent(counts.share)} of {count(counts.commits, 'commit')} disclose AI"


def heading(report: StatsReport) -> str:
    """Say what was counted: the repository and its revisions, or how many repositories."""
    if len(report.repositories) == 1:
        return f"{report.repositories[0].name} ({report.repositories[0].revisions})"
    return count(len(report.repositories), "repository", "repositories")


def warnings(report: StatsReport) -> list[str]:
    """List what is missing from the figures, by repository."""
    found = [f"{one.name}: not read: {one.why}" for one in report.unread]
    for one in report.repositories:
        texts = [*one.warnings, *_of_dates(one)]
        found += [f"{one.name}: {text}" for text in texts]
    return found


def _of_dates(one: RepositoryStats) -> list[str]:
    left_out = one.series.groups_left_out
    return [
        *([f"{count(one.undated, 'commit')} with a date that cannot be, in no period"] if one.undated else []),
        *([f"{left_out:,} smaller groups are not listed"] if left_out else []),
    ]


PERIOD_COLUMN: dict[PeriodKind, str] = {"week": "week of", "month": "month"}
