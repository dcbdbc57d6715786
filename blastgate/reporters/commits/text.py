"""AI attribution, one line per commit; verbose adds the words that are the evidence."""

from __future__ import annotations

from collections.abc import Iterator

from blastgate.model.attribution import CommitAttribution, CommitsReport
from blastgate.reporters.commits.interface import Passing
from blastgate.reporters.escape import for_terminal
from blastgate.reporters.interface import Look
from blastgate.reporters.screen.ink import Line, Span, lay_out, line, shorten, width_of
from blastgate.reporters.screen.origin import beside, commits
from blastgate.reporters.wording.phrases import count, short

LEAST_SUBJECT = 12  # columns
CUT_OFF = "a shallow clone ends here: older commits are not counted (git fetch --unshallow)"


def report(answer: CommitsReport, look: Look) -> str:
    """Draw every commit and the totals; verbose draws every mark, quiet the totals only."""
    return "".join(draw(Passing(answer.range, answer.commits, around=answer.around, cut_off=answer.cut_off), look))


def draw(passing: Passing, look: Look) -> Iterator[str]:
    """Draw commits as they come by, and the totals."""
    yield from _commits(passing, look)
    if passing.around and look.verbosity >= 0:
        yield lay_out(beside(passing.around), look) + "\n"
    yield lay_out(_totals(passing), look)


def _commits(passing: Passing, look: Look) -> Iterator[str]:
    for commit in passing:
        if look.verbosity >= 0:
            yield lay_out(commits([commit], 1, look) if look.verbosity > 0 else [_commit(commit, look)], look)
    if passing.shown and look.verbosity >= 0:
        yield "\n"


def _commit(commit: CommitAttribution, look: Look) -> Line:
    """Draw one commit on one line: its id, state, subject, and the first mark in short."""
    mark = f"  {commit.evidence[0].tool}, {commit.evidence[0].kind}" if commit.evidence else ""
    start = f"{short(commit.sha)}  "
    room = look.width - 2 - len(start) - 9 - width_of(for_terminal(mark))
    subject = shorten(for_terminal(commit.subject), max(LEAST_SUBJECT, room))
    state = Span(f"{commit.state:<8} ", "ai" if commit.state == "ai" else "dim")
    return line(start, state, subject, Span(mark, "dim"), indent=2, hang=20)


def _totals(passing: Passing) -> Iterator[Line]:
    totals = passing.totals
    shares = (
        f"{totals.ai:,} AI-assisted",
        f"{totals.none:,} without evidence",
        f"{totals.unknown:,} unknown",
        f"{totals.bot:,} automation",
    )
    every = sum(passing.counts.values())
    shown = f"{passing.shown:,} of {count(every, 'commit')}" if passing.only else count(every, "commit")
    yield line(Span(f"{shown} in {passing.range}", "bold"), f": {', '.join(shares)}", hang=2)
    if passing.cut_off:
        yield line(Span(CUT_OFF, "warn"), hang=2)
