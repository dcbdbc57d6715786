"""The first three lines: the outcome, why, and what to do."""

from __future__ import annotations

from blastgate.model.assessment import Assessment
from blastgate.reporters.interface import Look
from blastgate.reporters.screen.ink import Line, Span, line, shorten_line
from blastgate.reporters.wording.decision import facts, next_step, outcome_word, why


def first_line(assessment: Assessment, look: Look) -> Line:
    """Draw the line that decides; it is one line at any width, and gives up the names of tools first."""
    outcome = Span(outcome_word(assessment), assessment.outcome)
    if assessment.outcome == "error":
        return line(outcome, "  could not decide")
    level, made, reach = facts(assessment)
    made_style = "ai" if assessment.attribution.state == "ai" else ""
    long = line(outcome, "  ", Span(level, level), " · ", Span(made, made_style), " · ", reach)
    short = line(outcome, "  ", Span(level, level), " · ", Span(made.split(" (")[0], made_style), " · ", reach)
    return shorten_line(long, short, look)


def draw(assessment: Assessment, look: Look) -> list[Line]:
    """Draw outcome, reason and next step; the last only where something is to do."""
    lines = [first_line(assessment, look), line(Span("why   ", "dim"), why(assessment), indent=2, hang=6)]
    step = next_step(assessment)
    if step:
        lines.append(line(Span("next  ", "dim"), step, indent=2, hang=6))
    return lines
