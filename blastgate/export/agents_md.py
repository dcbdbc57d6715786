"""AGENTS.md, in words: for agents without path permissions, such as Copilot's coding agent (agents.md).

An agent reads it and may not heed it: it is advice. Our part stands between two comments; the rest is yours.
"""

from __future__ import annotations

from collections.abc import Iterator

from blastgate.export.interface import PathRules, Settings
from blastgate.reporters.escape import code

FILE = "AGENTS.md"
BEGIN, END = "<!-- blastgate: begin -->", "<!-- blastgate: end -->"


def settings(rules: PathRules) -> Settings:
    """Write a section that says where an agent may write."""
    lines = [BEGIN, "## Where an AI agent may write", "", *_lines(rules), END]
    return Settings("\n".join(lines) + "\n", ("anything: an agent reads this, and may not heed it; the gate holds it",))


def ours(text: str) -> str:
    """Return the section between the two comments; empty where there is none."""
    _, begin, rest = text.partition(BEGIN)
    section, end, _ = rest.partition(END)
    return f"{begin}{section}{end}\n" if begin and end else ""


def _lines(rules: PathRules) -> Iterator[str]:
    if rules.only is not None:
        yield (
            "Change only files below these paths. Ask a person before you touch anything else."
            if rules.ask
            else ("Change only files below these paths. A change to any other file is refused when it is to be merged.")
        )
        yield from ("", *(f"- {code(glob)}" for glob in rules.only or ("(none)",)), "")
    yield "Never change these files:"
    yield from ("", *(f"- {code(glob)}" for glob in rules.protected), "")
    if rules.guarded:
        yield "Ask a person before you change these files:"
        yield from ("", *(f"- {code(glob)}" for glob in rules.guarded), "")
    yield "Name yourself in the commit message with an `Assisted-by:` trailer."
