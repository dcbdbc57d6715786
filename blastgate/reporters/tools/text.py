"""The known AI tools, one line each; verbose adds where they live and how many marks are known of each kind."""

from __future__ import annotations

from collections.abc import Iterator

from blastgate.attribution.tools import Tools
from blastgate.reporters.interface import Look
from blastgate.reporters.screen.ink import Line, Span, lay_out, line, pad
from blastgate.reporters.tools.interface import ListedTool, listed
from blastgate.reporters.wording.phrases import count

NAME, TITLE = 20, 26  # columns


def report(tools: Tools, look: Look) -> str:
    """Draw the list; quiet is the count only."""
    found = listed(tools)
    lines = [drawn for tool in found for drawn in _tool(tool, look)]
    total = line(Span(count(len(found), "AI tool"), "bold"), " known to this version")
    return lay_out([total] if look.verbosity < 0 else [*lines, line(), total], look)


def _tool(tool: ListedTool, look: Look) -> Iterator[Line]:
    marks = ", ".join(f"{kind} {number}" if look.verbosity > 0 else kind for kind, number in tool.marks.items())
    yield line(f"{pad(tool.name, NAME)} {pad(tool.title, TITLE)} ", Span(marks, "dim"), indent=2, hang=NAME + TITLE + 2)
    if look.verbosity > 0:
        yield line(Span(f"{tool.acts}; {tool.homepage}", "dim"), indent=NAME + 3, hang=2)
