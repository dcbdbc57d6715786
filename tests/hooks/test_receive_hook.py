"""A real push to a real server: its pre-receive hook judges objects that are still in quarantine."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from laptop import Laptop

TOP = Path(__file__).resolve().parents[2]
PAGE = (TOP / "docs" / "other-ci.md").read_text(encoding="utf-8")


@pytest.fixture
def served(laptop: Laptop) -> Laptop:
    """A laptop whose remote has the hook of the page."""
    (script,) = re.findall(r"^```sh\n(#!/bin/sh\n.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    hook = laptop.folder.parent / "remote.git" / "hooks" / "pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(script)
    hook.chmod(0o755)
    return laptop


def remote_head(it: Laptop, branch: str) -> str:
    """Return where a branch of the remote stands; empty where there is none."""
    return it.ask("git", "ls-remote", "origin", f"refs/heads/{branch}").stdout.split("\t")[0]


def test_what_is_forbidden_is_refused_and_leaves_nothing(served: Laptop) -> None:
    before = remote_head(served, "main")
    served.commit("fine", b="2\n").commit("main", locked__x="2\n").commit("topic")
    for pushed in (["topic"], ["main"], ["fine", "topic"]):
        went, said = served.tried("push", "origin", *pushed)
        assert not went
        assert "remote: BLOCK  high" in said
    assert remote_head(served, "main") == before
    assert remote_head(served, "topic") == remote_head(served, "fine") == ""


def test_what_is_fine_goes_on_in_silence(served: Laptop) -> None:
    for branch in ("topic", "main"):
        served.commit(branch, b=f"{branch}\n")
        went, said = served.tried("push", "origin", branch)
        assert went
        assert "remote:" not in said
    assert served.tried("push", "origin", "--delete", "topic")[0]


def test_a_review_to_come_is_told_and_goes_on(served: Laptop) -> None:
    served.commit("topic", watched__x="2\n")
    went, said = served.tried("push", "origin", "topic")
    assert went
    assert "remote: REVIEW" in said


def test_an_edited_policy_does_not_judge_itself(served: Laptop) -> None:
    """The server's default branch has the policy, whatever the push brings."""
    text = (served.folder / ".blastgate.yml").read_text().replace("then: block", "then: pass")
    served.commit("topic", **{".blastgate.yml": text, "locked__x": "2\n"})
    went, said = served.tried("push", "origin", "topic")
    assert not went
    assert "BLOCK" in said


@pytest.mark.parametrize("line", ["main main main", f"{'0' * 40} {'g' * 40} refs/heads/main"])
def test_what_is_no_line_of_git_is_refused(laptop: Laptop, line: str) -> None:
    ran = laptop.ask("blastgate", "check", "--hook", "pre-receive", given=f"{line}\n")
    assert ran.returncode == 2
    assert "is not what git tells a pre-receive hook" in ran.stderr
