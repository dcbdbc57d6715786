"""A part of a Markdown document, and a document of parts that fits a size."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from blastgate.model.named import NamedTuple
from blastgate.reporters.escape import for_markdown

POINTER = "_Cut to fit. `blastgate check -v` and `--format json` show everything._"


LONGEST = 1_000  # characters of one sentence: no single text may fill a document


class Part(NamedTuple):
    """Lines that stand or fall one by one between ``opening`` and ``closing``; without lines there is no part."""

    lines: Sequence[str]
    opening: Sequence[str] = ()
    closing: Sequence[str] = ("",)


def prose(text: str) -> str:
    """Escape a sentence, cut to a length that leaves room for others."""
    return for_markdown(text if len(text) <= LONGEST else f"{text[:LONGEST]}…")


def details(summary: str, lines: Sequence[str], opened: bool = False) -> Part:
    """Make a collapsible part; ``summary`` is HTML that is already safe."""
    start = f"<details{' open' if opened else ''}><summary>{summary}</summary>"
    return Part(lines, (start, ""), ("", "</details>", ""))


def table(summary: str, heads: Sequence[str], rows: Iterable[Sequence[str]], opened: bool = False) -> Part:
    """Make a collapsible table; cells are already escaped."""
    lines = [table_row(cells) for cells in rows]
    part = details(summary, lines, opened)
    return part._replace(opening=(*part.opening, table_row(heads), table_row(["---"] * len(heads))))


def table_row(cells: Sequence[str]) -> str:
    """Write one row of a table."""
    return f"| {' | '.join(cells)} |"


def compose(parts: Iterable[Part], footer: str, limit: int) -> str:
    """Join parts in order while they fit ``limit`` bytes of UTF-8; what is cut is told, the footer always stays."""
    room = limit - _size(footer) - _size(POINTER) - 1
    lines: list[str] = []
    whole = True
    for part in parts:
        kept = _fit(part, room - sum(map(_size, lines)))
        whole = whole and len(kept) == len(part.lines)
        if kept:
            lines += [*part.opening, *kept, *part.closing]
    return "\n".join([*lines, *([] if whole else [POINTER, ""]), footer]) + "\n"


def _fit(part: Part, room: int) -> Sequence[str]:
    room -= sum(map(_size, part.opening)) + sum(map(_size, part.closing))
    for index, line in enumerate(part.lines):
        room -= _size(line)
        if room < 0:
            return part.lines[:index]
    return part.lines


def _size(line: str) -> int:
    return len(line.encode("utf-8", "replace")) + 1
