"""The gate without git: GitHub's lists alone, and nothing made up for what they leave out."""

from __future__ import annotations

from typing import Any

import pytest
from stage import HIGH, POLICY, Stage

from blastgate.gate.run import run_gate
from blastgate.sources.github.change import read_listed_change
from blastgate.sources.github.client import GitHub
from blastgate.sources.github.pull_request import read_commits, read_pull_request


@pytest.fixture
def listed(stage: Stage) -> Stage:
    """The stage, with the policy as a file of the API."""
    stage.fake.file(".blastgate.yml", POLICY)
    return stage


def entry(path: str, patch: str | None, **given: Any) -> dict[str, Any]:
    """Write a changed file as GitHub lists it."""
    url = "https://api.github.com/repos/acme/shop/contents/x"
    counts = {"additions": 1, "deletions": 0, "changes": 1}
    made = {"sha": "e" * 40, "filename": path, "status": "added", **counts, "blob_url": url, "raw_url": url}
    return {**made, "contents_url": url, **given, **({"patch": patch} if patch is not None else {})}


def judged(stage: Stage, *files: dict[str, Any], **given: Any) -> Any:
    """Run the gate without git on a pull request with these files; return the assessment."""
    stage.open(HIGH, files_count=given.pop("files_count", len(files)), **given)
    stage.fake.world.pulls[7].files = list(files)
    done = list(run_gate(stage.environment(), with_git=False))
    assert done[0].ruling is not None
    return done[0].ruling.assessment


LOGIN = entry("services/auth/login.py", "@@ -0,0 +1 @@\n+def login(): return 1")


def test_it_judges_asks_and_says_that_there_is_no_graph(listed: Stage) -> None:
    found = judged(listed, LOGIN)
    assert (found.outcome, found.level, found.impact.services_affected) == ("review", "high", None)
    assert (found.policy.trust, found.policy.source) == ("default-branch", "main:.blastgate.yml")
    assert listed.status().state == "pending"
    assert listed.fake.world.pulls[7].reviewers == ["dana"]
    listed.fake.review("dana")
    list(run_gate(listed.environment(), with_git=False))
    assert listed.status().state == "success"


MISSING = [
    ("binary, or too large", entry("a.bin", None, additions=0, deletions=0, changes=0), None),
    ("too large, counted", entry("a.py", None, additions=9, deletions=0, changes=9), 9),
    ("a pure rename", entry("a.py", None, status="renamed", previous_filename="b.py", additions=0, changes=0), 0),
]


@pytest.mark.parametrize(("file", "additions"), [row[1:] for row in MISSING], ids=[row[0] for row in MISSING])
def test_a_missing_patch_is_not_no_change(listed: Stage, file: dict[str, Any], additions: int | None) -> None:
    found = judged(listed, file)
    assert [one.additions for one in found.change.files] == [additions]
    assert found.change.totals.files == 1


def test_a_rename_counts_at_both_paths(listed: Stage) -> None:
    file = entry("docs/x.md", None, status="renamed", previous_filename="services/auth/x.py", additions=0, changes=0)
    assert judged(listed, file).level == "high"


def test_a_list_that_ends_early_is_an_error(listed: Stage) -> None:
    assert judged(listed, LOGIN, files_count=2) is None
    assert listed.status().state == "error"
    assert "GitHub lists 1" in str(listed.status().description)


def test_lines_are_read_and_a_cut_patch_is_not_believed(listed: Stage) -> None:
    patch = "@@ -1,2 +1,2 @@ def x\n a\n-b\n+c\n\\ No newline at end of file"
    cut = entry("cut.py", "@@ -1 +1 @@\n-b", status="modified", additions=5, deletions=1, changes=6)
    listed.open(HIGH, files_count=2)
    listed.fake.world.pulls[7].files = [entry("m.py", patch, status="modified", deletions=1, changes=2), cut]
    github = GitHub("acme/shop", listed.fake.token, listed.fake.url)
    pull = read_pull_request(github, 7)
    change = read_listed_change(github, pull, read_commits(github, pull).commits, "b" * 40)
    assert [(line.number, line.text) for line in change.patches["m.py"].added] == [(2, "c")]
    assert [(line.number, line.text) for line in change.patches["m.py"].removed] == [(2, "b")]
    assert "cut.py" not in change.patches
    assert [commit.sha for commit in change.commits] == [pull.head.sha]
