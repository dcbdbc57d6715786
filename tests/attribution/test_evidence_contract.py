"""Every kind of evidence has a case that it alone is there to find."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from attribution_samples import commit_of

from blastgate import registry
from blastgate.attribution.tools import Tools

ROOM = "blastgate.attribution.evidence"
CASES = Path(__file__).parent.parent / "cases" / "attribution"


def samples() -> list[dict[str, Any]]:
    """Read every case of attribution, and what proves the tools."""
    cases = [case for path in CASES.rglob("*.yml") for case in yaml.safe_load(path.read_text(encoding="utf-8"))]
    texts = [path.read_text(encoding="utf-8") for path in registry.rule_files("ai_tools")]
    return cases + [sample for text in texts for sample in list(yaml.safe_load_all(text))[1]["samples"]["positive"]]


@pytest.mark.parametrize("name", registry.names(ROOM))
def test_a_kind_of_evidence_has_a_case(name: str, tools: Tools) -> None:
    find = registry.load(ROOM, name).find
    assert any(find(commit_of(sample), tools) for sample in samples())
