"""Messages and people as data: what they are judged to be, and by which evidence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from attribution_samples import commit_of, counts, judged

from blastgate.attribution.tools import Tools

CASES = Path(__file__).parent.parent / "cases" / "attribution"


def read_cases() -> list[Any]:
    return [
        pytest.param(case, id=f"{path.stem}: {case['title']}")
        for path in sorted(CASES.glob("*.yml"))
        for case in yaml.safe_load(path.read_text(encoding="utf-8"))
    ]


@pytest.mark.parametrize("case", read_cases())
def test_case(case: dict[str, Any], tools: Tools) -> None:
    found = judged(case, tools)
    assert found.state == case["state"], found.evidence
    for key in ("tool", "kind", "strength", "role"):
        if key in case:
            assert found.evidence, "no evidence"
            assert getattr(found.evidence[0], key) == case[key]
    if "tools" in case:
        assert sorted({e.tool for e in found.evidence if counts(e)}) == case["tools"]


@pytest.mark.parametrize("case", read_cases())
def test_evidence_quotes_words_of_the_commit_and_is_short(case: dict[str, Any], tools: Tools) -> None:
    commit = commit_of(case)
    people = [f"{p.name} <{p.email}>" for p in (commit.author, commit.committer)]
    notes = "refs/notes/ai: 5 lines by claude" if commit.notes else ""
    spoken = "".join("".join([commit.message.replace("\\n", ""), *people, notes]).split())
    for evidence in judged(case, tools).evidence:
        assert len(evidence.quote) <= 200
        assert "".join(evidence.quote.split()) in spoken
