"""What is read beside a change because the policy asks: the whole of workflows, what landed before."""

from __future__ import annotations

from pathlib import Path

import pytest

from blastgate.model.assessment import Assessment
from blastgate.pipeline import Range, check
from blastgate.testing import RepositoryBuilder

DAY = 86_400
NOW = 1_780_000_000
POLICY = """version: 1
extends: [recommended]
people: {senior: ["@dana"], owners: ["@kim"]}
guardrails: {cumulative_radius: {days: 7, max_changes: 3}}
lowering: {comment_only: low}
"""
AI = "Change it\n\nAssisted-by: Claude:claude-4\n"


@pytest.fixture
def shop(tmp_path: Path) -> RepositoryBuilder:
    """A repository where an agent changed one component four times, twice of them long ago."""
    repo = RepositoryBuilder(tmp_path)
    start = {
        ".blastgate.yml": POLICY,
        "cart/pyproject.toml": '[project]\nname = "cart"\n',
        "cart/cart/a.py": "x = 0  # a\n",
    }
    repo.commit("Begin", start, date=NOW - 40 * DAY)
    for number, ago in enumerate((30, 20, 3, 1), 1):
        repo.commit(AI, {"cart/cart/a.py": f"x = {number}  # a\n"}, date=NOW - ago * DAY)
    repo.branch("topic")
    return repo


def judged(repo: RepositoryBuilder, **range_: bool) -> Assessment:
    return check(repo.path, Range(**range_) if range_ else Range("main", "topic"), cached=False)  # type: ignore[arg-type]


def test_many_small_changes_add_up_within_the_window(shop: RepositoryBuilder) -> None:
    shop.commit(AI, {"cart/cart/a.py": "x = 5  # a\n"}, date=NOW)
    assert [f.id for f in judged(shop).verdict.guardrails] == []
    shop.switch("main")
    shop.commit(AI, {"cart/cart/b.py": "y = 1\n"}, date=NOW)
    shop.branch("later")
    shop.commit(AI, {"cart/cart/a.py": "x = 6  # a\n"}, date=NOW)
    found = check(shop.path, Range("main", "later"), cached=False).verdict.guardrails
    assert [f.id for f in found] == ["cumulative-radius"]
    assert "4 AI-assisted changes to cart, at most 3 are allowed" in found[0].text


def test_a_comment_is_lowered_from_commit_index_and_work_tree_alike(shop: RepositoryBuilder) -> None:
    shop.write("cart/cart/a.py", "x = 4  # another\n")
    assert judged(shop, worktree=True).level == "low"
    shop.stage()
    assert judged(shop, staged=True).level == "low"
    shop.commit("Say more")
    found = judged(shop)
    assert (found.level, found.classification.reasons[0].code) == ("low", "lowered")


def test_a_workflow_is_compared_with_its_base(shop: RepositoryBuilder) -> None:
    text = "on: [push, {0}]\njobs: {{a: {{runs-on: x, steps: [{{run: m}}]}}}}\n"
    shop.switch("main")
    shop.commit("CI", {".github/workflows/ci.yml": text.format("issue_comment")}, date=NOW)
    shop.branch("more")
    shop.commit("More", {".github/workflows/ci.yml": text.format("issue_comment, pull_request_target")}, date=NOW)
    found = check(shop.path, Range("main", "more"), cached=False).verdict.guardrails
    assert [f.text for f in found] == [
        "workflows gain 1 right: .github/workflows/ci.yml:1 the trigger pull_request_target"
    ]
