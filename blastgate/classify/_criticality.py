"""How critical a team calls its components: a floor for the files of each, beside its documentation and tests."""

from __future__ import annotations

from collections.abc import Callable

from blastgate.model.classification import LEVELS
from blastgate.model.impact import Impact
from blastgate.policy.model import ComponentRule, Policy

Critical = Callable[[str], ComponentRule | None]


def critical_rules(impact: Impact, policy: Policy) -> Critical | None:
    """Return the function from a path to the rule that calls its component critical; None where no layer says so."""
    rules = [rule for rule in policy.components if rule.criticality]
    if not rules:
        return None
    from blastgate.impact.places import is_quiet

    touched = {a.root: a.name for a in impact.affected if a.distance == 0 and a.root is not None}
    named = {rule.root: rule.name for rule in policy.components if rule.root is not None}
    roots = touched | named
    by_name: dict[str, ComponentRule] = {}
    for rule in rules:
        known = by_name.get(rule.name)
        if known is None or _rank(rule) > _rank(known):
            by_name[rule.name] = rule

    def rule_of(path: str) -> ComponentRule | None:
        return None if is_quiet(path) else by_name.get(_owner(path, roots))

    return rule_of


def _rank(rule: ComponentRule) -> int:
    return LEVELS.index(rule.criticality) if rule.criticality else -1


def _owner(path: str, roots: dict[str, str]) -> str:
    """Find the component with the longest root above a path."""
    folder = path
    while folder:
        folder = folder.rpartition("/")[0]
        if folder in roots:
            return roots[folder]
    return ""
