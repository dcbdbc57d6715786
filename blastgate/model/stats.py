"""What ``blastgate stats`` reads and answers. Nobody's name is in it. Field names are the output contract."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from blastgate.model.attribution import LineShare
from blastgate.model.change import Commit
from blastgate.model.named import NamedTuple

PeriodKind = Literal["week", "month"]
GroupKind = Literal["tool", "component", "directory", "level"]


class Touched(NamedTuple):
    """A path that a commit touches, and the lines it adds there (0 where lines are not counted)."""

    path: str
    added: int


class Landed(NamedTuple):
    """A commit of a history, and when it was committed, in Unix seconds; None for a date that cannot be."""

    commit: Commit
    time: int | None
    files: tuple[Touched, ...] = ()


@dataclass(frozen=True, slots=True)
class Counts:
    """Commits of people and agents, and those among them with evidence of AI (``ai``) or weak signs only.

    ``bot`` (automation that is not AI) and ``merges`` stand apart, not in ``commits``. ``share`` is the disclosed
    share, ai / commits; None without commits. ``lines`` are added lines; None where they were not counted.
    """

    commits: int
    ai: int
    unknown: int
    bot: int
    merges: int
    share: float | None
    lines: LineShare | None = None


@dataclass(frozen=True, slots=True)
class PeriodCounts:
    """One week (``start`` is its Monday) or month (``2026-11``), and the share of the rolling window it ends."""

    start: str
    counts: Counts
    rolling: float | None


@dataclass(frozen=True, slots=True)
class GroupCounts:
    """One tool, component, directory or level; periods in which nothing happened are left out."""

    name: str
    counts: Counts
    periods: tuple[PeriodCounts, ...]


class PeriodOverrides(NamedTuple):
    """Commits, merges too, of one period (empty: of dates that cannot be) that say they went ahead by an override."""

    start: str
    commits: int


@dataclass(frozen=True, slots=True)
class Trend:
    """The disclosed share of the last rolling window, and of the window before it; None without commits there."""

    last: float | None
    before: float | None


@dataclass(frozen=True, slots=True)
class Series:
    """Counts of a whole history, by period and by group; ``groups_left_out`` are those beyond the bound.

    ``overrides`` are told in a line ``Blastgate-Override:``, the periods without any left out.
    """

    counts: Counts
    trend: Trend
    periods: tuple[PeriodCounts, ...]
    groups: tuple[GroupCounts, ...]
    groups_left_out: int = 0
    overrides: tuple[PeriodOverrides, ...] = ()


@dataclass(frozen=True, slots=True)
class ToolLines:
    """Lines at the head that commits with one tool's marks wrote; a commit may show several tools."""

    tool: str
    lines: int


@dataclass(frozen=True, slots=True)
class Surviving:
    """Lines at the head by the commit that git blame names: all, of AI-assisted commits, of unknown, of automation.

    ``skipped`` files were not blamed: binary, links, over the size cap, or not here.
    """

    files: int
    skipped: int
    lines: int
    ai: int
    unknown: int
    bot: int
    tools: tuple[ToolLines, ...]


@dataclass(frozen=True, slots=True)
class RepositoryStats:
    """One repository: what was read, and what was found. ``first`` and ``last`` are dates (UTC) of counted commits.

    ``undated`` commits have a date that cannot be: they are in the counts and in no period.
    """

    name: str
    revisions: str
    head: str
    first: str
    last: str
    undated: int
    series: Series
    surviving: Surviving | None = None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UnreadRepository:
    """A repository that could not be read, and why: it is in no figure."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class StatsReport:
    """The disclosed AI share over time, of each repository and of all together. ``window`` counts periods."""

    schema_version: int
    by: PeriodKind
    group: GroupKind | None
    since: str
    until: str
    window: int
    method: tuple[str, ...]
    total: Series
    repositories: tuple[RepositoryStats, ...]
    unread: tuple[UnreadRepository, ...] = ()
