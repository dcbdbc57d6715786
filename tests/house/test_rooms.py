"""docs/architecture.md has every room of the house, and none that is gone; README is two screens."""

from __future__ import annotations

import re
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
PACKAGE = TOP / "blastgate"


def test_each_room_is_in_the_table() -> None:
    rows = re.findall(r"^\| (`[^|]+`) \|", (TOP / "docs" / "architecture.md").read_text(encoding="utf-8"), re.MULTILINE)
    told = {name.rstrip("/") for row in rows for name in re.findall(r"`([^`]+)`", row)}
    there = {path.name for path in PACKAGE.iterdir() if path.suffix == ".py" or (path / "__init__.py").is_file()}
    assert told == there - {"__init__.py"}


def test_the_readme_is_two_screens() -> None:
    assert len((TOP / "README.md").read_text(encoding="utf-8").splitlines()) <= 120
