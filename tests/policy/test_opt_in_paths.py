"""Categories that the recommended pack leaves out: what the strict one makes of paths by them."""

from __future__ import annotations

from pathlib import Path

import pytest

from blastgate.policy.layers.load import load_policy
from blastgate.policy.matching.match import compile_rules, file_level

CASES = Path(__file__).parent.parent / "cases" / "policy" / "opt_in_paths.txt"
TEXT = b"version: 1\nextends: [strict]\n"
POLICY = load_policy(TEXT, "main:.blastgate.yml", "default-branch", lambda _: None)
MATCH = compile_rules(tuple(rule for layer in POLICY.layers for rule in layer.categories))
ROWS = [
    tuple(cell.strip() for cell in line.split("|"))
    for line in CASES.read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize(("path", "level", "categories"), ROWS)
def test_a_path_gets_its_level_and_categories(path: str, level: str, categories: str) -> None:
    seen = MATCH(path)
    found = " ".join(sorted({rule.category for rule in seen})) or "-"
    assert (file_level(seen, (), POLICY.layers), found) == (level, categories)
