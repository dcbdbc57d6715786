"""The state, the tools and the share of lines of a whole change."""

from __future__ import annotations

from typing import Any

import pytest
from attribution_samples import commit_of

from blastgate.attribution.attribute import attribute, attribute_stripped
from blastgate.attribution.evidence.pull_request import PullRequest, find_in_pull_request
from blastgate.attribution.tools import Tools
from blastgate.model.attribution import Attribution, LineShare

PLAIN = {"message": "Mend paging", "additions": 10}
CLAUDE = {"message": "Mend\n\nCo-Authored-By: Claude <noreply@anthropic.com>", "additions": 30}
CODEX = {"message": "Mend\n\nAssisted-by: Codex:gpt-5.5", "additions": 5}
SUGGESTION = {
    "message": "Mend\n\nCo-authored-by: greptile-apps[bot] <165735046+greptile-apps[bot]@users.noreply.github.com>",
    "additions": 20,
}
WEAK = {"author": "strange[bot] <1+strange[bot]@users.noreply.github.com>", "additions": 7}
BOT = {"author": "dependabot[bot] <49699333+dependabot[bot]@users.noreply.github.com>", "additions": 2}
REVIEWED = {"message": "Mend\n\nReviewed-by: Claude <noreply@anthropic.com>", "additions": 4}
TEST_MERGE = {"message": f"Merge {'1' * 40} into {'2' * 40}", "author": "Claude <noreply@anthropic.com>", "parents": 2}


def change(tools: Tools, *samples: dict[str, Any], known: bool = True) -> Attribution:
    return attribute(tuple(commit_of(sample) for sample in samples), known, tools)


@pytest.mark.parametrize(
    ("samples", "known", "state", "names"),
    [
        ([], True, "none", ()),
        ([], False, "unknown", ()),
        ([PLAIN], True, "none", ()),
        ([PLAIN], False, "unknown", ()),
        ([PLAIN, CLAUDE], True, "ai", ("claude-code",)),
        ([CODEX, CLAUDE], True, "ai", ("claude-code", "codex")),
        ([CLAUDE], False, "ai", ("claude-code",)),
        ([PLAIN, WEAK], True, "unknown", ()),
        ([WEAK, CLAUDE], True, "ai", ("claude-code",)),
        ([BOT], True, "none", ()),
        ([BOT, PLAIN], True, "none", ()),
        ([REVIEWED], True, "none", ()),
        ([TEST_MERGE], True, "none", ()),
    ],
)
def test_state_and_tools(
    samples: list[dict[str, Any]], known: bool, state: str, names: tuple[str, ...], tools: Tools
) -> None:
    found = change(tools, *samples, known=known)
    assert (found.state, found.tools) == (state, names)
    assert bool(found.why) == (state == "unknown")


def test_why_unknown_is_said_in_words(tools: Tools) -> None:
    assert change(tools, PLAIN, known=False).why == "the commits of the change could not all be read"
    assert change(tools, known=False).why == "there is no commit that could say so: not committed yet, or a diff alone"
    assert change(tools, WEAK).why.startswith("only weak signals: author that may be of unlisted-app: 'strange[bot]")


def test_the_test_merge_of_github_is_left_out(tools: Tools) -> None:
    assert [commit.subject for commit in change(tools, TEST_MERGE, PLAIN).commits] == ["Mend paging"]


@pytest.mark.parametrize(
    ("samples", "share"),
    [
        ([PLAIN, CLAUDE], LineShare(30, 30, 40)),
        ([PLAIN, SUGGESTION], LineShare(0, 20, 30)),
        ([WEAK, CLAUDE], LineShare(30, 37, 37)),
        ([{**CLAUDE, "additions": 0}, BOT], LineShare(0, 0, 2)),
        ([{"message": CLAUDE["message"]}, PLAIN], LineShare(0, 0, 10)),
    ],
)
def test_lines_are_a_range(samples: list[dict[str, Any]], share: LineShare, tools: Tools) -> None:
    assert change(tools, *samples).lines == share


def test_marks_around_the_commits_count(tools: Tools) -> None:
    pull = PullRequest("Mends it.\n\n🤖 Generated with [Claude Code](https://claude.com/claude-code)", (), "kim/fix")
    found = attribute((commit_of(PLAIN),), True, tools, find_in_pull_request(pull, tools))
    assert (found.state, found.tools) == ("ai", ("claude-code",))


def test_a_branch_alone_is_weak(tools: Tools) -> None:
    marks = find_in_pull_request(PullRequest(branch="claude/fix-paging"), tools)
    found = attribute((commit_of(PLAIN),), True, tools, marks)
    assert found.state == "unknown"
    assert "branch that may be of claude-code" in found.why


def test_marks_beside_the_commits_speak_for_any_line_and_are_kept(tools: Tools) -> None:
    marks = find_in_pull_request(PullRequest(labels=("ai-assisted",)), tools)
    found = attribute((commit_of(PLAIN),), True, tools, marks)
    assert (found.lines, found.around) == (LineShare(0, 10, 10), marks)


@pytest.mark.parametrize(
    ("stood", "state", "names"),
    [
        ([CLAUDE], "ai", ("claude-code",)),
        ([CLAUDE, CODEX, PLAIN], "ai", ("claude-code", "codex")),
        ([WEAK], "unknown", ()),
        ([PLAIN, BOT, REVIEWED, TEST_MERGE], "none", ()),
        ([], "none", ()),
    ],
)
def test_what_stood_in_rewritten_commits_counts(
    stood: list[dict[str, Any]], state: str, names: tuple[str, ...], tools: Tools
) -> None:
    stripped = attribute_stripped(tuple(commit_of(sample) for sample in stood), tools)
    found = attribute((commit_of(PLAIN),), True, tools, stripped)
    assert (found.state, found.tools) == (state, names)
    assert [commit.state for commit in found.commits] == ["none"]


def test_a_stripped_mark_tells_where_it_stood(tools: Tools) -> None:
    (mark,) = attribute_stripped((commit_of(CODEX), commit_of(CODEX)), tools)
    assert (mark.kind, mark.strength) == ("trailer", "declared")
    assert mark.quote == "stood in cccccccccccc, later rewritten: Assisted-by: Codex:gpt-5.5"


def test_a_thousand_rewritten_commits_are_told_in_part(tools: Tools) -> None:
    commits = [commit_of(CLAUDE)._replace(sha=f"{number:04x}" * 10) for number in range(1_000)]
    assert len(attribute_stripped(tuple(commits), tools)) == 20


@pytest.mark.parametrize(
    ("pull", "kinds"),
    [
        (PullRequest("Link to Devin run: https://app.devin.ai/sessions/01ab"), ["pr-body"]),
        (PullRequest("## AI disclosure\n\nI used Codex to write the tests."), ["pr-body"]),
        (PullRequest("Tests written by Claude Code, reviewed by me."), ["pr-body"]),
        (PullRequest("## AI disclosure\n\nNone"), []),
        (PullRequest("> 🤖 Generated with [Claude Code](https://claude.com/claude-code)"), []),
        (PullRequest("<!-- Say so if it was Generated with Claude Code -->"), []),
        (PullRequest("- [ ] This PR was created by Warp Agent Mode"), []),
        (PullRequest("- [x] This PR was created by Warp Agent Mode"), ["pr-body"]),
        (PullRequest("Adds Claude Code to the list of agents."), []),
        (PullRequest(labels=("bug", "AI-assisted")), ["label"]),
        (PullRequest(branch="devin/1730000000-fix"), ["branch"]),
        (PullRequest(branch="dependabot/npm/x"), []),
    ],
)
def test_marks_of_a_pull_request(pull: PullRequest, kinds: list[str], tools: Tools) -> None:
    found = find_in_pull_request(pull, tools)
    assert sorted({e.kind for e in found if e.strength != "weak"}) == kinds
