"""The page of shipped categories, from rules/categories and rules/policies."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from blastgate import registry
from blastgate.manual.categories import MATCHERS
from blastgate.policy.layers.build import shipped
from blastgate.policy.layers.load import load_policy
from blastgate.policy.layers.shipped import shipped_packs
from blastgate.policy.model import CategoryRule
from blastgate.reference._markdown import code, table

TITLE = "Categories"
ABOUT = "the shipped ones: which files each sees, the level it gives, and the packs that have it."


def parts() -> Iterator[str]:
    """Write a table of all categories, then what each sees."""
    rules = [shipped(path.stem) for path in registry.rule_files("categories")]
    yield "Files of `rules/categories`, used [by name](../policy.md#categories); `gate-config` is in every policy."
    yield table(("category", "level", "packs", "about"), [_row(rule) for rule in rules])
    for rule in rules:
        yield f"## {rule.category}"
        yield "\n".join(_sees(rule))


def _row(rule: CategoryRule) -> tuple[str, str, str, str]:
    return f"[`{rule.category}`](#{rule.category})", _level(rule), code(*_packs(rule.category)), rule.about


def _level(rule: CategoryRule) -> str:
    if rule.at_least == rule.at_most and rule.at_least:
        return rule.at_least
    says = ((rule.at_least, "at least"), (rule.at_most, "at most"))
    return ", ".join(f"{words} {level}" for level, words in says if level) or "none: a name only"


def _packs(category: str) -> list[str]:
    return [pack for pack in shipped_packs() if category in _named(pack)]


@cache
def _named(pack: str) -> frozenset[str]:
    policy = load_policy(f"version: 1\nextends: [{pack}]\n".encode(), "reference", "file", lambda _: None)
    return frozenset(rule.category for layer in policy.layers for rule in layer.categories)


def _sees(rule: CategoryRule) -> Iterator[str]:
    for matcher in MATCHERS:
        values = getattr(rule, matcher)
        if values:
            yield f"- {matcher.replace('_', ' ')}: {code(*values)}"
    if rule.unless:
        yield f"- unless the file is of: {code(*rule.unless)}"
