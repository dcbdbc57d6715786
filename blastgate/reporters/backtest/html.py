"""A backtest as one page to print or to send: no script, nothing loaded from anywhere."""

from __future__ import annotations

from collections.abc import Iterator

from blastgate.model.backtest import BacktestReport, PolicyResult
from blastgate.reporters.backtest._tables import Table, heading, headline, missing, policies, tables
from blastgate.reporters.escape import for_html
from blastgate.reporters.interface import Look
from blastgate.reporters.page import Page, shell, table, words
from blastgate.reporters.stats._figures import percent

ROWS = 200
STYLE = """
.bar { display: block; width: 100%; height: 18px; border-radius: 4px; margin: 4px 0 12px; background: var(--tile) }
.bar .pass { fill: var(--good) } .bar .warn { fill: var(--pale) }
.bar .review { fill: var(--warn) } .bar .block { fill: var(--bad) }
@media print { .bar { print-color-adjust: exact; -webkit-print-color-adjust: exact } }
"""


def report(answer: BacktestReport, _: Look) -> str:
    """Write the page."""
    return shell(Page(f"Backtest: {heading(answer)}", "blastgate backtest", _body(answer), STYLE))


def _body(answer: BacktestReport) -> Iterator[str]:
    yield f"<h1>{for_html(headline(answer))}</h1>"
    yield f'<p class="soft">{for_html(heading(answer))}</p>'
    for text, policy in zip(policies(answer), answer.policies, strict=True):
        yield f"<p>{for_html(text)}</p>"
        yield _bar(policy)
    for found in tables(answer) if answer.policies[0].judged else ():
        yield from _table(found)
    if gaps := missing(answer):
        yield f'<h2>Missing</h2><ul class="missing">{"".join(f"<li>{for_html(text)}</li>" for text in gaps)}</ul>'


def _bar(policy: PolicyResult) -> str:
    """Draw the outcomes side by side; every figure stands in the table below, too.

    As SVG: the page's security policy lets no element have a style of its own.
    """
    said = ", ".join(f"{part.name} {percent(part.share)}" for part in policy.outcomes)
    drawn, start = "", 0.0
    for part in policy.outcomes:
        width = 100 * (part.share or 0)
        drawn += f'<rect class="{part.name}" x="{start:.1f}" width="{width:.1f}" height="1"/>' if part.changes else ""
        start += width
    label = f'role="img" aria-label="{for_html(said)}"'
    return f'<svg class="bar" viewBox="0 0 100 1" preserveAspectRatio="none" {label}>{drawn}</svg>'


def _table(found: Table) -> Iterator[str]:
    yield f"<h2>{for_html(found.title)}</h2>"
    if found.about:
        yield f'<p class="soft">{for_html(found.about)}</p>'
    kind = "w" if found.words else "n"
    rows = [[*words(row[0]), *words(*row[1:], kind=kind)] for row in found.rows[:ROWS]]
    if rows:
        yield from table(found.heads, rows)
    if len(found.rows) > ROWS:
        yield f'<p class="soft">{len(found.rows) - ROWS:,} more are listed by --format json.</p>'
