"""Trees as data: the files of a small repository, what its sources import, and the policy's rules."""

from __future__ import annotations

from typing import Any

from blastgate.impact.build import join_graph
from blastgate.impact.claims import read_claims
from blastgate.impact.files import FileGraph
from blastgate.model.graph import FileEdge, Graph
from blastgate.policy.model import ComponentRule, Location
from blastgate.testing import snapshot_of


def graph_of(case: dict[str, Any]) -> Graph:
    """Build the graph of a case with a file graph given by hand, so that no language has a say in it."""
    imports = {p: tuple(FileEdge(to, kind, line) for to, kind, line in e) for p, e in case.get("imports", {}).items()}
    rules = tuple(rule_of(rule) for rule in case.get("rules", ()))
    return join_graph(read_claims(snapshot_of(case["files"])), rules, FileGraph(imports), frozenset(imports))


def rule_of(rule: dict[str, Any]) -> ComponentRule:
    """Build a rule as the policy's compiler would."""
    depends_on = tuple(rule.get("depends_on", ()))
    return ComponentRule(rule["name"], Location(".blastgate.yml", 9), rule.get("root"), rule.get("kind"), depends_on)
