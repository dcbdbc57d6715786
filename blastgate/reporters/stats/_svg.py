"""Charts as SVG without script or style of their own: only classes, so that the page's colours hold on paper, too."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import ceil, floor, log10

from blastgate.model.stats import PeriodCounts
from blastgate.reporters.escape import for_html
from blastgate.reporters.stats._figures import percent

WIDTH, HEIGHT = 960, 250
LEFT, RIGHT, TOP, BOTTOM = 56, 8, 12, 26
LABELS = 10
SPARK_WIDTH, SPARK_HEIGHT = 150, 26
Value = float | None


def share_chart(periods: Sequence[PeriodCounts], window: str) -> str:
    """Draw the share of each period as bars, and the rolling share as a line."""
    shares = [period.counts.share for period in periods]
    top = _round_up(100 * max((s for s in (*shares, *(p.rolling for p in periods)) if s is not None), default=0.01))
    scale = _scale(min(top, 100.0) / 100)
    bars = [_bar(index, len(periods), scale, (0.0, share or 0.0), "share") for index, share in enumerate(shares)]
    line = _line([period.rolling for period in periods], lambda at: _middle(at, len(periods)), scale, "rolling")
    hints = [_hint(index, len(periods), _about(period, window)) for index, period in enumerate(periods)]
    grid = _grid([step * min(top, 100.0) / 400 for step in range(5)], scale, percent)
    name = f"Disclosed share per period, and rolling over {window}"
    return _svg(name, [grid, *bars, line, _axis([p.start for p in periods]), *hints])


def commits_chart(periods: Sequence[PeriodCounts]) -> str:
    """Draw the commits of each period: those that disclose AI below, all others above."""
    top = _round_up(max((period.counts.commits for period in periods), default=1))
    scale, parts = _scale(top), list[str]()
    for index, period in enumerate(periods):
        ai, commits = period.counts.ai, period.counts.commits
        parts.append(_bar(index, len(periods), scale, (0, ai), "ai"))
        parts.append(_bar(index, len(periods), scale, (ai, commits), "other"))
        parts.append(_hint(index, len(periods), f"{period.start}: {ai:,} of {commits:,} commits disclose AI"))
    steps = 4 if top >= 4 else int(top)
    grid = _grid([top * step / steps for step in range(steps + 1)], scale, lambda value: f"{value:,.4g}")
    return _svg("Commits per period", [grid, *parts, _axis([p.start for p in periods])])


def spark(values: Sequence[Value], top: float, name: str) -> str:
    """Draw a small line of shares from zero to ``top``."""
    last = max(1, len(values) - 1)

    def y(value: float) -> float:
        return SPARK_HEIGHT - 2 - (SPARK_HEIGHT - 5) * (value / top if top > 0 else 0)

    line = _line(values, lambda at: 2 + (SPARK_WIDTH - 4) * at / last, y, "rolling")
    floor_ = f'<line class="grid" x1="0" x2="{SPARK_WIDTH}" y1="{SPARK_HEIGHT - 2}" y2="{SPARK_HEIGHT - 2}"/>'
    box = f'viewBox="0 0 {SPARK_WIDTH} {SPARK_HEIGHT}" width="{SPARK_WIDTH}" height="{SPARK_HEIGHT}"'
    return f'<svg class="spark" {box} role="img" aria-label="{for_html(name)}">{floor_}{line}</svg>'


def _svg(name: str, parts: Sequence[str]) -> str:
    box = f'viewBox="0 0 {WIDTH} {HEIGHT}"'
    return f'<svg class="chart" {box} role="img" aria-label="{for_html(name)}">{"".join(parts)}</svg>'


def _about(period: PeriodCounts, window: str) -> str:
    counts = period.counts
    share = f"{percent(counts.share)} ({counts.ai:,} of {counts.commits:,} commits)"
    return f"{period.start}: {share}; over {window}: {percent(period.rolling)}"


def _scale(top: float) -> Callable[[float], float]:
    return lambda value: HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / top


def _step(of: int) -> float:
    return (WIDTH - LEFT - RIGHT) / max(1, of)


def _middle(index: int, of: int) -> float:
    return LEFT + _step(of) * (index + 0.5)


def _bar(index: int, of: int, scale: Callable[[float], float], ends: tuple[float, float], kind: str) -> str:
    low, high = ends
    if high <= low:
        return ""
    gap = min(3.0, _step(of) / 5)
    x, width = LEFT + _step(of) * index + gap / 2, _step(of) - gap
    y, height = scale(high), scale(low) - scale(high)
    return f'<rect class="{kind}" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"/>'


def _hint(index: int, of: int, words: str) -> str:
    """An invisible column over a whole period that tells its figures to the mouse and to readers."""
    x, height = LEFT + _step(of) * index, HEIGHT - TOP - BOTTOM
    box = f'x="{x:.1f}" y="{TOP}" width="{_step(of):.1f}" height="{height}"'
    return f'<rect class="hint" {box}><title>{for_html(words)}</title></rect>'


def _line(values: Sequence[Value], x: Callable[[int], float], y: Callable[[float], float], kind: str) -> str:
    """Draw a line that is broken where there is no value; a value alone is a dot."""
    drawn, run = list[str](), list[str]()
    for index, value in enumerate([*values, None]):
        if value is not None:
            run.append(f"{x(index):.1f},{y(value):.1f}")
        elif run:
            drawn.append(_run(run, kind))
            run = []
    return "".join(drawn)


def _run(points: list[str], kind: str) -> str:
    if len(points) == 1:
        x, _, y = points[0].partition(",")
        return f'<circle class="dot" cx="{x}" cy="{y}" r="2"/>'
    return f'<polyline class="{kind}" points="{" ".join(points)}"/>'


def _grid(values: Sequence[float], scale: Callable[[float], float], write: Callable[[float], str]) -> str:
    drawn = []
    for value in values:
        y = f"{scale(value):.1f}"
        label = "0" if value == 0 else write(value).replace(".0 %", " %")
        drawn.append(f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y}" y2="{y}"/>')
        drawn.append(f'<text class="tick end" x="{LEFT - 8}" y="{y}" dy="4">{for_html(label)}</text>')
    return "".join(drawn)


def _axis(starts: Sequence[str]) -> str:
    every = ceil(len(starts) / LABELS)
    shown = [(at, start) for at, start in enumerate(starts) if every and at % every == 0]
    return "".join(
        f'<text class="tick mid" x="{_label_at(at, len(starts)):.1f}" y="{HEIGHT - 8}">{for_html(start)}</text>'
        for at, start in shown
    )


def _label_at(index: int, of: int) -> float:
    return min(_middle(index, of), WIDTH - 40)


def _round_up(value: float) -> float:
    """Round up to the next 1, 2, 4, 5, 6, 8 or 10 of its size, so that quarters are easy to read."""
    if value <= 0:
        return 1.0
    size = 10.0 ** floor(log10(value))
    return float(
        next(size * lead for lead in (1, 1.2, 1.6, 2, 2.4, 3.2, 4, 5, 6, 8, 10) if size * lead >= value * 0.999999)
    )
