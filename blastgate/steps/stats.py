"""The order of the steps of ``blastgate stats``: read each history once, count it, add the repositories up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, TypeVar

from blastgate.attribution.tools import Tools, load_tools
from blastgate.errors import BlastgateError, SourceError, UsageError
from blastgate.impact.claims import read_claims
from blastgate.impact.components import find_components
from blastgate.model.assessment import SCHEMA_VERSION
from blastgate.model.named import NamedTuple
from blastgate.model.stats import (
    GroupKind,
    PeriodKind,
    RepositoryStats,
    StatsReport,
    Surviving,
    ToolLines,
    UnreadRepository,
)
from blastgate.sources.cache import Cache, cache_of
from blastgate.sources.git.door import Git
from blastgate.sources.git.revisions import default_branch, head_of, short_name
from blastgate.sources.history.blame_cache import BlameCache
from blastgate.sources.history.commits import revisions
from blastgate.sources.history.log import Detail, Span, read_commits_by_id, read_history
from blastgate.sources.history.survival import Blamed, read_survival
from blastgate.sources.policy import read_policy_alone
from blastgate.sources.snapshot import read_snapshot
from blastgate.stats.counting import Counted, count, merge, states
from blastgate.stats.groups import Grouping, by_component, by_directory, by_level, by_tool, tools_of
from blastgate.stats.method import method
from blastgate.stats.periods import WINDOW, begin_of, end_of
from blastgate.stats.series import series_of, undated

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Question:
    """What to count: ``since`` and ``until`` are days, months or years; no ``revisions`` is the default branch."""

    by: PeriodKind = "month"
    group: GroupKind | None = None
    depth: int = 1
    since: str = ""
    until: str = ""
    revisions: str = ""
    lines: bool = False
    surviving: bool = False
    policy_file: Path | None = None
    cached: bool = True

    @property
    def span(self) -> Span:
        """The seconds that count; raises UsageError for what is no date."""
        return Span(
            begin_of(self.since, "--since") if self.since else None,
            end_of(self.until, "--until") if self.until else None,
        )

    @property
    def detail(self) -> Detail:
        """What has to be read of each commit."""
        if self.lines:
            return "lines"
        return "paths" if self.group in ("component", "directory", "level") else "commits"


class Progress(Protocol):
    """Who wants to hear how far it is: of a stream of commits, or of files."""

    def through(self, what: str, items: Iterator[T]) -> Iterator[T]:
        """Pass items on, telling how many went by."""

    def step(self, what: str, done: int, of: int) -> None:
        """Tell that some of many are done."""


class _One(NamedTuple):
    stats: RepositoryStats
    counted: Counted


class _Means(NamedTuple):
    tools: Tools
    span: Span
    progress: Progress


@dataclass(slots=True)
class _Found:
    ones: dict[str, _One] = field(default_factory=dict)
    unread: list[UnreadRepository] = field(default_factory=list)
    opened: dict[Path, str] = field(default_factory=dict)

    def open(self, name: str, place: Path) -> Git:
        """Open a repository that was not opened before: nothing is counted twice."""
        git = Git.open(place)
        before = self.opened.setdefault(git.common_dir, name)
        if before != name:
            raise UsageError(f"is the same repository as {before}", str(place), "name it once")
        return git


def survey(places: Mapping[str, Path], question: Question, progress: Progress) -> StatsReport:
    """Count each repository, named as given, and all of them together; one that cannot be read is told.

    Raises BlastgateError when none can be read, or the question has a mistake.
    """
    found, means = _Found(), _Means(load_tools(), question.span, progress)
    for name, place in places.items():
        try:
            found.ones[name] = _one(name, found.open(name, place), question, means)
        except BlastgateError as error:
            if len(places) == 1:
                raise
            why = ": ".join(part for part in (error.where, error.message) if part)
            found.unread.append(UnreadRepository(name, why))
    if not found.ones:
        first = found.unread[0] if found.unread else UnreadRepository("", "no repository was named")
        raise SourceError(first.why, first.name, "none of the repositories could be read")
    return _report(found, question)


def _report(found: _Found, question: Question) -> StatsReport:
    prefixed = question.group in ("component", "directory") and len(found.ones) > 1
    whole = merge({name: one.counted for name, one in found.ones.items()}, question.by, prefixed)
    return StatsReport(
        SCHEMA_VERSION,
        question.by,
        question.group,
        question.since,
        question.until,
        WINDOW[question.by],
        method(question.by, question.group, question.lines, question.surviving),
        series_of(whole, question.group),
        tuple(one.stats for one in found.ones.values()),
        tuple(found.unread),
    )


def _one(name: str, git: Git, question: Question, means: _Means) -> _One:
    named, ids = _revisions(git, question.revisions)
    head = next((sha for sha in reversed(ids) if not sha.startswith("^")), "")
    counted = Counted(question.by, question.lines)
    if head:
        means = means._replace(tools=_tools(git, head, question, means.tools))
        grouping = _grouping(git, head, question)
        history = read_history(git, ids, question.detail, means.span)
        count(means.progress.through(f"{name}: commits", history), means.tools, counted, grouping)
    surviving = _surviving(name, git, head, question.cached, means) if head and question.surviving else None
    stats = RepositoryStats(
        name,
        named,
        head,
        counted.first,
        counted.last,
        undated(counted),
        series_of(counted, question.group),
        surviving,
        tuple(_warnings(git, head, counted)),
    )
    return _One(stats, counted)


def _tools(git: Git, head: str, question: Question, shipped: Tools) -> Tools:
    """Add the tools that the policy of this repository names."""
    own = read_policy_alone(git, head, head, question.policy_file).ai_tools
    return load_tools(own) if own else shipped


def _revisions(git: Git, named: str) -> tuple[str, list[str]]:
    """Name and resolve what to count: what was asked, else the default branch, else HEAD; nothing before a commit.

    A bare repository's own HEAD is its default branch.
    """
    if named:
        return named, revisions(git, [named])
    try:
        if git.bare and head_of(git):
            return "HEAD", revisions(git, ["HEAD"])
        branch = default_branch(git)
    except SourceError:
        head = head_of(git)
        return "HEAD", [head] if head else []
    return short_name(branch), revisions(git, [branch])


def _grouping(git: Git, head: str, question: Question) -> Grouping | None:
    if question.group == "tool":
        return by_tool()
    if question.group == "directory":
        return by_directory(question.depth)
    if question.group is None:
        return None
    policy = read_policy_alone(git, head, head, question.policy_file)
    if question.group == "level":
        return by_level(policy)
    return by_component(find_components(read_claims(read_snapshot(git, head)), policy.components).components)


def _surviving(name: str, git: Git, head: str, cached: bool, means: _Means) -> Surviving:
    cache = BlameCache(cache_of(git.common_dir) if cached else Cache(None))
    blamed = read_survival(git, head, cache, lambda done, of: means.progress.step(f"{name}: files blamed", done, of))
    return _weighed(blamed, git, means.tools)


def _weighed(blamed: Blamed, git: Git, tools: Tools) -> Surviving:
    by_state: Counter[str] = Counter()
    by_tool: Counter[str] = Counter()
    for judged in states(read_commits_by_id(git, blamed.lines), tools):
        by_state[judged.state] += blamed.lines[judged.sha]
        by_tool.update(dict.fromkeys(tools_of(judged), blamed.lines[judged.sha]))
    return Surviving(
        blamed.files,
        blamed.skipped,
        sum(blamed.lines.values()),
        by_state["ai"],
        by_state["unknown"],
        by_state["bot"],
        tuple(ToolLines(tool, lines) for tool, lines in sorted(by_tool.items(), key=lambda pair: (-pair[1], pair[0]))),
    )


def _warnings(git: Git, head: str, counted: Counted) -> Iterator[str]:
    if not head:
        yield "there is no commit here yet"
    if git.shallow:
        yield "a shallow clone: older commits, and lines of those at its end, are in no figure (git fetch --unshallow)"
    if head and not counted.periods:
        yield "no commit lies in what was asked for"
