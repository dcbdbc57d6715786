"""The measures beside their limits, and what else sets the level."""

from __future__ import annotations

from blastgate.model.assessment import Assessment
from blastgate.model.classification import Reason
from blastgate.model.wording import some
from blastgate.reporters.interface import Look
from blastgate.reporters.screen.cut import cut, rest
from blastgate.reporters.screen.ink import Line, Span, line, pad, title
from blastgate.reporters.wording.measures import Measure, measure_of, measures
from blastgate.reporters.wording.phrases import number

REASONS, PATHS = 6, 2


def draw(assessment: Assessment, look: Look) -> list[Line]:
    """Draw the table of measures and the reasons that no measure tells."""
    found = measures(assessment)
    width = max(len(_amount(m)) for m in found)
    lines = [title("Size", "measured/limit"), *(_measure(m, width) for m in found)]
    others = [r for r in assessment.classification.reasons if not measure_of(r)]
    if others:
        shown = cut(others, REASONS, look)
        lines += [line(), title(f"Level {assessment.level}", "because")]
        lines += [drawn for reason in shown for drawn in _reason(reason, look)]
        lines += rest(others, shown)
    return lines


def _amount(measure: Measure) -> str:
    limit = "" if measure.limit is None else f"/{measure.limit:,}"
    return f"{number(measure.measured)}{limit}"


def _measure(measure: Measure, width: int) -> Line:
    level = (Span("  over the limit, so "), Span(measure.level, measure.level)) if measure.level else ()
    detail = Span(f"  {measure.detail}" if measure.detail else "", "dim")
    return line(f"{measure.name:<22}{_amount(measure):>{width}}", detail, *level, indent=2, hang=24)


def _reason(reason: Reason, look: Look) -> list[Line]:
    paths = [path for path in reason.paths if path not in reason.text]
    start = (Span(pad(reason.level, 8), reason.level), Span(reason.text))
    if look.verbosity > 0:
        return [line(*start, indent=2, hang=8), *(line(path, indent=10, hang=2) for path in paths)]
    return [line(*start, Span(f"  {some(paths, PATHS)}" if paths else "", "dim"), indent=2, hang=8)]
