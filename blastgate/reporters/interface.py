"""What a reporter file offers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from blastgate.model.named import NamedTuple

if TYPE_CHECKING:
    from blastgate.model.assessment import Assessment


class Look(NamedTuple):
    """How to draw: with colour or not, how wide (columns), and how much (-1 quiet, 0 usual, 1 verbose)."""

    color: bool = False
    width: int = 100
    verbosity: int = 0


PLAIN = Look()


class Reporter(Protocol):
    """A reporter is one module with this name; the file name is the format's name."""

    def report(self, assessment: Assessment, look: Look) -> str:
        """Draw an assessment; the same assessment and look give the same text."""
