"""Imports that look internal and lead to no file, by place."""

from __future__ import annotations

from collections.abc import Iterator

from blastgate.model.graph import Unresolved
from blastgate.model.reports import UnresolvedReport
from blastgate.model.wording import short
from blastgate.reporters.interface import Look
from blastgate.reporters.screen.doubts import warned
from blastgate.reporters.screen.ink import Line, Span, lay_out, line
from blastgate.reporters.wording.phrases import count


def report(answer: UnresolvedReport, look: Look) -> str:
    """List every one: what is missing here may be missing in who is affected."""
    return lay_out([*_lines(answer), *warned(answer.warnings, look)], look)


def _lines(answer: UnresolvedReport) -> Iterator[Line]:
    found = answer.unresolved
    files = len({item.path for item in found})
    said = f"{count(len(found), 'import')} of {count(files, 'file')}" if found else "no import"
    verb = "look internal and lead" if len(found) > 1 else "looks internal and leads"
    yield line(Span(f"{said} {verb} to no file", "bold"))
    yield from map(_place, found)


def _place(item: Unresolved) -> Line:
    return line(f"{item.path}:{item.line}", Span(f"  {short(item.name)}", "dim"), indent=2, hang=4)
