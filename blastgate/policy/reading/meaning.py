"""What the words of a policy file mean: groups, categories, guardrails, globs and expressions must exist and hold.

Runs over the nodes of a document whose shape may be wrong elsewhere, so that every mistake is told at once.
"""

from __future__ import annotations

from collections.abc import Iterator

from blastgate.errors import Problem
from blastgate.policy.layers.guardrail_options import check_guardrails, group_options
from blastgate.policy.own_tools import check_own_tools
from blastgate.policy.reading.budget import over_budget
from blastgate.policy.reading.lookup import names, select
from blastgate.policy.reading.meaning_categories import Known, Tell, check_categories
from blastgate.policy.reading.meaning_people import check_people
from blastgate.policy.reading.meaning_settings import check_components, check_settings
from blastgate.policy.reading.nearest import did_you_mean
from blastgate.policy.reading.positions import Document, Node

LIMITS = ("max_services", "max_runtime_services", "max_files", "max_lines", "max_affected_files")


def check_meaning(document: Document, root: Node, known: Known) -> tuple[Problem, ...]:
    """Return every mistake of meaning in a document, each at its own place; only that it asks for too much, if so."""
    if excess := over_budget(root):
        return (document.problem(*excess, "a policy is a page, not a book"),)
    found: list[Problem] = []

    def tell(node: Node, message: str, hint: str = "") -> None:
        found.append(document.problem(node, message, hint))

    _check_levels(root, tell)
    check_categories(root, known, tell)
    groups = known.groups | (names(root, "people") - {"emails"})
    _check_rows(root, groups, tell)
    check_people(root, tell)
    check_guardrails(root, tell)
    _check_groups((node for _, node in group_options(root)), groups, tell)
    _check_groups((item for _, _, item in select(root, "override", "by", "*")), groups, tell)
    check_components(root, tell)
    check_settings(root, tell)
    check_own_tools(root, tell)
    return tuple(dict.fromkeys(found))


def _check_levels(root: Node, tell: Tell) -> None:
    levels = root.get("levels")
    low, medium = (levels.get("low"), levels.get("medium")) if levels else (None, None)
    for limit in LIMITS if low and medium else ():
        small, large = (low.get(limit) if low else None), (medium.get(limit) if medium else None)
        if small and large and type(small.value) is int and type(large.value) is int and large.value < small.value:
            message = f"`medium` allows {large.value} here, `low` already {small.value}: levels must widen"
            tell(large, message, f"at least {small.value}")


def _check_rows(root: Node, groups: frozenset[str], tell: Tell) -> None:
    for _, _, row in select(root, "gate", "*"):
        then, by, author = row.get("then"), row.get("by"), row.get("author")
        if then and then.value == "review" and not (by and by.items()):
            tell(then, "`then: review` does not say by whom", "add by: [senior]")
        if by and by.items() and then and then.value in ("pass", "warn", "block"):
            tell(by, f"`by` has no meaning with `then: {then.value}`", "delete it, or write then: review")
        if author and author.value != "any":
            _check_groups([author], groups | {"any"}, tell)
        _check_groups((item for _, _, item in select(row, "by", "*")), groups, tell)


def _check_groups(nodes: Iterator[Node] | list[Node], groups: frozenset[str], tell: Tell) -> None:
    for node in nodes:
        if isinstance(node.value, str) and node.value not in groups:
            hint = did_you_mean(node.value, groups) or "name it under `people`"
            tell(node, f"unknown group {node.value[:60]!r}", hint)
