"""Real-looking paths and what the recommended pack makes of them: whole words, and the kind of a file first."""

from __future__ import annotations

from pathlib import Path

import pytest

from blastgate.policy.layers.load import load_policy
from blastgate.policy.matching.match import compile_rules, file_level

CASES = Path(__file__).parent.parent / "cases" / "policy" / "paths.txt"

POLICY = load_policy(None, "built-in", "built-in", lambda _: None)
MATCH = compile_rules(tuple(rule for layer in POLICY.layers for rule in layer.categories))


def rows() -> list[tuple[str, str, str]]:
    """Read the table: path, level, categories."""
    lines = [line for line in CASES.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    return [(path.strip(), level.strip(), names.strip()) for path, level, names in (row.split("|") for row in lines)]


@pytest.mark.parametrize(("path", "level", "categories"), rows())
def test_a_path_gets_its_level_and_categories(path: str, level: str, categories: str) -> None:
    """A reviewer who reads the path would agree."""
    seen = MATCH(path)
    found = " ".join(sorted({rule.category for rule in seen})) or "-"
    assert (file_level(seen, (), POLICY.layers), found) == (level, categories)
