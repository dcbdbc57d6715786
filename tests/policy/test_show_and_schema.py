"""The policy on one page, and the schema of its file."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest
import yaml

from blastgate.policy.layers.load import load_policy
from blastgate.policy.layers.shipped import pack_bytes, shipped_packs
from blastgate.policy.reading.schema import policy_schema
from blastgate.policy.show.page import policy_tables, show_policy

TEXT = b"""version: 1
extends: [recommended]
levels: {low: {max_files: 5, max_affected_files: 40}}
default_level: high
categories: {search: {at_least: high, paths: ["services/search/**"]}}
people: {senior: ["@dana"], owners: {"web/**": ["@w"]}}
guardrails: {ai_paths: {only: ["tests/**", "docs/**"], then: block}}
"""


def tables(text: bytes = TEXT) -> dict[str, list[tuple[str, ...]]]:
    """Return the rows of each table by the first word of its title."""
    policy = load_policy(text, ".blastgate.yml", "head", lambda _: None)
    return {table.title.split(":")[0]: list(table.rows) for table in policy_tables(policy)}


def test_levels_show_the_limits_that_hold() -> None:
    """The smallest of all layers; columns that nobody limits are left out."""
    assert tables()["Levels"] == [
        ("low", "1", "5", "200", "40"),
        ("medium", "3", "30", "800", "any"),
        ("high", "any", "any", "any", "any"),
    ]


def test_every_rule_names_its_file_and_line() -> None:
    """A reader finds each rule."""
    rows = tables()["Categories"]
    assert (">= high", "search", ".blastgate.yml:5", "services/search/**") in rows
    assert rows[0][1:3] == ("gate-config", "rules/categories/gate-config.yml:2")
    assert rows[-1] == ("high", "(any other file)", "", "what no category knows")
    assert all(":" in row[2] for row in rows[:-1])
    assert tables()["Guardrails"][-1] == ("ai-paths", "block", ".blastgate.yml:7", "only: tests/**, docs/**")


def test_people_show_who_holds() -> None:
    """Lists, CODEOWNERS, owners by path, and nobody."""
    assert tables()["People"] == [("senior", ".blastgate.yml:6", "@dana"), ("owners", ".blastgate.yml:6", "web/**: @w")]
    default = tables(b"version: 1\nextends: [recommended]\n")["People"]
    assert default == [("senior", "", "nobody is named"), ("owners", "rules/policies/recommended.yml:47", "CODEOWNERS")]


def test_own_ai_tools_are_listed_with_their_place_and_their_marks() -> None:
    """Shipped ones are listed by `blastgate commits --tools`."""
    text = TEXT + b'ai_tools: {forge: {title: Forge, identities: ["f@agents.example"], trailers: {Forge-Run: "*"}}}\n'
    assert tables(text)["AI tools of your own"] == [("forge", ".blastgate.yml:8", "title, identities, trailers")]
    assert "AI tools of your own" not in tables()
    jsonschema.validate(yaml.safe_load(text), policy_schema())


@pytest.mark.parametrize("width", [60, 80, 100, 200])
def test_the_page_keeps_its_columns_at_any_width(width: int) -> None:
    """The last column wraps under itself; nothing trails."""
    policy = load_policy(TEXT, ".blastgate.yml", "head", lambda _: None)
    lines = show_policy(policy, width).splitlines()
    assert lines[0].startswith("Policy .blastgate.yml  mode enforce  trust head  digest ")
    assert all(line == line.rstrip() for line in lines)
    assert width < 100 or max(map(len, lines)) <= width
    header = next(line for line in lines if line.lstrip().startswith("level") and "category" in line)
    row = next(line for line in lines if " search " in line)
    assert header.index("category") == row.index("search")


VALIDATOR = jsonschema.Draft202012Validator(policy_schema())


@pytest.mark.parametrize("name", shipped_packs())
def test_the_schema_accepts_what_the_loader_accepts(name: str) -> None:
    """Editors and the loader agree on the packs."""
    VALIDATOR.validate(yaml.safe_load(pack_bytes(name)))


REFUSED: list[dict[str, Any]] = [
    {},
    {"version": 2},
    {"version": 1, "mdoe": "observe"},
    {"version": 1, "levels": {"high": {"max_files": 3}}},
    {"version": 1, "categories": {"x": {"at_least": "hgih"}}},
    {"version": 1, "gate": [{"level": "low"}]},
    {"version": 1, "guardrails": {"ai_path": {}}},
    {"version": 1, "guardrails": {"ai_paths": {"onyl": []}}},
    {"version": 1, "people": {"senior": "@dana"}},
    {"version": 1, "components": {"x": {"kind": "servce"}}},
]


@pytest.mark.parametrize("data", REFUSED)
def test_the_schema_refuses_what_the_loader_refuses(data: dict[str, Any]) -> None:
    """A typo is red in the editor too."""
    assert not VALIDATOR.is_valid(data)


def test_the_schema_is_valid_itself_and_promises_no_defaults() -> None:
    """What a layer leaves out has no say, so no default stands in the schema."""
    jsonschema.Draft202012Validator.check_schema(policy_schema())
    assert "'default':" not in repr(policy_schema())


def test_settings_components_and_obligations_have_their_places() -> None:
    """What the layers together say, beside the lines that say it."""
    text = """version: 1
extends: [recommended]
components: {cart: {root: services/cart, criticality: high, owners: ["@carl"]}}
approvals: {independence: not-author}
lowering: {comment_only: low, exact_rename: off}
obligations: {rollout: {at_least: medium, ai_assisted: yes, label: staged, section: Rollback}}
"""
    policy = load_policy(text.encode(), ".blastgate.yml", "head", lambda _: None)
    tables = {table.title: table.rows for table in policy_tables(policy)}
    assert tables["Components: how critical, whose, and what they are"] == (
        ("cart", "high", ".blastgate.yml:3", "@carl", "at services/cart"),
    )
    assert tables["Settings"] == (
        ("independence", ".blastgate.yml:4", "not-author"),
        ("unchanged patch", ".blastgate.yml:4", "is asked again"),
        ("comment_only", ".blastgate.yml:5", "lowered to low"),
        ("obligation rollout", ".blastgate.yml:6", "from medium on, AI-assisted: label 'staged' or section 'Rollback'"),
        ("unknown attribution", "rules/policies/recommended.yml", "treat as ai"),
    )


EVERY_KEY = {  # a key of a policy, and what the page then shows
    "version: 1": "Policy .blastgate.yml",
    "extends: [starter]": "rules/policies/starter.yml",
    "mode: observe": "mode observe",
    "levels: {low: {max_affected_files: 77}}": "77",
    "default_level: high": "(any other file)",
    "categories: {search: {at_least: high, paths: [find/**]}}": "find/**",
    "gate: [{level: high, ai_assisted: any, author: any, then: review, by: [elders]}]": "elders",
    'people: {elders: ["@dana"], emails: {d@home.example: "@dana"}}': "d@home.example: @dana",
    "guardrails: {hidden_characters: {then: block}}": "hidden-characters",
    "components: {cart: {kind: app, depends_on: [pay]}, pay: {root: pay}}": "app, depends on pay",
    "unknown_attribution: treat_as_none": "unknown attribution",
    'ai_tools: {forge: {title: Forge, identities: ["f@agents.example"]}}': "forge",
    "unlinked_authors: warn": "unlinked authors",
    "smaller_graph: accept": "smaller graph",
    "string_imports: count": "string imports",
    "approvals: {unchanged_patch: count}": "unchanged patch",
    "override: {by: [elders], max_days: 3}": "elders, 3 days",
    "lowering: {comment_only: low}": "comment_only",
    "obligations: {rollout: {at_least: medium, label: staged}}": "label 'staged'",
}


def test_every_key_of_the_schema_is_on_the_page() -> None:
    """What a team signs is all there: whoever adds a key shows it."""
    assert {line.partition(":")[0] for line in EVERY_KEY} == set(policy_schema()["properties"])
    text = "\n".join(EVERY_KEY).encode()
    page = show_policy(load_policy(text, ".blastgate.yml", "head", lambda _: None), 250)
    assert [shown for shown in EVERY_KEY.values() if shown not in page] == []
