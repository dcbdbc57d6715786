"""The order of the steps of ``blastgate init``: look at what is here, and judge again what was merged lately."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from itertools import islice

from blastgate.attribution.attribute import attribute_commit
from blastgate.attribution.tools import load_tools
from blastgate.impact.claims import read_claims
from blastgate.impact.components import find_components
from blastgate.moving_impacts import ImpactShelf
from blastgate.policy.layers.load import load_policy
from blastgate.policy.model import Policy
from blastgate.setup.found import Found, find_delicate
from blastgate.setup.replay import Replay, tally
from blastgate.sources.git.door import Git
from blastgate.sources.git.revisions import head_of
from blastgate.sources.history.commits import read_commits
from blastgate.sources.policy import CODEOWNERS_FILES, PolicySource, read_policy
from blastgate.sources.snapshot import read_snapshot
from blastgate.steps.backtest import USUAL, Judge, judge_line, read_line

MAX_COMMITS = 1_000  # looked at for marks of AI tools

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

    ``wanted`` is how many; by default 100. What is found out about the files is kept for later runs.
    """
    if wanted == 0 or head_of(git) is None:
        return Replay()
    line = read_line(git, "", wanted or USUAL)
    impacts = ImpactShelf(git, policy.graph_rules, cached=True)
    judge = Judge(PolicySource(policy, read_policy(git, "", "", None).codeowners), impacts)
    (judged,), unjudged = judge_line(git, line.changes, [judge], progress)
    impacts.keep()
    return tally(line.name, judged, len(unjudged))
