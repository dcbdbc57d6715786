"""What ``blastgate backtest`` answers: merged changes, judged again. No author is in it.

Field names are the output contract. Shares are parts of one; None where there is nothing to share.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from blastgate.model.assessment import Mode, Trust
from blastgate.model.attribution import State
from blastgate.model.classification import Level
from blastgate.model.verdict import Outcome

IncidentKind = Literal["listed", "reverted", "fixed", "hotfix"]


@dataclass(frozen=True, slots=True)
class Asked:
    """A group that would have been asked, and who of it could have answered (none: nobody is named)."""

    group: str
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class JudgedMerge:
    """One merged change as a policy judges it: ``causes`` are the rows and guardrails that decided, ``reasons`` what
    gave the level."""

    sha: str
    subject: str
    level: Level
    outcome: Outcome
    state: State
    files: int
    lines: int | None
    services: int | None
    causes: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    asked: tuple[Asked, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """Some of many changes: what they have in common, how many they are, and their share."""

    name: str
    changes: int
    share: float | None


@dataclass(frozen=True, slots=True)
class GroupLoad:
    """How often a group would have been asked. ``per_week`` is None for less than a week of changes; ``nobody`` are
    changes for which no member was left or named; ``people`` who could have answered how often, by name."""

    group: str
    changes: int
    share: float | None
    per_week: float | None
    nobody: int
    people: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Incident:
    """A change that went wrong as far as the history or a list says, why, and what it would have got."""

    sha: str
    subject: str
    kind: IncidentKind
    why: str
    level: Level
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Recall:
    """How many of the incidents a review or a block would have met, beside the share of all changes."""

    incidents: int
    stopped: int
    share: float | None
    share_of_all: float | None


@dataclass(frozen=True, slots=True)
class PolicyResult:
    """What the changes would have got under one policy. ``gated`` are those reviewed or blocked."""

    source: str
    digest: str
    trust: Trust
    mode: Mode
    judged: int
    gated: Part
    levels: tuple[Part, ...]
    outcomes: tuple[Part, ...]
    with_ai: int
    causes: tuple[Part, ...]
    reasons: tuple[Part, ...]
    load: tuple[GroupLoad, ...]
    recall: Recall
    incidents: tuple[Incident, ...]
    changes: tuple[JudgedMerge, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A change that two policies judge differently."""

    sha: str
    subject: str
    levels: tuple[Level, ...]
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True)
class ToldOverride:
    """A change whose message says that it went ahead by an override, and the words of it."""

    sha: str
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class Unjudged:
    """A change that could not be judged, and why."""

    sha: str
    why: str


@dataclass(frozen=True, slots=True)
class BacktestReport:
    """The merged changes of a line of history, judged again under one policy or two, the newest first.

    ``first`` and ``last`` are dates (UTC) of the oldest and the newest. ``unjudged`` are in no figure.
    """

    schema_version: int
    revisions: str
    head: str
    first: str
    last: str
    weeks: float | None
    policies: tuple[PolicyResult, ...]
    differences: tuple[Difference, ...] = ()
    unjudged: tuple[Unjudged, ...] = ()
    overrides: tuple[ToldOverride, ...] = ()
    warnings: tuple[str, ...] = ()
