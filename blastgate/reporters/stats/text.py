"""The disclosed AI share on a terminal: the figure, the trend, a table, what survives, and the method."""

from __future__ import annotations

from collections.abc import Iterator

from blastgate.model.stats import GroupCounts, PeriodCounts, Series, StatsReport, Surviving
from blastgate.reporters.interface import Look
from blastgate.reporters.screen.columns import columns
from blastgate.reporters.screen.cut import cut, rest
from blastgate.reporters.screen.ink import Line, Span, lay_out, line, pad, title
from blastgate.reporters.stats import _figures as figures
from blastgate.reporters.wording.phrases import count

PERIODS, GROUPS, WARNINGS = 12, 15, 5
SPARK, SMALL_SPARK = 60, 24


def report(answer: StatsReport, look: Look) -> str:
    """Draw the shares; quiet is the first line only."""
    lines = list(_lines(answer, look))
    return lay_out(lines[:1] if look.verbosity < 0 else lines, look)


def _lines(answer: StatsReport, look: Look) -> Iterator[Line]:
    total = answer.total
    yield line(Span(figures.headline(total), "bold"), f"  {figures.heading(answer)}", hang=2)
    yield from _facts(answer, total)
    if len(answer.repositories) > 1:
        yield from _repositories(answer, look)
    if answer.group:
        yield from _groups(answer, look)
    yield from _periods(answer, look)
    yield from _survivors(answer)
    yield from _warnings(answer, look)
    yield from (line(), title("Method"), *(line(text, indent=2) for text in answer.method))


def _facts(answer: StatsReport, total: Series) -> Iterator[Line]:
    if total.periods:
        shown = figures.rolling(total, total, SPARK)
        top = figures.top_of([shown])
        drawn = total.periods[-len(shown)].start
        of = f"{drawn} to {total.periods[-1].start}, rolling {figures.window(answer)}, 0 to {figures.percent(top)}"
        yield _fact("trend", Span(figures.sparkline(shown), "ai"))
        yield _fact("", Span(of, "dim"))
        yield _fact("last", f"{figures.percent(total.trend.last)} in the last {figures.window(answer)}{_before(total)}")
    if total.counts.lines is not None:
        lines = total.counts.lines
        yield _fact("lines", f"{figures.line_share(lines)} disclosed, of {count(lines.total, 'added line')}")
    yield _fact("apart", figures.apart(total))
    if told := figures.overrides(total):
        yield _fact("told", told)


def _before(total: Series) -> str:
    if total.trend.before is None:
        return ""
    return f", {figures.percent(total.trend.before)} before: {figures.direction(total.trend)}"


def _fact(name: str, said: str | Span) -> Line:
    return line(Span(f"{name:<7}", "dim"), said, indent=2, hang=7)


def _repositories(answer: StatsReport, look: Look) -> Iterator[Line]:
    found = figures.rows(answer)
    shown = cut(found[:-1], GROUPS * 2, look)
    last = f"last {figures.window(answer)}"
    heads = ("repository", "commits", "AI", "disclosed", last, "trend")
    top = figures.top_of([figures.rolling(row.series, answer.total, SMALL_SPARK) for row in (*shown, found[-1])])
    cells = [_repository(row, answer.total, top) for row in (*shown, found[-1])]
    yield from columns(heads, cells, (1, 2, 3, 4))
    yield from rest(found[:-1], shown)


def _repository(row: figures.Row, total: Series, top: float) -> tuple[str, ...]:
    counts, series = row.series.counts, row.series
    spark = figures.sparkline(figures.rolling(series, total, SMALL_SPARK), top)
    figure = (
        f"{counts.commits:,}",
        f"{counts.ai:,}",
        figures.percent(counts.share),
        figures.percent(series.trend.last),
    )
    return (row.name, *figure, spark)


def _groups(answer: StatsReport, look: Look) -> Iterator[Line]:
    groups = answer.total.groups
    shown = cut(groups, GROUPS, look)
    with_lines = answer.total.counts.lines is not None
    heads = (answer.group or "", *(() if answer.group == "tool" else ("commits",)), "AI", "disclosed")
    heads = (*heads, *(("lines", "disclosed") if with_lines else ()), "trend")
    top = figures.top_of([figures.shares_of_group(group, answer, SMALL_SPARK) for group in shown])
    cells = [_group(group, answer, top) for group in shown]
    yield from columns(heads, cells, range(1, len(heads) - 1)) if cells else (line(), line(f"no {answer.group} shows"))
    yield from rest(groups, shown)


def _group(group: GroupCounts, answer: StatsReport, top: float) -> tuple[str, ...]:
    counts = group.counts
    commits = () if answer.group == "tool" else (f"{counts.commits:,}",)
    lines = figures.lines_of(counts, answer.total.counts.lines is not None)
    spark = figures.sparkline(figures.shares_of_group(group, answer, SMALL_SPARK), top)
    return (group.name, *commits, f"{counts.ai:,}", figures.percent(counts.share), *lines, spark)


def _periods(answer: StatsReport, look: Look) -> Iterator[Line]:
    periods = answer.total.periods
    shown = periods if look.verbosity > 0 or len(periods) <= PERIODS + 1 else periods[-PERIODS:]
    if not shown:
        return
    with_lines = answer.total.counts.lines is not None
    heads = (figures.PERIOD_COLUMN[answer.by], "commits", "AI", "disclosed", figures.window(answer))
    heads = (*heads, *(("lines", "disclosed") if with_lines else ()))
    yield from columns(heads, [_period(period, with_lines) for period in shown], range(1, len(heads)))
    if len(periods) > len(shown):
        hidden = f"… {len(periods) - len(shown):,} earlier {answer.by}s: -v, or --format json"
        yield line(Span(hidden, "dim"), indent=2)


def _period(period: PeriodCounts, with_lines: bool) -> tuple[str, ...]:
    counts = period.counts
    lines = figures.lines_of(counts, with_lines)
    shares = (figures.percent(counts.share), figures.percent(period.rolling))
    return (period.start, f"{counts.commits:,}", f"{counts.ai:,}", *shares, *lines)


def _survivors(answer: StatsReport) -> Iterator[Line]:
    found = [(one.name, one.surviving) for one in answer.repositories if one.surviving is not None]
    if not found:
        return
    yield from (line(), title("Standing at the head", "lines by git blame"))
    for name, surviving in found:
        of = f"{figures.ratio(surviving.ai, surviving.lines)} of {count(surviving.lines, 'line')} are from commits "
        skipped = f"; {count(surviving.skipped, 'file')} not blamed" if surviving.skipped else ""
        where = f"{name}: " if len(found) > 1 else ""
        yield line(f"{where}{of}that disclose AI, in {count(surviving.files, 'file')}{skipped}", indent=2, hang=2)
        yield from _survivors_by_tool(surviving)


def _survivors_by_tool(surviving: Surviving) -> Iterator[Line]:
    for item in surviving.tools[:GROUPS]:
        yield line(f"{pad(item.tool, 24)} {item.lines:>11,}  {figures.ratio(item.lines, surviving.lines)}", indent=4)


def _warnings(answer: StatsReport, look: Look) -> Iterator[Line]:
    found = figures.warnings(answer)
    if found:
        shown = cut(found, WARNINGS, look)
        yield from (line(), title("Missing"), *(line(text, indent=2, hang=2) for text in shown), *rest(found, shown))
