"""AI attribution commit by commit, with the words that are the evidence."""

from __future__ import annotations

from collections.abc import Iterator

from blastgate.model.reports import CommitsReport
from blastgate.reporters.interface import Look
from blastgate.reporters.screen.ink import Line, Span, lay_out, line
from blastgate.reporters.screen.origin import commits
from blastgate.reporters.wording.phrases import count


def report(answer: CommitsReport, look: Look) -> str:
    """Draw every commit with its state and first mark, and the totals; verbose draws every mark."""
    lines = list(_lines(answer, look))
    return lay_out(lines[-1:] if look.verbosity < 0 else lines, look)


def _lines(answer: CommitsReport, look: Look) -> Iterator[Line]:
    drawn = commits(answer.commits, len(answer.commits), look)
    if drawn:
        yield from (*drawn, line())
    totals = answer.totals
    shares = (
        f"{totals.ai:,} AI-assisted",
        f"{totals.none:,} without evidence",
        f"{totals.unknown:,} unknown",
        f"{totals.bot:,} automation",
    )
    total = f"{count(len(answer.commits), 'commit')} in {answer.range}"
    yield line(Span(total, "bold"), f": {', '.join(shares)}", hang=2)
