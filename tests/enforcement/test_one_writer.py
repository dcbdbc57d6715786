"""Only one module writes to GitHub."""

from __future__ import annotations

import re
from pathlib import Path

import blastgate

HOUSE = Path(blastgate.__file__).parent


def test_only_enforcement_writes() -> None:
    calls = re.compile(r"github\.write\b")
    files = (file for file in HOUSE.rglob("*.py") if calls.search(file.read_text(encoding="utf-8")))
    found = {file.relative_to(HOUSE).as_posix() for file in files}
    assert found == {"enforcement/github.py"}
