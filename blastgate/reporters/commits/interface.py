"""What a file that draws the attribution of commits offers: it draws them as they come by, however many there are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

from blastgate.model.attribution import CommitAttribution, CommitsReport, CommitTotals, Evidence, State
from blastgate.reporters.interface import Look


@dataclass(slots=True)
class Passing:
    """Commits of a range that can be gone through once; the counts are those of the commits that went by.

    ``only`` keeps the commits of one state; all are counted. ``around`` are the marks beside them. ``ends`` are the
    commits at which history is cut off; ``cut_off`` says that one of them went by.
    """

    range: str
    commits: Iterable[CommitAttribution]
    only: State | None = None
    around: tuple[Evidence, ...] = ()
    ends: frozenset[str] = frozenset()
    cut_off: bool = False
    counts: dict[State, int] = field(default_factory=lambda: {"ai": 0, "none": 0, "unknown": 0, "bot": 0})
    shown: int = 0

    def __iter__(self) -> Iterator[CommitAttribution]:
        """Go through the commits, counting."""
        for commit in self.commits:
            self.counts[commit.state] += 1
            self.cut_off = self.cut_off or commit.sha in self.ends
            if self.only in (None, commit.state):
                self.shown += 1
                yield commit

    @property
    def totals(self) -> CommitTotals:
        """How many went by, by state."""
        return CommitTotals(**self.counts)


class CommitsReporter(Protocol):
    """A reporter of commits is one module with these names; the file name is the format's name."""

    def draw(self, passing: Passing, look: Look) -> Iterator[str]:
        """Draw commits piece by piece, the totals last."""

    def report(self, answer: CommitsReport, look: Look) -> str:
        """Draw a whole answer at once."""
