"""What ``affected``, ``commits`` and ``graph --unresolved`` answer. Field names are the output contract."""

from __future__ import annotations

from dataclasses import dataclass

from blastgate.model.attribution import CommitAttribution
from blastgate.model.graph import Edge, Unresolved
from blastgate.model.impact import AffectedComponent, AffectedFile, Reach


@dataclass(frozen=True, slots=True)
class AffectedReport:
    """Who depends on some paths: components and files, nearest first. ``warnings`` say what was not seen."""

    schema_version: int
    paths: tuple[str, ...]
    components: tuple[AffectedComponent, ...]
    files: tuple[AffectedFile, ...]
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CommitTotals:
    """How many commits there are of each state."""

    ai: int
    none: int
    unknown: int
    bot: int


@dataclass(frozen=True, slots=True)
class CommitsReport:
    """The attribution of each commit of a range, newest first, and how many there are of each state."""

    schema_version: int
    range: str
    commits: tuple[CommitAttribution, ...]
    totals: CommitTotals


def totals_of(commits: tuple[CommitAttribution, ...]) -> CommitTotals:
    """Count commits by state."""
    states = [commit.state for commit in commits]
    return CommitTotals(*(states.count(state) for state in ("ai", "none", "unknown", "bot")))


@dataclass(frozen=True, slots=True)
class WhyReport:
    """Why a change of ``paths`` affects ``to``, a component or path: ``via`` leads from it to what changes, nearest
    first. ``reach`` is None where it does not; ``backwards`` tells that it would the other way round."""

    schema_version: int
    paths: tuple[str, ...]
    to: str
    reach: Reach | None
    via: tuple[Edge, ...]
    reason: str
    backwards: bool


@dataclass(frozen=True, slots=True)
class UnresolvedReport:
    """The imports of a graph that look internal and lead to no file."""

    schema_version: int
    unresolved: tuple[Unresolved, ...]
