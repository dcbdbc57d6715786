"""Who depends on some files, nearest first, each with the chain that proves it."""

from __future__ import annotations

from collections.abc import Iterator

from blastgate.model.impact import AffectedFile
from blastgate.model.reports import AffectedReport
from blastgate.model.wording import some
from blastgate.reporters.interface import Look
from blastgate.reporters.screen.cut import cut, rest
from blastgate.reporters.screen.doubts import warned
from blastgate.reporters.screen.ink import Line, Span, lay_out, line, title
from blastgate.reporters.screen.reach import components
from blastgate.reporters.wording.chains import chain, proof
from blastgate.reporters.wording.hubs import through
from blastgate.reporters.wording.phrases import count

FILES = 20


def report(answer: AffectedReport, look: Look) -> str:
    """Draw the components and files that reach the given paths; quiet is the first line only."""
    lines = list(_lines(answer, look))
    return lay_out(lines[:1] if look.verbosity < 0 else lines, look)


def _lines(answer: AffectedReport, look: Look) -> Iterator[Line]:
    counted = f"{count(len(answer.components), 'component')} and {count(len(answer.files), 'file')}"
    seen = "seen to be affected" if answer.warnings else "affected"
    yield line(Span(counted, "bold"), f" {seen} by {some(answer.paths)}", hang=2)
    if answer.components:
        yield from (line(), title("Components", through(answer.components)), *components(answer.components, look))
    if answer.files:
        shown = cut(answer.files, FILES, look)
        yield from (line(), title("Files"), *map(_file, shown), *rest(answer.files, shown))
    yield from warned(answer.warnings, look)


def _file(file: AffectedFile) -> Line:
    if not file.via:
        return line(file.path, Span("  changed", "dim"), indent=2, hang=4)
    further = chain(file.via[1:])
    how = f"  {proof(file.via)} imports {further or file.via[0].to}"
    return line(file.path, Span(how, "dim"), indent=2, hang=4)
