"""The measures beside the limits they broke, and every reason of the level."""

from __future__ import annotations

from blastgate.model.assessment import Assessment
from blastgate.model.classification import Reason
from blastgate.model.wording import some
from blastgate.reporters.interface import Look
from blastgate.reporters.screen.cut import cut, rest
from blastgate.reporters.screen.ink import Line, Span, line, pad, title
from blastgate.reporters.wording.measures import Measure, measures
from blastgate.reporters.wording.phrases import number

REASONS, PATHS = 6, 2


def draw(assessment: Assessment, look: Look) -> list[Line]:
    """Draw the table of measures and the reasons of the level."""
    found = measures(assessment)
    width = max(len(_amount(m)) for m in found)
    lines = [title("Size", "measured/limit"), *(_measure(m, width) for m in found)]
    reasons = assessment.classification.reasons
    if reasons:
        shown = cut(reasons, REASONS, look)
        lines += [line(), title(f"Level {assessment.level}", "because")]
        lines += [drawn for reason in shown for drawn in _reason(reason, look)]
        lines += rest(reasons, shown)
    return lines


def _amount(measure: Measure) -> str:
    limit = "" if measure.limit is None else f"/{measure.limit:,}"
    return f"{number(measure.measured)}{limit}"


def _measure(measure: Measure, width: int) -> Line:
    level = (Span("  so "), Span(measure.level, measure.level)) if measure.level else ()
    detail = Span(f"  {measure.detail}" if measure.detail else "", "dim")
    return line(f"{measure.name:<22}{_amount(measure):>{width}}", detail, *level, indent=2, hang=24)


def _reason(reason: Reason, look: Look) -> list[Line]:
    start = (Span(pad(reason.level, 8), reason.level), Span(reason.text))
    if look.verbosity > 0:
        return [line(*start, indent=2, hang=8), *(line(path, indent=10, hang=2) for path in reason.paths)]
    told = not reason.paths or reason.paths[0] in reason.text
    return [line(*start, Span("" if told else f"  {some(reason.paths, PATHS)}", "dim"), indent=2, hang=8)]
