"""The disclosed AI share as one page to print or to send: no script, nothing loaded from anywhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from blastgate import __version__
from blastgate.model.stats import GroupCounts, PeriodCounts, PeriodKind, RepositoryStats, Series, StatsReport
from blastgate.reporters.interface import Look
from blastgate.reporters.stats import _figures as figures
from blastgate.reporters.stats._style import STYLE, policy
from blastgate.reporters.stats._svg import commits_chart, share_chart, spark, text
from blastgate.reporters.wording.phrases import count

DRAWN: dict[PeriodKind, int] = {"week": 104, "month": 60}
ROWS, PERIODS, SPARKS = 40, 24, 36
LOWER_BOUND = "A lower bound: commits that bear evidence of an AI tool. What left no mark is not seen."
Cell = tuple[str, str]  # class and content; the content is HTML


def report(answer: StatsReport, _: Look) -> str:
    """Write the page."""
    return "\n".join([*_head(answer), *_body(answer), "</body>", "</html>", ""])


def _head(answer: StatsReport) -> Iterator[str]:
    yield "<!doctype html>"
    yield '<html lang="en">'
    yield "<head>"
    yield '<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{policy()}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="referrer" content="no-referrer">'
    yield f"<title>Disclosed AI share: {text(figures.heading(answer))}</title>"
    yield f"<style>{STYLE}</style>"
    yield "</head>"


def _body(answer: StatsReport) -> Iterator[str]:
    yield "<body>"
    yield "<h1>Disclosed AI share of commits</h1>"
    asked = " to ".join(part for part in (answer.since or "the beginning", answer.until or "the end"))
    period = asked if answer.since or answer.until else figures.span(answer.total)
    yield f'<p class="soft">{text(figures.heading(answer))}{", " if period else ""}{text(period)}</p>'
    yield f"<p>{text(LOWER_BOUND)}</p>"
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
    yield f"<footer>blastgate {__version__}, blastgate stats</footer>"


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
    yield "</div>"


def _tile(figure: str, words: str) -> str:
    return f'<div class="tile"><b>{text(figure)}</b><span>{text(words)}</span></div>'


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
    yield from _table(heads, [_repository(row, answer.total, top) for row in shown], last_is_sum=True)
    yield from _more(len(found) - len(shown))


def _repository(row: figures.Row, total: Series, top: float) -> list[Cell]:
    counts, trend = row.series.counts, row.series.trend
    drawn = spark(figures.rolling(row.series, total, SPARKS), top, f"rolling share of {row.name}")
    return [*_names(row.name), *_numbers(counts.commits, counts.ai, counts.share, trend.last), ("s", drawn)]


def _groups(answer: StatsReport) -> Iterator[str]:
    groups, lines = answer.total.groups[:ROWS], answer.total.counts.lines is not None
    top = figures.top_of([figures.shares_of_group(group, answer, SPARKS) for group in groups])
    added = ("Added lines", "Disclosed lines") if lines else ()
    commits = () if answer.group == "tool" else ("Commits",)
    heads = ((answer.group or "").capitalize(), *commits, "AI", "Disclosed", *added, "Trend")
    yield f"<h2>By {text(answer.group or '')}</h2>"
    yield from _table(heads, [_group(group, answer, top) for group in groups])
    yield from _more(len(answer.total.groups) - len(groups) + answer.total.groups_left_out)


def _group(group: GroupCounts, answer: StatsReport, top: float) -> list[Cell]:
    counts = group.counts
    drawn = spark(figures.shares_of_group(group, answer, SPARKS), top, f"share of {group.name}")
    commits = () if answer.group == "tool" else (counts.commits,)
    added = figures.lines_of(counts, answer.total.counts.lines is not None)
    return [*_names(group.name), *_numbers(*commits, counts.ai, counts.share, *added), ("s", drawn)]


def _periods(answer: StatsReport) -> Iterator[str]:
    shown = answer.total.periods[-PERIODS:]
    if not shown:
        return
    with_lines = answer.total.counts.lines is not None
    added = ("Added lines", "Disclosed lines") if with_lines else ()
    heads = (answer.by.capitalize(), "Commits", "AI", "Disclosed", f"Rolling, {figures.window(answer)}", *added)
    yield f"<h2>The last {len(shown)} {answer.by}s</h2>"
    yield from _table(heads, [_period(period, with_lines) for period in reversed(shown)])


def _period(period: PeriodCounts, with_lines: bool) -> list[Cell]:
    counts = period.counts
    added = figures.lines_of(counts, with_lines)
    return [*_names(period.start), *_numbers(counts.commits, counts.ai, counts.share, period.rolling, *added)]


def _survivors(answer: StatsReport) -> Iterator[str]:
    found = [one for one in answer.repositories if one.surviving is not None]
    if not found:
        return
    yield "<h2>Standing at the head</h2>"
    heads = ("Repository", "Lines", "From AI commits", "Share", "Files", "Not blamed")
    yield from _table(heads, [_survivor(one) for one in found[:ROWS]])
    yield from _more(len(found) - ROWS)


def _survivor(one: RepositoryStats) -> list[Cell]:
    lines = one.surviving
    assert lines is not None
    share = figures.ratio(lines.ai, lines.lines)
    return [*_names(one.name), *_numbers(lines.lines, lines.ai, share, lines.files, lines.skipped)]


def _names(name: str) -> list[Cell]:
    return [("", text(name))]


def _numbers(*values: int | float | str | None) -> list[Cell]:
    """Whole numbers are counts; the others are shares, and None is one without commits."""
    written = (v if isinstance(v, str) else f"{v:,}" if isinstance(v, int) else figures.percent(v) for v in values)
    return [("n", text(value)) for value in written]


def _table(heads: Sequence[str], rows: Sequence[Sequence[Cell]], last_is_sum: bool = False) -> Iterator[str]:
    kinds = [kind for kind, _ in rows[0]] if rows else [""] * len(heads)
    yield '<div class="wide"><table>'
    cells = (_cell("th", kind, text(head)) for kind, head in zip(kinds, heads, strict=True))
    yield f"<thead><tr>{''.join(cells)}</tr></thead>"
    yield "<tbody>"
    for number, row in enumerate(rows, 1):
        kind = ' class="sum"' if last_is_sum and number == len(rows) else ""
        yield f"<tr{kind}>{''.join(_cell('td', *cell) for cell in row)}</tr>"
    yield "</tbody></table></div>"


def _cell(tag: str, kind: str, content: str) -> str:
    return f'<{tag} class="{kind}">{content}</{tag}>' if kind else f"<{tag}>{content}</{tag}>"


def _more(hidden: int) -> Iterator[str]:
    if hidden > 0:
        yield f'<p class="soft">{hidden:,} more are in the figures, and listed by --format json.</p>'


def _list(title: str, items: Iterable[str], kind: str = "soft") -> Iterator[str]:
    listed = [f"<li>{text(item)}</li>" for item in items]
    if listed:
        yield f'<h2>{text(title)}</h2><ul class="{kind}">{"".join(listed)}</ul>'
