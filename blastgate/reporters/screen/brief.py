"""What a hook shows: nothing for a pass, one line for what goes on, a few lines for what is stopped."""

from __future__ import annotations

from blastgate.model.assessment import Assessment
from blastgate.reporters.interface import Look
from blastgate.reporters.screen import decision
from blastgate.reporters.screen.ink import Line, Span, lay_out, line, shorten_line
from blastgate.reporters.wording.decision import is_observed

LATER = "  (goes on: review due later)"
OBSERVED = "  (goes on: observe mode)"


def brief(assessment: Assessment, look: Look, stopped: str | None) -> str:
    """Draw an assessment for a hook; ``stopped`` is None where it goes on, else the command that shows all of it."""
    if assessment.outcome == "pass":
        return ""
    if stopped is None:
        return lay_out([_goes_on(assessment, look)], look)
    lines = decision.draw(assessment, look)
    if stopped:
        lines.append(line(Span("all   ", "dim"), stopped, indent=2, hang=6))
    return lay_out(lines, look)


def _goes_on(assessment: Assessment, look: Look) -> Line:
    first = decision.first_line(assessment, look)
    note = OBSERVED if is_observed(assessment) else LATER if assessment.outcome == "review" else ""
    return shorten_line(first._replace(spans=(*first.spans, Span(note, "dim"))), first, look)
