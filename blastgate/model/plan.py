"""What is to be done on GitHub: made from a ruling and from what stands there now, so a second time nothing is left."""

from __future__ import annotations

from dataclasses import dataclass

from blastgate.model.assessment import Assessment
from blastgate.model.pull_request import StatusState


@dataclass(frozen=True, slots=True)
class Ruling:
    """What was found for one head: an assessment, or the ``error`` why there is none (message, place, remedy).

    ``number`` is the pull request (None for a merge group), ``base`` its base branch. ``asks`` are those of whom one
    must still approve, a tuple for each approval, the preferred first: names as a policy has them.
    """

    number: int | None
    head: str
    base: str
    assessment: Assessment | None
    error: str = ""
    asks: tuple[tuple[str, ...], ...] = ()

    @property
    def outcome(self) -> str:
        """The outcome; ``error`` where nothing could be decided."""
        return self.assessment.outcome if self.assessment else "error"


@dataclass(frozen=True, slots=True)
class StatusWrite:
    """A commit status to write."""

    sha: str
    state: StatusState
    description: str


@dataclass(frozen=True, slots=True)
class CommentWrite:
    """The text of the sticky comment: to be edited (``id``), or written where there is none yet (None)."""

    id: int | None
    body: str


@dataclass(frozen=True, slots=True)
class Plan:
    """All that is to be written for one head; what is empty or None is already as it should be.

    ``told`` are sentences about what was left undone, and why.
    """

    number: int | None
    status: StatusWrite | None = None
    ask: tuple[str, ...] = ()
    comment: CommentWrite | None = None
    add_labels: tuple[str, ...] = ()
    remove_labels: tuple[str, ...] = ()
    told: tuple[str, ...] = ()

    @property
    def writes(self) -> int:
        """Count the calls that carry it out."""
        single = (self.status, self.comment, self.add_labels)
        return sum(map(bool, single)) + len(self.ask) + len(self.remove_labels)
