"""What follows from level, attribution and people under a policy."""

from __future__ import annotations

from typing import Literal

from blastgate.model.named import NamedTuple

Outcome = Literal["pass", "warn", "review", "block", "error"]
OUTCOMES: tuple[Outcome, ...] = ("pass", "warn", "review", "block", "error")  # ever stricter


def strictest(outcomes: tuple[Outcome, ...]) -> Outcome:
    """Return the strictest of some outcomes; pass where there are none."""
    return max(outcomes, key=OUTCOMES.index, default="pass")


class Row(NamedTuple):
    """The gate row that matched: 1-based index, its text as written, and ``file:line``."""

    index: int  # type: ignore[assignment]  # hides the method of tuples, which nobody needs of a row
    text: str
    location: str


class GuardrailFinding(NamedTuple):
    """A guardrail that spoke: its id, the outcome it demands, one sentence, and the files it speaks of."""

    id: str
    outcome: Outcome
    text: str
    paths: tuple[str, ...] = ()
    location: str = ""


class IgnoredApproval(NamedTuple):
    """An approval that does not count, and why."""

    who: str
    why: str


class Requirement(NamedTuple):
    """An approval still needed: the group, how many of it, who of it has approved, and who could.

    ``note`` says it when nobody can meet the requirement: it is told, never waived.
    """

    group: str
    needed: int
    satisfied_by: tuple[str, ...] = ()
    ignored: tuple[IgnoredApproval, ...] = ()
    candidates: tuple[str, ...] = ()
    note: str = ""


class WayPart(NamedTuple):
    """One part of a split: what it holds, how many files, and its outcome as a change of its own."""

    name: str
    files: int
    outcome: Outcome


class WayForward(NamedTuple):
    """Something the author can do, and the outcome found by deciding again with just that changed.

    ``parts`` are those of a split, each judged as a change of its own; where some part stays as strict as the whole,
    ``outcome`` is that of the parts that come free.
    """

    text: str
    outcome: Outcome
    parts: tuple[WayPart, ...] = ()


class Override(NamedTuple):
    """Somebody of a role let a change go ahead against the policy: who, of which group, why, until which day (UTC, the
    day included), and the outcome that stood before."""

    by: str
    group: str
    reason: str
    until: str
    instead_of: Outcome


class Verdict(NamedTuple):
    """The outcome and all that led to it; ``row`` is None where no row matched.

    ``ai`` is the answer the gate used, ``author`` the groups every author belongs to. ``notes`` are sentences about
    what had to be assumed: an unknown attribution, a cell that no row covers, authors nobody knows.
    """

    outcome: Outcome
    row: Row | None = None
    guardrails: tuple[GuardrailFinding, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    ways_forward: tuple[WayForward, ...] = ()
    author: str = "any"
    ai: bool = False
    notes: tuple[str, ...] = ()
    override: Override | None = None
