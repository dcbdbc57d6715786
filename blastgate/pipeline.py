"""The order of the steps, and nothing else: read the facts once, judge them, show or act on the assessment.

Each step imports its own room: ``affected`` in a hook pays for no judge.

::

    read_change ─► Change ──┐
    read_policy ─► Policy ──┼─► judge ─► Assessment ─► reporters
    read_graph  ─► Graph  ──┘
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from blastgate.errors import UsageError
from blastgate.impact.affected import radius_of
from blastgate.impact.paths import files_named, places_named
from blastgate.kept_graphs import read_graph
from blastgate.model.graph import Graph
from blastgate.model.named import NamedTuple
from blastgate.model.reports import AffectedReport, WhyReport
from blastgate.model.version import SCHEMA_VERSION
from blastgate.sources import sides
from blastgate.sources.cache import NO_CACHE, cache_of
from blastgate.sources.git.door import Git
from blastgate.sources.git.revisions import head_of
from blastgate.sources.policy import PolicySource, read_graph_rules, read_policy, read_policy_alone

if TYPE_CHECKING:
    from blastgate.attribution.tools import Tools
    from blastgate.judge import Facts
    from blastgate.model.assessment import Assessment
    from blastgate.model.attribution import CommitAttribution
    from blastgate.model.change import Change
    from blastgate.policy.graph_rules import GraphRules
    from blastgate.policy.model import Policy


class Range(NamedTuple):
    """Which change is meant: two refs (None is the default), the index, the work tree, or the bytes of a diff.

    ``whole``: all of head is new. ``hook``: git asks; its environment is honoured, and of a merge what it adds itself.
    """

    base: str | None = None
    head: str | None = None
    staged: bool = False
    worktree: bool = False
    diff: bytes | None = None
    whole: bool = False
    hook: bool = False


def check(repo: Path, range_: Range, policy_file: Path | None = None, cached: bool = True) -> Assessment:
    """Judge a change. Raises BlastgateError when it cannot: nothing is assumed about what could not be read."""
    return _checked(repo, range_, policy_file, cached)[0]


def check_and_record(
    repo: Path, range_: Range, policy_file: Path | None = None, cached: bool = True
) -> tuple[Assessment, str]:
    """Judge a change as :func:`check` does, and write down every fact that the judgement rests on."""
    from blastgate.records import recorded_facts, recorded_policy, write_record

    assessment, facts, source = _checked(repo, range_, policy_file, cached)
    policy = recorded_policy(source.policy, source.text, source.beside)
    return assessment, write_record(policy, recorded_facts(facts.change, facts.graph, source.codeowners), assessment)


def _checked(
    repo: Path, range_: Range, policy_file: Path | None, cached: bool
) -> tuple[Assessment, Facts, PolicySource]:
    from blastgate.attribution.attribute import tools_for
    from blastgate.clock import Clock
    from blastgate.impact.locked import judge_lockfiles
    from blastgate.judge import Facts, judge
    from blastgate.policy.people import People
    from blastgate.sources.background import with_background
    from blastgate.sources.kept import kept_tools

    clock = Clock()
    git = open_repository(repo, range_)
    change = read_change(git, range_)
    clock.lap("change")
    cache = cache_of(git.common_dir) if git is not None and cached else NO_CACHE
    source = read_policy(git, change.merge_base, change.head, policy_file, cache)
    clock.lap("policy")
    both = read_sides(git, range_, change)
    change = with_background(git, change, source.policy, both[-1].reader if both else None)
    clock.lap("background")
    graph = read_graph(both, source.policy.graph_rules, cache)
    graph = judge_lockfiles(graph, change, lambda: [side.snapshot for side in both])
    clock.lap("graph")
    tools = tools_for(change, source.policy.ai_tools, lambda: kept_tools(cache))
    facts = Facts(change, graph, tools, People(source.policy, source.codeowners))
    assessment = judge(facts, source.policy)
    clock.lap("judge")
    return assessment._replace(timings=clock.timings), facts, source


def affected(
    repo: Path, paths: Iterable[str], range_: Range, policy_file: Path | None = None, cached: bool = True
) -> AffectedReport:
    """Find who depends on files or folders. Raises UsageError for a path that is in neither base nor head."""
    both, rules, prefix = _ground(repo, range_, policy_file)
    wanted = _files_named(tuple(paths), both, prefix)
    graph = read_graph(both, rules, cached) or Graph()
    radius = radius_of(wanted, graph)
    return AffectedReport(SCHEMA_VERSION, wanted, radius.components, radius.files, graph.warnings)


def why(
    repo: Path, pair: tuple[str, str], range_: Range, policy_file: Path | None = None, cached: bool = True
) -> WhyReport:
    """Say why a change of the first affects the second; each is a path or a component's name.

    Raises UsageError for what is neither.
    """
    from blastgate.impact.why import explain, files_of

    both, rules, prefix = _ground(repo, range_, policy_file)
    graph = read_graph(both, rules, cached) or Graph()
    names = {component.name for component in graph.components}
    changed, to = pair
    files = files_of(changed, graph) if changed in names else _files_named((changed,), both, prefix)
    found = explain(files, to if to in names else _files_named((to,), both, prefix), graph)
    return WhyReport(SCHEMA_VERSION, (changed,), to, *found, graph.warnings)


def _ground(repo: Path, range_: Range, policy_file: Path | None) -> tuple[list[sides.Side], GraphRules, str]:
    """Name the trees of a range, what the policy says of graphs, and where in the tree the user stands."""
    git = Git.open(repo)
    base, head = sides.commits_of(git, range_.base, range_.head)
    rules = read_graph_rules(git, base, head, policy_file)
    return sides.of_commits(git, base, head), rules, sides.prefix_of(git, repo)


def _files_named(paths: tuple[str, ...], both: list[sides.Side], prefix: str) -> tuple[str, ...]:
    """Find the files that paths mean; all files are listed only for a path that means none, or every one."""
    if places := places_named(paths, prefix):
        try:
            return files_named(paths, [side.files_at(places) for side in both], prefix)
        except UsageError:
            pass  # the nearest path is among all of them
    return files_named(paths, [side.snapshot.entries for side in both], prefix)


def graph(repo: Path, ref: str | None, policy_file: Path | None = None, cached: bool = True) -> Graph:
    """Build the dependency graph of one commit (None: HEAD)."""
    return policy_and_graph(repo, ref, policy_file, cached)[1]()


def policy_and_graph(
    repo: Path, ref: str | None, policy_file: Path | None, cached: bool = True
) -> tuple[Policy, Callable[[], Graph]]:
    """Read the policy in force, and offer the graph of one commit (None: HEAD) to whoever needs it."""
    git = Git.open(repo)
    _, head = sides.commits_of(git, ref, ref)
    policy = read_policy_alone(git, head, head, policy_file)
    both = sides.of_commits(git, head, head)
    return policy, lambda: read_graph(both, policy.graph_rules, cached) or Graph()


def attributions(repo: Path, range_: str | None) -> tuple[str, Iterator[CommitAttribution], frozenset[str]]:
    """Attribute commit by commit, newest first; name the range (None: what HEAD adds to the default branch).

    The third are the commits where a shallow clone ends.
    """
    from blastgate.attribution.attribute import attribute_commit
    from blastgate.sources.history import commits

    git, tools = Git.open(repo), known_tools(repo)
    revisions = [range_] if range_ is not None else sides.default_revisions(git)
    found = (attribute_commit(commit, tools) for commit in commits.read_commits(git, revisions))
    return " ".join(revisions), found, commits.shallow_ends(git)


def known_tools(repo: Path) -> Tools:
    """Read the AI tools whose marks are known: the shipped ones and, in a repository, those of the policy in force."""
    from blastgate.attribution.tools import load_tools

    if not Git.is_repository(repo):
        return load_tools()
    git = Git.open(repo)
    return load_tools(read_policy_alone(git, "", head_of(git) or "", None).ai_tools)


def open_repository(repo: Path, range_: Range) -> Git | None:
    """Open the repository; only a diff can be judged without one."""
    if range_.diff is not None and not Git.is_repository(repo):
        return None
    return Git.open(repo, hook=range_.staged or range_.hook)


def read_change(git: Git | None, range_: Range) -> Change:
    """Read the change that is meant, lines included."""
    if range_.diff is not None:
        from blastgate.sources.changes.diff import read_diff

        return read_diff(range_.diff)
    from blastgate.sources.changes.change import read_range, read_staged, read_whole, read_worktree

    assert git is not None
    if range_.staged:
        return read_staged(git, lines=True, merging=range_.hook)
    if range_.worktree:
        return read_worktree(git, lines=True)
    if range_.whole:
        return read_whole(git, range_.head, lines=True)
    return read_range(git, range_.base, range_.head, lines=True)


def read_sides(git: Git | None, range_: Range, change: Change) -> list[sides.Side]:
    """Name the trees of base and head; the base is left out where there is none (a first commit)."""
    if git is None:
        return []
    if range_.diff is not None:
        return sides.of_diff(git, change)
    if range_.staged:
        return sides.of_index(git, change)
    if range_.worktree:
        return sides.of_worktree(git, change)
    return sides.of_change(git, change)
