"""The screen a developer sees: the first line decides, the second says why, the third what to do."""

from __future__ import annotations

from collections.abc import Iterator

from blastgate.model.assessment import Assessment
from blastgate.reporters.interface import Look
from blastgate.reporters.screen import decision, doubts, files, judgement, origin, reach, size, source
from blastgate.reporters.screen.ink import Line, lay_out, line
from blastgate.reporters.wording.phrases import count

SECTIONS = (
    size.draw,
    reach.draw,
    origin.draw,
    judgement.guardrails,
    judgement.row,
    judgement.approvals,
    files.draw,
    doubts.draw,
    judgement.ways_forward,
)


def report(assessment: Assessment, look: Look) -> str:
    """Draw an assessment as text: quiet is the first line only (nothing on a pass), a usual pass is a few lines."""
    if look.verbosity < 0:
        return "" if assessment.outcome == "pass" else lay_out([decision.first_line(assessment, look)], look)
    if assessment.outcome == "pass" and look.verbosity == 0:
        return lay_out(_short(assessment, look), look)
    return lay_out(_full(assessment, look), look)


def _short(assessment: Assessment, look: Look) -> Iterator[Line]:
    yield from decision.draw(assessment, look)
    unseen = doubts.number_of_doubts(assessment.impact)
    if unseen:
        yield line(f"note  {count(unseen, 'gap')} in the graph: -v lists what could not be seen", indent=2, hang=6)
    yield source.policy(assessment)._replace(indent=2, hang=8)


def _full(assessment: Assessment, look: Look) -> Iterator[Line]:
    yield from decision.draw(assessment, look)
    for section in SECTIONS:
        lines = section(assessment, look)
        if lines:
            yield line()
            yield from lines
    yield line()
    yield source.change(assessment)
    yield source.policy(assessment)
