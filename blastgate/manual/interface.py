"""What a kind of manual page offers."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Protocol

from blastgate.model.graph import Graph
from blastgate.policy.model import Policy


@dataclass(frozen=True, slots=True)
class Subject:
    """What pages are written about: the policy in force, and the graph of HEAD, built only if a page asks for it."""

    policy: Policy
    graph: Callable[[], Graph]


@dataclass(frozen=True, slots=True)
class Page:
    """One manual page: a heading and the lines below it."""

    title: str
    lines: tuple[str, ...]


class Manual(Protocol):
    """A kind of manual page is one module with these names; the file name says what it explains."""

    def topics(self, subject: Subject) -> Collection[str]:
        """List the names that have a page (for the nearest one when a name is misspelt)."""

    def explain(self, topic: str, subject: Subject) -> Page | None:
        """Write the page of a topic, or None when this kind does not know it."""
