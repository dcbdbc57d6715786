"""Where the graph has gaps: parts that are missing, files that could not be read, files that belong to nothing."""

from __future__ import annotations

from collections.abc import Sequence

from blastgate.model.assessment import Assessment
from blastgate.model.impact import Impact
from blastgate.reporters.interface import Look
from blastgate.reporters.screen.cut import cut, rest
from blastgate.reporters.screen.ink import Line, line, title

KEPT = 3


def draw(assessment: Assessment, look: Look) -> list[Line]:
    """Draw the gaps; nothing where there are none."""
    impact = assessment.impact
    lines = _list(impact.warnings, look)
    lines += _list([f"not read: {f.path} ({f.why})" for f in impact.unreadable], look)
    lines += _list([f"in no component: {path}" for path in impact.unmapped], look)
    return [title("Gaps in the graph"), *lines] if lines else []


def warned(warnings: Sequence[str], look: Look) -> list[Line]:
    """Draw the warnings of a graph below an answer that was read off it; nothing where there are none."""
    return [line(), title("Gaps in the graph"), *_list(warnings, look)] if warnings else []


def number_of_doubts(impact: Impact) -> int:
    """Count what could not be seen; a file in no component was seen, and is judged by its path."""
    return len(impact.warnings) + len(impact.unreadable)


def _list(texts: Sequence[str], look: Look) -> list[Line]:
    shown = cut(texts, KEPT, look)
    return [line(text, indent=2, hang=2) for text in shown] + rest(texts, shown)
