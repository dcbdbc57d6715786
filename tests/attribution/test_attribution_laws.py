"""What holds for any message at all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from attribution_samples import AROUND, PERSON, commit_of, judged
from hypothesis import given, settings
from hypothesis import strategies as st

from blastgate import registry
from blastgate.attribution.attribute import attribute, attribute_commit
from blastgate.attribution.evidence.pull_request import PullRequest, find_in_pull_request
from blastgate.attribution.tools import load_tools
from blastgate.model.change import Commit, Identity, Note

TOOLS = load_tools()
CASES = Path(__file__).parent.parent / "cases" / "attribution"


def known_messages() -> list[str]:
    """Every message of the cases and of the tools' samples: the fragments that strange messages are made of."""
    cases = [case for path in sorted(CASES.glob("*.yml")) for case in yaml.safe_load(path.read_text(encoding="utf-8"))]
    for path in registry.rule_files("ai_tools"):
        _, proof = yaml.safe_load_all(path.read_text(encoding="utf-8"))
        cases += [*proof["samples"]["positive"], *proof["samples"]["negative"]]
    return sorted({case["message"] for case in cases if "message" in case and not any(key in case for key in AROUND)})


MESSAGES = known_messages()
PIECES = st.sampled_from([line for message in MESSAGES for line in message.splitlines(keepends=True)])
NOISE = st.text(st.characters(codec=None), max_size=60)
STRANGE = st.lists(
    PIECES | NOISE | st.sampled_from(["\n", "\r\n", "> ", "```\n", "<!--", "-->", "\\n", "\0", "🤖 "])
).map("".join)
MARK = "\n\nCo-Authored-By: Claude <noreply@anthropic.com>"


def of(message: str, author: str = PERSON) -> Commit:
    return commit_of({"message": message, "author": author})


@settings(deadline=None, max_examples=200)
@given(STRANGE, NOISE, NOISE, NOISE)
def test_no_commit_makes_it_raise_or_quote_at_length(message: str, name: str, email: str, note: str) -> None:
    person = Identity(name, email)
    notes = (Note("refs/notes/ai", f"a.py\n  s_00000000000000 1-2\n---\n{note}"),)
    found = attribute_commit(Commit("c", (), person, person, name, message, notes, 3), TOOLS)
    assert found.state in ("ai", "none", "unknown", "bot")
    assert all(len(evidence.quote) <= 200 for evidence in found.evidence)


@settings(deadline=None, max_examples=100)
@given(STRANGE, NOISE)
def test_no_pull_request_makes_it_raise(body: str, branch: str) -> None:
    evidence = find_in_pull_request(PullRequest(body, (branch,), branch), TOOLS)
    assert all(item.tool in TOOLS.tools for item in evidence)


@pytest.mark.parametrize("message", MESSAGES)
def test_a_quoted_block_below_changes_nothing(message: str) -> None:
    quoted = "".join(f"\n> {line}" for line in MARK.splitlines())
    assert judged({"message": f"{message}\n{quoted}\n"}, TOOLS).evidence == judged({"message": message}, TOOLS).evidence


@pytest.mark.parametrize("message", MESSAGES)
def test_a_code_block_below_changes_nothing(message: str) -> None:
    block = f"\n\n```{MARK}\n```\n"
    assert judged({"message": message + block}, TOOLS).evidence == judged({"message": message}, TOOLS).evidence


@pytest.mark.parametrize("message", MESSAGES)
def test_line_ends_do_not_matter(message: str) -> None:
    unix, windows = judged({"message": message}, TOOLS), judged({"message": message.replace("\n", "\r\n")}, TOOLS)
    assert (unix.state, unix.evidence) == (windows.state, windows.evidence)


@settings(deadline=None, max_examples=100)
@given(STRANGE.filter(lambda text: text.count("```") + text.count("<!--") == 0 and "~~~" not in text))
def test_more_evidence_never_turns_ai_into_something_else(message: str) -> None:
    if attribute_commit(of(message), TOOLS).state == "ai":
        assert attribute_commit(of(message + MARK), TOOLS).state == "ai"


@settings(deadline=None, max_examples=50)
@given(st.permutations(MESSAGES[:12]), st.booleans())
def test_the_order_of_commits_does_not_matter(messages: list[str], known: bool) -> None:
    def verdict(order: list[str]) -> tuple[Any, ...]:
        found = attribute(tuple(of(message) for message in order), known, TOOLS)
        return found.state, found.tools, found.lines

    assert verdict(messages) == verdict(MESSAGES[:12])


ENDLESS = [
    *("a", " ", "\n", "_", "* ", "`", '"', "<", "\\n", "<!--", "<blockquote>", "AI ", "by by ", "co-authored-by: "),
    *(
        "generated with [",
        "```\n",
        "~~~\n```\n",
        "* Co-authored-by: x <y@z>\n",
        "\n \n",
        "Written by Claude and ",
        "\n  <",
    ),
]


@pytest.mark.parametrize("piece", ENDLESS)
def test_endless_messages_are_judged(piece: str) -> None:
    message = f"Fix\n\n{piece * (300_000 // len(piece))}\n{MARK}"
    assert attribute_commit(of(message), TOOLS).state == "ai"


def test_a_thousand_marks_are_judged_by_the_strongest_and_shown_in_part() -> None:
    lines = "\n".join(f"Co-Authored-By: Claude {number} <noreply@anthropic.com>" for number in range(5_000))
    found = attribute_commit(of(f"Fix\n\n{lines}"), TOOLS)
    assert found.state == "ai"
    assert len(found.evidence) == 20
