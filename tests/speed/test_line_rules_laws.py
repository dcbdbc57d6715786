"""Looking at all lines at once answers as looking at each: the speed of line rules changes no answer."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from blastgate.model.change import Line
from blastgate.policy.matching.expressions import compile_lines
from blastgate.policy.matching.match import line_rules
from blastgate.policy.model import CategoryRule, Location

EXPRESSIONS = (
    *("^import", "end$", r"a\s+b", r"[^x]y", r"\bword\b", "(?i)SECRET", "(?s)a.b", "é|ü", r"(one|two)\(", "^$|^-+$"),
    *(r"\Aimport", r"end\z", r"\Qa(b", "(?-m)^import", r"\\Ab", "(?P<n>a)b", "(?i:x)y"),
)
TEXTS = ("import os", " import", "the end", "end.", "a  b", "a", "b", "xy", "ay", "y", "word", "sword", "secret", "é")
texts = st.sampled_from((*TEXTS, "", "one(", "(two)", "---", "a(b", "\\Ab", "a\rb", "\udcffxy", "\u2028end"))
lines = st.lists(texts, max_size=6).map(lambda found: tuple(Line(i, text) for i, text in enumerate(found, 1)))
expressions = st.lists(st.sampled_from(EXPRESSIONS), max_size=3).map(tuple)


def rule_of(name: str, added: tuple[str, ...], removed: tuple[str, ...]) -> CategoryRule:
    """Make a rule about lines."""
    return CategoryRule(name, Location("p.yml", 1), at_least="high", added_lines=added, removed_lines=removed)


def sees(expressions: tuple[str, ...], found: tuple[Line, ...]) -> bool:
    """Ask every line alone."""
    matches = compile_lines(expressions)
    return matches is not None and any(matches(line.text) for line in found)


@settings(deadline=None)  # compiling on a busy machine takes its time
@given(st.lists(st.tuples(expressions, expressions), max_size=3), lines, lines)
def test_all_lines_at_once_is_each_line_alone(
    pairs: list[tuple[tuple[str, ...], tuple[str, ...]]], added: tuple[Line, ...], removed: tuple[Line, ...]
) -> None:
    """Anchors, blanks that would cross lines, flags and odd bytes included."""
    rules = tuple(rule_of(f"r{i}", gains, losses) for i, (gains, losses) in enumerate(pairs))
    expected = [rule for rule in rules if sees(rule.added_lines, added) or sees(rule.removed_lines, removed)]
    assert list(line_rules(rules)("any/path.py", added, removed)) == expected
