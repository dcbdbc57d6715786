"""Markdown from docstrings and values: one form for all pages."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Sequence

NOTE = (
    "Written from the code by `python -m blastgate.reference`; a test holds it to that. Edit the code, not this page."
)


def document(title: str, *parts: str) -> str:
    """Join the parts of a page, blank lines between them."""
    return "\n\n".join((f"# {title}", *(part.strip("\n") for part in parts))) + "\n"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a table; what stands in a cell stays in it."""
    lines = [heads, ["---"] * len(heads), *([_cell(text) for text in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |".replace("|  |", "| |") for line in lines)


def code(*values: object) -> str:
    """Write values as code, with commas."""
    return ", ".join(f"`` {value} ``" if "`" in str(value) else f"`{value}`" for value in values)


def prose(text: str | None) -> str:
    """Write a docstring as Markdown: its marks for code are those of reStructuredText."""
    plain = inspect.cleandoc(text or "").replace("``", "`")
    return plain.replace("::\n", ":\n")


def first(text: str | None) -> str:
    """Return the first paragraph of a docstring on one line."""
    return " ".join(prose(text).split("\n\n")[0].split())


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
