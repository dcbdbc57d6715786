"""What the ``affected`` and ``commits`` commands answer. Field names are the output contract."""

from __future__ import annotations

from dataclasses import dataclass

from blastgate.model.attribution import CommitAttribution
from blastgate.model.impact import AffectedComponent, AffectedFile


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
