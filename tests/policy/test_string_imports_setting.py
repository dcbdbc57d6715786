"""The setting ``string_imports``: a layer only tightens it, it is shown and linted, and graphs are kept apart by it."""

from __future__ import annotations

import pytest

from blastgate.kept_graphs import settings_digest
from blastgate.policy.graph_rules import GraphRules
from blastgate.policy.layers.load import load_policy
from blastgate.policy.lint.lint import lint
from blastgate.policy.model import Policy
from blastgate.policy.show.page import show_policy

COUNT, IGNORE, SILENT = "string_imports: count\n", "string_imports: ignore\n", ""


def policy_of(floor: str, own: str) -> Policy:
    """Load a policy that stands on a file."""
    files = {"floor.yml": f"version: 1\nextends: [recommended]\npeople: {{senior: ['@dana']}}\n{floor}".encode()}
    return load_policy(f"version: 1\nextends: [floor.yml]\n{own}".encode(), "policy.yml", "head", files.get)


@pytest.mark.parametrize(
    ("floor", "own", "counts"),
    [
        (SILENT, SILENT, False),
        (SILENT, COUNT, True),
        (COUNT, SILENT, True),
        (COUNT, IGNORE, True),
        (IGNORE, COUNT, True),
        (IGNORE, SILENT, False),
    ],
)
def test_a_layer_switches_it_on_and_none_above_switches_it_off(floor: str, own: str, counts: bool) -> None:
    assert policy_of(floor, own).graph_rules == GraphRules((), counts)


def test_graphs_are_kept_apart_by_it() -> None:
    off, on = (settings_digest(GraphRules((), counts)) for counts in (False, True))

    assert off != on
    assert off == settings_digest(GraphRules())


def test_the_page_shows_what_holds_and_who_says_so() -> None:
    (row,) = (line.split() for line in show_policy(policy_of(COUNT, IGNORE), 200).splitlines() if "string i" in line)

    assert row == ["string", "imports", "floor.yml,", "policy.yml", "count"]
    assert "string imports" not in show_policy(policy_of(SILENT, SILENT), 200)


def test_an_idle_word_is_told() -> None:
    (told,) = (found for found in lint(policy_of(COUNT, IGNORE), None) if "string_imports" in found.text)

    assert (told.severity, str(told.location)) == ("error", "policy.yml:1")
    assert told.text == "`string_imports: ignore` has no effect: floor.yml says count"
