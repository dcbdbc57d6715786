"""Bounds on what one policy file may ask for. A policy can come from the change it judges, so it is hostile input."""

from __future__ import annotations

from collections.abc import Iterator

from blastgate.policy.matching.glob_syntax import parse
from blastgate.policy.own_tools import MAX_MARKS, marks_of
from blastgate.policy.reading.positions import Node

MAX_GLOBS = 20_000  # once braces are written out
MAX_EXPRESSIONS = 200


def over_budget(root: Node) -> tuple[Node, str] | None:
    """Return the first value that asks for too much, and what it is too much of; None when all fits."""
    globs = expressions = 0
    for kind, node, text in _patterns(root):
        if kind == "line":
            expressions += 1
        else:
            alternatives = parse(text) if "{" in text else ""
            globs += 1 if isinstance(alternatives, str) else len(alternatives)
        if globs > MAX_GLOBS:
            return node, f"the globs of this file stand for more than {MAX_GLOBS:,} once braces are written out"
        if expressions > MAX_EXPRESSIONS:
            return node, f"more than {MAX_EXPRESSIONS} expressions in one file; join some with `|`"
    for number, mark in enumerate(marks_of(root)):
        if number >= MAX_MARKS:
            return mark, f"more than {MAX_MARKS} marks of AI tools in one file"
    return None


def _patterns(root: Node) -> Iterator[tuple[str, Node, str]]:
    """Yield everything that may be read as a glob or an expression, with its place."""
    for section in ("categories", "guardrails"):
        holder = root.get(section)
        for _, body in (holder.entries() if holder else {}).values():
            for key, (_, value) in body.entries().items():
                kind = "line" if key.endswith("_lines") else "glob"
                yield from ((kind, item, item.value) for item in value.items() if isinstance(item.value, str))
    people = root.get("people")
    for _, body in (people.entries() if people else {}).values():
        yield from (("glob", key, name) for name, (key, _) in body.entries().items())
