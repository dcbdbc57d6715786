"""The lines that shipped categories see, and lines that look alike: one file of cases for each category with lines."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from blastgate.policy.layers.build import shipped
from blastgate.policy.layers.shipped import shipped_categories
from blastgate.policy.matching.expressions import compile_lines

CASES = Path(__file__).parent.parent / "cases" / "categories"
NAMES = [name for name in sorted(shipped_categories()) if shipped(name).added_lines or shipped(name).removed_lines]


def seen_by(expressions: tuple[str, ...], lines: list[str]) -> list[str]:
    """Keep the lines that any of the expressions sees."""
    sees = compile_lines(expressions)
    return [line for line in lines if sees is not None and sees(line)]


@pytest.mark.parametrize("name", NAMES)
def test_a_category_sees_its_lines_and_no_others(name: str) -> None:
    """And every expression of it is needed by a case."""
    rule = shipped(name)
    expressions = rule.added_lines + rule.removed_lines
    cases = yaml.safe_load((CASES / f"{name}.yml").read_text(encoding="utf-8"))
    assert seen_by(expressions, cases["seen"]) == cases["seen"]
    assert seen_by(expressions, cases["not_seen"]) == []
    assert [expression for expression in expressions if not seen_by((expression,), cases["seen"])] == []
