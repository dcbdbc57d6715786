"""Components that a team calls critical, and who owns them."""

from __future__ import annotations

import pytest
from sketches import at, change, file, layer, policy, rule

from blastgate.classify import classify
from blastgate.model.classification import Level
from blastgate.model.impact import AffectedComponent, Impact
from blastgate.policy.layers.load import load_policy
from blastgate.policy.model import ComponentRule
from blastgate.policy.people import People

DOCS = rule("docs", at_most="low", extensions=(".md",))
RULES = (
    ComponentRule("cart", at(60), "services/cart", criticality="high"),
    ComponentRule("mail", at(61), None, criticality="medium"),
    ComponentRule("cart-tools", at(62), "services/cart/tools", criticality="low"),
)
BY = policy(layer(categories=(DOCS, rule("all", at_most="low", paths=("**",))), components=RULES))
TOUCHED = Impact(affected=(AffectedComponent("mail", "services/mail", "service", "code", 0),))


@pytest.mark.parametrize(
    ("path", "level"),
    [
        ("services/cart/a.py", "high"),
        ("services/mail/a.py", "medium"),
        ("services/cart/tools/a.py", "low"),
        ("services/cart/README.md", "low"),
        ("services/cart/tests/test_a.py", "low"),
        ("services/cartoon/a.py", "low"),
    ],
)
def test_criticality_is_a_floor_for_the_files_of_a_component(path: str, level: Level) -> None:
    """A discovered root counts as a written one; prose and tests are spared; the longest root owns a file."""
    found = classify(change(path), TOUCHED, BY)
    assert found.level == level
    assert [r.text for r in found.reasons if r.level == "high"] == (
        [f"component cart is at least high: {path} (.blastgate.yml:60)"] if level == "high" else []
    )


def test_a_rename_out_of_a_critical_component_counts() -> None:
    assert classify(change(file("lib/a.py", "", old_path="services/cart/a.py")), TOUCHED, BY).level == "high"


def test_owners_of_a_component_come_before_codeowners() -> None:
    text = 'version: 1\nextends: [recommended]\ncomponents: {cart: {root: services/cart, owners: ["@carl"]}}\n'
    people = People(load_policy(text.encode(), ".blastgate.yml", "head", lambda _: None), b"* @kim\n")
    assert people.candidates("owners", ("services/cart/a.py",)).members == ("@carl",)
    assert people.candidates("owners", ("lib/a.py",)).members == ("@kim",)
