"""The disclosed AI share as one page to print or to send: no script, nothing loaded from anywhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from blastgate.model.stats import GroupCounts, PeriodCounts, PeriodKind, RepositoryStats, Series, StatsReport
from blastgate.reporters.escape import for_html
from blastgate.reporters.interface import Look
from blastgate.reporters.page import Cell, Page, shell, table, words
from blastgate.reporters.stats import _figures as figures
from blastgate.reporters.stats._style import STYLE
from blastgate.reporters.stats._svg import commits_chart, share_chart, spark
from blastgate.reporters.wording.phrases import count

DRAWN: dict[PeriodKind, int] = {"week": 104, "month": 60}
ROWS, PERIODS, SPARKS = 40, 24, 36
LOWER_BOUND = "A lower bound: commits that bear evidence of an AI tool. What left no mark is not seen."


def report(answer: StatsReport, _: Look) -> str:
    """Write the page."""
    title = f"Disclosed AI share: {figures.heading(answer)}"
    return shell(Page(title, "blastgate stats", _body(answer), STYLE))


def _body(answer: StatsReport) -> Iterator[str]:
    yield "<h1>Disclosed AI share of commits</h1>"
    asked = " to ".join(part for part in (answer.since or "the beginning", answer.until or "the end"))
    period = asked if answer.since or answer.until else figures.span(answer.total)
    yield f'<p class="soft">{for_html(figures.heading(answer))}{", " if period else ""}{for_html(period)}</p>'
    yield f"<p>{for_html(LOWER_BOUND)}</p>"
    yield from _tiles(answer)
    if answer.total.periods:
        yield from _charts(answer)
    if len(answer.repositories) > 1:
        yield from _repositories(answer)
    if answer.group and answer.total.groups:
        yield from _groups(answer)
    yield from _survivors(answer)
    yield from _periods(answer)
    yield from _list("Missing", figures.warnings(answer), "missing")
    yield from _list("Method", answer.method)


def _tiles(answer: StatsReport) -> Iterator[str]:
    counts, trend = answer.total.counts, answer.total.trend
    heading = figures.direction(trend)
    yield '<div class="tiles">'
    yield _tile(
        figures.percent(trend.last),
        f"disclosed in the last {figures.window(answer)}{', ' + heading if heading else ''}",
    )
    yield _tile(figures.percent(counts.share), f"disclosed of all, {counts.ai:,} of {count(counts.commits, 'commit')}")
    if counts.lines is not None:
        yield _tile(figures.line_share(counts.lines), f"disclosed of {count(counts.lines.total, 'added line')}")
    yield _tile(f"{counts.bot:,}", f"commits of automation apart, and {count(counts.merges, 'merge')}")
    if told := figures.overrides(answer.total):
        figure, _, words = told.partition(" ")
        yield _tile(figure, words)
    yield "</div>"


def _tile(figure: str, words: str) -> str:
    return f'<div class="tile"><b>{for_html(figure)}</b><span>{for_html(words)}</span></div>'


def _charts(answer: StatsReport) -> Iterator[str]:
    periods = answer.total.periods[-DRAWN[answer.by] :]
    window, by = figures.window(answer), answer.by
    earlier = len(answer.total.periods) - len(periods)
    cut = f"; the last {len(periods)} {by}s of {len(answer.total.periods)}" if earlier else ""
    yield f"<h2>Share per {by}</h2>"
    keys = f'<i class="key share"></i>each {by} <i class="key rolling"></i>rolling, {window}{cut}'
    yield f"<figure>{share_chart(periods, window)}<figcaption>{keys}</figcaption></figure>"
    yield f"<h2>Commits per {by}</h2>"
    keys = '<i class="key ai"></i>disclose AI <i class="key other"></i>no evidence, or unknown'
    yield f"<figure>{commits_chart(periods)}<figcaption>{keys}</figcaption></figure>"


def _repositories(answer: StatsReport) -> Iterator[str]:
    found = figures.rows(answer)
    shown = [*found[: min(ROWS, len(found) - 1)], found[-1]]
    top = figures.top_of([figures.rolling(row.series, answer.total, SPARKS) for row in shown])
    heads = ("Repository", "Commits", "AI", "Disclosed", f"Last {figures.window(answer)}", "Trend")
    yield "<h2>Repositories</h2>"
    yield from table(heads, [_repository(row, answer.total, top) for row in shown], last_is_sum=True)
    yield from _more(len(found) - len(shown))


def _repository(row: figures.Row, total: Series, top: float) -> list[Cell]:
    counts, trend = row.series.counts, row.series.trend
    drawn = spark(figures.rolling(row.series, total, SPARKS), top, f"rolling share of {row.name}")
    return [*words(row.name), *_numbers(counts.commits, counts.ai, counts.share, trend.last), ("s", drawn)]


def _groups(answer: StatsReport) -> Iterator[str]:
    groups, lines = answer.total.groups[:ROWS], answer.total.counts.lines is not None
    top = figures.top_of([figures.shares_of_group(group, answer, SPARKS) for group in groups])
    added = ("Added lines", "Disclosed lines") if lines else ()
    commits = () if answer.group == "tool" else ("Commits",)
    heads = ((answer.group or "").capitalize(), *commits, "AI", "Disclosed", *added, "Trend")
    yield f"<h2>By {for_html(answer.group or '')}</h2>"
    yield from table(heads, [_group(group, answer, top) for group in groups])
    yield from _more(len(answer.total.groups) - len(groups) + answer.total.groups_left_out)


def _group(group: GroupCounts, answer: StatsReport, top: float) -> list[Cell]:
    counts = group.counts
    drawn = spark(figures.shares_of_group(group, answer, SPARKS), top, f"share of {group.name}")
    commits = () if answer.group == "tool" else (counts.commits,)
    added = figures.lines_of(counts, answer.total.counts.lines is not None)
    return [*words(group.name), *_numbers(*commits, counts.ai, counts.share, *added), ("s", drawn)]


def _periods(answer: StatsReport) -> Iterator[str]:
    shown = answer.total.periods[-PERIODS:]
    if not shown:
        return
    with_lines = answer.total.counts.lines is not None
    added = ("Added lines", "Disclosed lines") if with_lines else ()
    heads = (answer.by.capitalize(), "Commits", "AI", "Disclosed", f"Rolling, {figures.window(answer)}", *added)
    yield f"<h2>The last {len(shown)} {answer.by}s</h2>"
    yield from table(heads, [_period(period, with_lines) for period in reversed(shown)])


def _period(period: PeriodCounts, with_lines: bool) -> list[Cell]:
    counts = period.counts
    added = figures.lines_of(counts, with_lines)
    return [*words(period.start), *_numbers(counts.commits, counts.ai, counts.share, period.rolling, *added)]


def _survivors(answer: StatsReport) -> Iterator[str]:
    found = [one for one in answer.repositories if one.surviving is not None]
    if not found:
        return
    yield "<h2>Standing at the head</h2>"
    heads = ("Repository", "Lines", "From AI commits", "Share", "Files", "Not blamed")
    yield from table(heads, [_survivor(one) for one in found[:ROWS]])
    yield from _more(len(found) - ROWS)


def _survivor(one: RepositoryStats) -> list[Cell]:
    lines = one.surviving
    assert lines is not None
    share = figures.ratio(lines.ai, lines.lines)
    return [*words(one.name), *_numbers(lines.lines, lines.ai, share, lines.files, lines.skipped)]


def _numbers(*values: int | float | str | None) -> list[Cell]:
    """Whole numbers are counts; the others are shares, and None is one without commits."""
    written = (v if isinstance(v, str) else f"{v:,}" if isinstance(v, int) else figures.percent(v) for v in values)
    return [("n", for_html(value)) for value in written]


def _more(hidden: int) -> Iterator[str]:
    if hidden > 0:
        yield f'<p class="soft">{hidden:,} more are in the figures, and listed by --format json.</p>'


def _list(title: str, items: Iterable[str], kind: str = "soft") -> Iterator[str]:
    listed = [f"<li>{for_html(item)}</li>" for item in items]
    if listed:
        yield f'<h2>{for_html(title)}</h2><ul class="{kind}">{"".join(listed)}</ul>'
