"""Why one thing affects another: the steps between them, each with the line that proves it."""

from __future__ import annotations

from collections.abc import Iterator

from blastgate.model.graph import Edge
from blastgate.model.reports import WhyReport
from blastgate.model.wording import short, some
from blastgate.reporters.interface import Look
from blastgate.reporters.screen.doubts import warned
from blastgate.reporters.screen.ink import Line, Span, lay_out, line

NOT_FOLLOWED = "Followed are edges that ship code or call at runtime; type-only, test-only and dev-only ones are not."


def report(answer: WhyReport, look: Look) -> str:
    """Draw the chain, or say that there is none; quiet is the first line only."""
    lines = [*_lines(answer), *warned(answer.warnings, look)]
    return lay_out(lines[:1] if look.verbosity < 0 else lines, look)


def _lines(answer: WhyReport) -> Iterator[Line]:
    if answer.reach is None:
        no = "is not seen to be affected" if answer.warnings else "is not affected"
        yield line(Span(f"{short(answer.to)} {no}", "bold"), f" by {some(answer.paths)}", hang=2)
        if answer.backwards:
            yield line(f"It is the other way round: a change of {short(answer.to)} reaches it.", indent=2, hang=2)
        yield line(Span(NOT_FOLLOWED, "dim"), indent=2, hang=2)
        return
    how = " at runtime" if answer.reach == "runtime" else ""
    because = f": {answer.reason}" if answer.reason else ""
    yield line(Span(f"{short(answer.to)} is affected{how}", "bold"), f" by {some(answer.paths)}{because}", hang=2)
    yield from map(_step, answer.via)


def _step(edge: Edge) -> Line:
    proven = f"  {edge.kind}  {edge.evidence}"
    return line(f"{short(edge.from_)} → {short(edge.to)}", Span(proven, "dim"), indent=2, hang=4)
