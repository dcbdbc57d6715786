"""The order of the steps of ``blastgate init``: look at what is here, and judge again what was merged lately."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice

from blastgate.attribution.attribute import attribute_commit
from blastgate.attribution.tools import Tools, load_tools
from blastgate.errors import BlastgateError, SourceError
from blastgate.impact.claims import read_claims
from blastgate.impact.components import find_components
from blastgate.impact.files import FactsStore
from blastgate.impact.graph import build_graph
from blastgate.impact.merge import merge
from blastgate.judge import Facts, judge
from blastgate.model.assessment import Assessment
from blastgate.model.graph import Graph
from blastgate.policy.load import load_policy
from blastgate.policy.model import Policy
from blastgate.policy.people import People
from blastgate.setup.found import Found, find_delicate
from blastgate.setup.replay import Replay, tally
from blastgate.sources.change import read_range
from blastgate.sources.commits import read_commits
from blastgate.sources.git import Git
from blastgate.sources.policy import CODEOWNERS_FILES, read_policy
from blastgate.sources.revisions import default_branch, head_of, resolve, short_name
from blastgate.sources.snapshot import read_snapshot

MAX_COMMITS = 1_000  # looked at for marks of AI tools
MAX_CHANGES, MIN_CHANGES = 100, 10
MAX_FILES = 300_000  # files of all the trees that are built again, together: the replay stays a matter of seconds

Progress = Callable[[str, int, int], None]


def discover(git: Git) -> Found:
    """Look at HEAD and the commits below it: components, delicate files, CODEOWNERS, AI tools."""
    head = head_of(git)
    if head is None:
        return Found()
    snapshot = read_snapshot(git, head)
    rules = load_policy(None, "built-in", "built-in", lambda _: None).layers[0].categories
    tools, looked_at = _tools(git, head)
    return Found(
        head[:12],
        find_components(read_claims(snapshot)).components,
        find_delicate(snapshot.entries, tuple(rule for rule in rules if rule.category != "gate-config")),
        next((path for path in CODEOWNERS_FILES if path in snapshot), ""),
        tools,
        looked_at,
    )


def _tools(git: Git, head: str) -> tuple[tuple[tuple[str, int], ...], int]:
    """Count in how many of the last commits each tool left a mark that counts, and how many were looked at."""
    known, counts, looked_at = load_tools(), Counter[str](), 0
    for commit in islice(read_commits(git, [head]), MAX_COMMITS):
        looked_at += 1
        judged = attribute_commit(commit, known)
        if judged.state == "ai":
            counts.update({evidence.tool for evidence in judged.evidence if evidence.strength != "weak"})
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))), looked_at


def replay(git: Git, policy: Policy, wanted: int | None, progress: Progress) -> Replay:
    """Judge the last changes of the default branch again, each against its first parent (a merge, or a squashed one).

    ``wanted`` is how many; by default 100, fewer where there are so many files that it would take long.
    """
    name, head = _branch(git)
    if not head or wanted == 0:
        return Replay(name)
    snapshot = read_snapshot(git, head)
    number = wanted or max(MIN_CHANGES, min(MAX_CHANGES, MAX_FILES // max(1, len(snapshot.entries))))
    judge_again = _Judge(git, policy)
    changes = _changes(git, head, number)
    return tally(name, _judged(judge_again, changes, progress))


def _branch(git: Git) -> tuple[str, str]:
    try:
        branch = default_branch(git)
        return short_name(branch), resolve(git, branch)
    except SourceError:
        return "HEAD", head_of(git) or ""


def _changes(git: Git, head: str, number: int) -> list[tuple[str, str]]:
    """List the last commits of the first-parent line, each with the commit it was merged into."""
    listing = git.store.run("rev-list", "--first-parent", "--parents", f"--max-count={number}", head)
    rows = (line.split() for line in listing.decode().splitlines())
    return [(row[1], row[0]) for row in rows if len(row) > 1]


def _judged(judge_again: _Judge, changes: list[tuple[str, str]], progress: Progress) -> Iterator[Assessment | None]:
    for done, (base, head) in enumerate(changes, 1):
        progress("changes judged", done, len(changes))
        try:
            yield judge_again.one(base, head)
        except BlastgateError:
            yield None


class _Judge:
    """Judges changes of one branch; neighbours share their graphs, and all of them what is known of a file."""

    def __init__(self, git: Git, policy: Policy) -> None:
        self.git, self.policy = git, policy
        self.tools: Tools = load_tools()
        self.people = People(policy, read_policy(git, "", "", None).codeowners)
        self.facts = FactsStore()
        self.graphs: dict[str, Graph] = {}

    def one(self, base: str, head: str) -> Assessment:
        """Judge what ``head`` changes against ``base``."""
        change = read_range(self.git, base, head, lines=True)
        self.graphs = {commit: self._graph(commit) for commit in (base, head)}
        graph = merge(self.graphs[base], self.graphs[head])
        return judge(Facts(change, graph, self.tools, self.people), self.policy)

    def _graph(self, commit: str) -> Graph:
        known = self.graphs.get(commit)
        return known or build_graph(read_snapshot(self.git, commit), self.policy.components, self.facts)
