"""The example shop is the same repository wherever it is built."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from build_shop import branches, build
from demo import STORIES


def refs(repository: Path) -> str:
    """List the branches with their commit ids."""
    command = ["git", "-C", str(repository), "for-each-ref", "--format=%(refname:short) %(objectname)"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def test_the_same_files_give_the_same_commits(
    checkout_with_shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the user's git settings, nor the time zone, nor a surrounding repository reach the example."""
    settings = tmp_path / "gitconfig"
    settings.write_text("[user]\nname = Else\n[core]\nautocrlf = true\n[init]\ndefaultBranch = trunk\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("GIT_AUTHOR_NAME", "Else")
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    again = build(tmp_path / "again")
    monkeypatch.delenv("GIT_DIR")
    assert refs(again) == refs(checkout_with_shop / "examples" / ".built" / "shop")


def test_every_branch_has_a_story_and_every_outcome_a_branch() -> None:
    assert {story.branch for story in STORIES} == {folder.name for folder in branches()}
    assert {story.outcome for story in STORIES} == {"PASS", "WARN", "REVIEW", "BLOCK"}
