"""What AI did to the base of late, component by component: for the guardrail that adds small changes up."""

from __future__ import annotations

from blastgate.attribution.attribute import attribute_commit
from blastgate.attribution.tools import Tools
from blastgate.guardrails.interface import RecentWork
from blastgate.impact.references import owner_of
from blastgate.model.change import RecentCommit
from blastgate.model.graph import Graph


def recent_work(
    commits: tuple[RecentCommit, ...] | None, graph: Graph | None, tools: Tools
) -> tuple[RecentWork, ...] | None:
    """Keep the commits with evidence of AI, each with its components; None where history or graph is not known."""
    if commits is None or graph is None:
        return None
    owner = owner_of(graph)
    return tuple(_work(one, {owner(path) for path in one.paths}) for one in commits if _is_ai(one, tools))


def _is_ai(one: RecentCommit, tools: Tools) -> bool:
    return attribute_commit(one.commit, tools).state == "ai"


def _work(one: RecentCommit, owners: set[str | None]) -> RecentWork:
    components = frozenset(name for name in owners if name is not None)
    return RecentWork(one.commit.sha, one.commit.subject, components, one.additions, one.days_ago)
