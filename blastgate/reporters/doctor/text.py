"""An examination on a screen: each answer with its remedy; quiet shows what is not ok."""

from __future__ import annotations

from collections.abc import Iterator

from blastgate.model.doctor import Diagnosis, DoctorReport
from blastgate.reporters.interface import Look
from blastgate.reporters.screen.ink import Line, Span, lay_out, line, pad
from blastgate.reporters.wording.phrases import count

STYLES = {"ok": "low", "problem": "high", "unknown": "medium"}
WIDTH = 18


def report(found: DoctorReport, look: Look) -> str:
    """Draw the answers and the sum."""
    shown = [one for one in found.diagnoses if look.verbosity >= 0 or one.state != "ok"]
    lines = [part for diagnosis in shown for part in _diagnosis(diagnosis)]
    where = f"  {found.repository}, {found.default_branch} at {found.commit[:12]}"
    return lay_out([*lines, line(), line(Span(_sum(found), "bold"), Span(where, "dim"))], look)


def _diagnosis(one: Diagnosis) -> Iterator[Line]:
    yield line(Span(f"{one.state:<8} ", STYLES[one.state]), f"{pad(one.check, WIDTH)} ", one.text, hang=10 + WIDTH)
    place = f"{one.where}: " if one.where else ""
    if one.remedy:
        yield line(Span(f"{place}{one.remedy}", "dim"), indent=10 + WIDTH)


def _sum(found: DoctorReport) -> str:
    states = [one.state for one in found.diagnoses]
    problems, unknown = states.count("problem"), states.count("unknown")
    if not problems and not unknown:
        return "the gate gates here"
    parts = [count(problems, "problem")] if problems else []
    parts += [f"{count(unknown, 'thing')} nobody could look at"] if unknown else []
    return ", ".join(parts)
