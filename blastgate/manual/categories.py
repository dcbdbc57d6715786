"""A category's page: what it is for, the level it gives, what it sees, and the line that says so."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from blastgate.manual.interface import Page, Subject
from blastgate.policy.model import CategoryRule

MATCHERS = ("paths", "names", "extensions", "tokens", "added_lines", "removed_lines", "attributes")


def topics(subject: Subject) -> Collection[str]:
    """List the categories of the policy."""
    return sorted({rule.category for rule in _rules(subject)})


def explain(topic: str, subject: Subject) -> Page | None:
    """Write the page of a category of the policy."""
    rules = [rule for rule in _rules(subject) if rule.category == topic]
    if not rules:
        return None
    return Page(f"category {topic}", tuple(line for rule in rules for line in _describe(rule)))


def _rules(subject: Subject) -> list[CategoryRule]:
    return [rule for layer in subject.policy.layers for rule in layer.categories]


def _describe(rule: CategoryRule) -> Iterator[str]:
    if rule.about:
        yield rule.about
    if rule.at_least:
        yield f"A file it sees makes the change at least {rule.at_least}."
    if rule.at_most:
        yield f"A change of such files alone is at most {rule.at_most}."
    yield f"Defined in {rule.location}. It sees a file by any of:"
    for matcher in MATCHERS:
        values = getattr(rule, matcher)
        if values:
            yield f"  {matcher}: {', '.join(values)}"
    if rule.unless:
        yield f"  unless the file is of: {', '.join(rule.unless)}"
