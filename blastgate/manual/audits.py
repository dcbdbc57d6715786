"""A check of ``audit``: its docstring is its page."""

from __future__ import annotations

from collections.abc import Collection

from blastgate import registry
from blastgate.manual.interface import Page, Subject

ROOM = "blastgate.audit"


def topics(_: Subject) -> Collection[str]:
    """List the checks by id."""
    return [name.replace("_", "-") for name in registry.names(ROOM)]


def explain(topic: str, _: Subject) -> Page | None:
    """Write the page of a check."""
    name = topic.replace("-", "_")
    if name not in registry.names(ROOM):
        return None
    paragraphs = (registry.load(ROOM, name).__doc__ or "").strip().split("\n\n")
    lines = [line for paragraph in paragraphs for line in (" ".join(paragraph.split()).replace("``", "`"), "")]
    return Page(f"audit check {name.replace('_', '-')}", tuple(lines[:-1]))
