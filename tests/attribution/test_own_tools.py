"""A team's own tools: what they add, and that they take nothing away."""

from __future__ import annotations

from typing import Any

import pytest
from attribution_samples import around, judged
from hypothesis import given, settings
from hypothesis import strategies as st
from test_attribution_laws import MESSAGES

from blastgate.attribution.attribute import AUTHORSHIP, attribute_commit
from blastgate.attribution.tools import Tools, load_tools, matches
from blastgate.model.attribution import STRENGTHS, CommitAttribution
from blastgate.model.change import Commit, Identity
from blastgate.policy.model import Location, OwnTool

SHIPPED = load_tools()
CLAUDE = "Claude <noreply@anthropic.com>"
BOT = "dependabot[bot] <49699333+dependabot[bot]@users.noreply.github.com>"
STRANGE = "acme-bot[bot] <123+acme-bot[bot]@users.noreply.github.com>"


def tool(name: str, **marks: Any) -> OwnTool:
    return OwnTool(name, Location(".blastgate.yml", 3), {"name": name, **marks})


def with_own(*layers: dict[str, dict[str, Any]]) -> Tools:
    return load_tools([[tool(name, **marks) for name, marks in layer.items()] for layer in layers])


ACME = {
    "acme": {
        "identities": ["agent@acme.test", "acme-bot[bot] 123", "kim+agent@example.org"],
        "names": ["Acme Agent"],
        "trailers": {"Acme-Run": "*"},
        "footers": ["Made in the Acme forge*"],
        "labels": {"by-acme": "strong"},
        "branches": {"acme/*": "strong"},
        "note_agents": ["acme"],
    }
}


@pytest.mark.parametrize(
    ("sample", "kind", "strength"),
    [
        ({"author": "Anybody <agent@acme.test>"}, "author", "declared"),
        ({"author": STRANGE}, "author", "declared"),
        ({"author": "Kim Lee <kim+agent@example.org>"}, "author", "declared"),
        ({"message": "Mend\n\nCo-authored-by: A <agent@acme.test>"}, "trailer", "declared"),
        ({"message": "Mend\n\nAssisted-by: Acme Agent 2"}, "trailer", "declared"),
        ({"message": "Mend\n\nAI-assisted: Acme Agent"}, "trailer", "declared"),
        ({"message": "Mend\n\nAcme-Run: 17"}, "trailer", "declared"),
        ({"message": "Mend\n\nMade in the Acme forge, run 12"}, "footer", "strong"),
        ({"message": "Mend\n\nTests written by Acme Agent."}, "phrase", "strong"),
        ({"label": "by-acme"}, "label", "strong"),
        ({"branch": "acme/fix"}, "branch", "strong"),
    ],
)
def test_every_kind_of_mark_finds_it(sample: dict[str, Any], kind: str, strength: str) -> None:
    tools = with_own(ACME)
    found = around(sample, tools) if {"label", "branch"} & sample.keys() else judged(sample, tools).evidence
    assert [(e.tool, e.kind, e.strength) for e in found] == [("acme", kind, strength)]


def test_without_the_entry_these_people_are_people() -> None:
    assert judged({"author": "Kim Lee <kim+agent@example.org>"}, SHIPPED).state == "none"
    assert [e.tool for e in judged({"author": STRANGE}, SHIPPED).evidence] == ["unlisted-app"]


def test_what_a_team_calls_an_agent_is_no_bot() -> None:
    assert judged({"author": BOT}, SHIPPED).state == "bot"
    assert judged({"author": BOT}, with_own({"ours": {"identities": ["dependabot[bot] 49699333"]}})).state == "ai"


@pytest.mark.parametrize(
    "takeover",
    [
        {"identities": ["noreply@anthropic.com"], "acts": "unclear"},
        {"identities": [f"Claude <{'noreply@anthropic.com'}>"], "acts": "unclear"},
        {"names": ["Claude"], "acts": "unclear"},
        {"words": ["Claude Opus 4.6 (1M context)"]},
        {"trailers": {"Co-authored-by": "*"}, "lowered": [{"to": "weak", "why": "we say so"}]},
        {"labels": {"ai-assisted": "weak"}},
    ],
)
def test_no_entry_weakens_a_shipped_mark(takeover: dict[str, Any]) -> None:
    sample = {"message": "Mend\n\nCo-Authored-By: Claude Opus 4.6 (1M context) <noreply@anthropic.com>"}
    tools = with_own({"aaa": takeover}, {"zzz": takeover})
    assert set(judged(sample, SHIPPED).evidence) <= set(judged(sample, tools).evidence)
    assert set(around({"label": "ai-assisted"}, SHIPPED)) <= set(around({"label": "ai-assisted"}, tools))


def test_no_layer_weakens_the_tool_of_another() -> None:
    weak = {"acme": {"identities": ["agent@acme.test"], "acts": "unclear"}}
    for layers in ((ACME, weak), (weak, ACME)):
        assert judged({"author": "A <agent@acme.test>"}, with_own(*layers)).state == "ai"


TEXTS = st.sampled_from(["Claude", "Codex", "Co-authored-by", "AI", "Cursor", "the", "Kim Lee", "*a*", "openhands"])
ADDRESSES = st.sampled_from(["noreply@anthropic.com", "codex@openai.com", "kim@example.org", "Claude <*>", "claude 1"])
MARKS = st.fixed_dictionaries(
    {},
    optional={
        "names": st.lists(TEXTS),
        "words": st.lists(TEXTS),
        "people": st.lists(TEXTS),
        "identities": st.lists(ADDRESSES),
        "trailers": st.dictionaries(st.sampled_from(["Co-authored-by", "Assisted-by", "Mend"]), st.just("*")),
        "acts": st.sampled_from(["writes", "unclear", "suggests"]),
        "lowered": st.just([{"to": "weak", "why": "x"}]),
    },
)


def rank(found: CommitAttribution) -> int:
    """Order by how much was found: declared and strong make ``ai`` alike."""
    proofs = [STRENGTHS.index(e.strength) for e in found.evidence if e.role in AUTHORSHIP]
    return {0: 0, 1: 0, 2: 1}[min(proofs)] if proofs else 2


@settings(deadline=None, max_examples=150)
@given(st.sampled_from(MESSAGES), st.sampled_from([CLAUDE, BOT, STRANGE, "Kim Lee <kim@example.org>"]), st.lists(MARKS))
def test_an_entry_never_makes_less_of_a_commit(message: str, author: str, marks: list[dict[str, Any]]) -> None:
    name, _, email = author[:-1].partition(" <")
    person = Identity(name, email)
    commit = Commit("c", (), person, person, "2026-01-01", message)
    tools = with_own(*({f"own-{number}": entry} for number, entry in enumerate(marks)))
    assert rank(attribute_commit(commit, tools)) <= rank(attribute_commit(commit, SHIPPED))


@pytest.mark.parametrize(
    ("text", "wanted", "fits"),
    [
        ("anything", "*", True),
        ("Acme", "acme", True),
        ("acme!", "acme", False),
        ("a-b-c", "a*c", True),
        ("ac", "a*c", True),
        ("a", "a*a", False),
        ("xaybz", "*a*b*", True),
        ("xbyaz", "*a*b*", False),
        ("one\ntwo", "one*two", True),
        ("v0[bot]", "v?[bot]", False),
    ],
)
def test_a_star_is_any_run_of_characters(text: str, wanted: str, fits: bool) -> None:
    assert matches(text, wanted) is fits


def test_a_hostile_pattern_costs_little() -> None:
    assert not matches("a" * 500, "*a" * 90 + "*b")
