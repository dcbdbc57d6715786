"""The comparison counts the lines of the files it links to; our policy among them has nothing to mend."""

from __future__ import annotations

import re
from pathlib import Path

from blastgate.policy.layers.load import load_policy
from blastgate.policy.lint.lint import lint

DOCS = Path(__file__).resolve().parents[2] / "docs"
COUNTED = re.findall(r"\]\((comparison/[^)]+)\) \| (\d+) \|", (DOCS / "comparison.md").read_text(encoding="utf-8"))


def test_the_lines_are_counted() -> None:
    counted = {file: len((DOCS / file).read_text(encoding="utf-8").splitlines()) for file, _ in COUNTED}
    assert {file: str(lines) for file, lines in counted.items()} == dict(COUNTED)
    assert min(counted, key=lambda file: counted[file]) == "comparison/blastgate.yml"


def test_our_policy_has_nothing_to_mend() -> None:
    text = (DOCS / "comparison" / "blastgate.yml").read_bytes()
    assert not lint(load_policy(text, "blastgate.yml", "file", lambda _: None), None)
