"""Loading: layers in order, what each key becomes, and the rule that nobody can remove."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blastgate import registry
from blastgate.errors import PolicyError
from blastgate.policy.layers.load import load_policy
from blastgate.policy.layers.shipped import shipped_categories, shipped_category, shipped_pack, shipped_packs
from blastgate.policy.matching.match import compile_rules, file_level
from blastgate.policy.model import CategoryRule, Layer, Limits, Policy
from blastgate.policy.reading.meaning import check_meaning
from blastgate.policy.reading.meaning_categories import Known
from blastgate.policy.reading.positions import read_document
from blastgate.policy.reading.shape import CategoryShape
from blastgate.policy.reading.shape_errors import check_shape

HEAD = "version: 1\nextends: [recommended]\n"
PRODUCT_EXAMPLE = """
version: 1
extends: [recommended]
mode: enforce
levels:
  low:    {max_services: 1, max_files: 10, max_lines: 200}
  medium: {max_services: 3, max_files: 30, max_lines: 800}
  high:   {}
categories:
  auth:      {at_least: high, paths: ["services/auth/**", "**/permissions/**"]}
  payments:  {at_least: high, paths: ["services/billing/**"]}
  tests:     {at_most: low,  paths: ["**/tests/**"]}
  cuda:      {at_least: medium, added_lines: ["\\\\.cuda\\\\(", "tensorrt"]}
gate:
  - {level: low,    ai_assisted: any, author: any,    then: pass}
  - {level: medium, ai_assisted: no,  author: any,    then: pass}
  - {level: medium, ai_assisted: yes, author: senior, then: warn}
  - {level: medium, ai_assisted: yes, author: any,    then: review, by: [owners]}
  - {level: high,   ai_assisted: no,  author: any,    then: review, by: [senior]}
  - {level: high,   ai_assisted: yes, author: senior, then: review, by: [senior, owners]}
  - {level: high,   ai_assisted: yes, author: any,    then: review, by: [senior, owners]}
people:
  senior: ["@dana", "@acme/staff-engineers"]
  owners: codeowners
guardrails:
  ai_paths:        {only: ["tests/**", "docs/**", "services/**"], then: block}
  protected_paths: {paths: [".github/**"], allow: [senior], then: block}
  test_weakening:  {then: review}
components: {}
unknown_attribution: treat_as_ai
"""


def load(text: str, source: str = "main:.blastgate.yml", **files: str) -> Policy:
    """Load a policy and the files it may extend (``org`` stands for org.yml)."""
    found = {f"{name}.yml": body.encode() for name, body in files.items()}
    return load_policy(text.encode(), source, "default-branch", found.get)


def rules_of(policy: Policy) -> tuple[CategoryRule, ...]:
    """Return the category rules of all layers."""
    return tuple(rule for layer in policy.layers for rule in layer.categories)


def category(layer: Layer, name: str) -> CategoryRule:
    """Return a layer's rule of a category."""
    return next(rule for rule in layer.categories if rule.category == name)


def test_the_example_of_the_contract_loads() -> None:
    """Every key of the documented file becomes what it says."""
    policy = load(PRODUCT_EXAMPLE)
    floor, own = policy.layers
    assert (floor.name, own.name, policy.mode, policy.trust) == (
        "recommended",
        ".blastgate.yml",
        "enforce",
        "default-branch",
    )
    assert own.levels[1].limits == Limits(max_services=3, max_files=30, max_lines=800)
    assert category(own, "cuda").added_lines == (r"\.cuda\(", "tensorrt")
    assert (own.gate[2].ai_assisted, own.gate[2].author, own.gate[2].then) == ("yes", "senior", "warn")
    assert own.gate[3].text == "{level: medium, ai_assisted: yes, author: any, then: review, by: [owners]}"
    assert str(own.gate[0].location) == "main:.blastgate.yml:15"
    assert [setting.id for setting in own.guardrails] == ["ai-paths", "protected-paths", "test-weakening"]
    assert own.guardrails[0].options == {"only": ("tests/**", "docs/**", "services/**")}


def test_without_a_file_the_built_in_pack_enforces() -> None:
    """One known policy judges where there is none."""
    policy = load_policy(None, "built-in", "default-branch", lambda _: None)
    assert (policy.trust, policy.mode, [layer.name for layer in policy.layers]) == (
        "built-in",
        "enforce",
        ["recommended"],
    )
    assert [row.level for row in policy.layers[0].gate].count("high") == 3


def test_the_hot_path_imports_no_pydantic_and_no_re2() -> None:
    """The hook pays for neither."""
    code = (
        "import sys; from blastgate.policy.layers.load import load_policy\n"
        "from blastgate.policy.matching.match import compile_rules\n"
        "p = load_policy(None, 'b', 'built-in', lambda _: None)\n"
        "compile_rules(tuple(r for l in p.layers for r in l.categories))('a/b.py')\n"
        "print({'pydantic', 're2', 'difflib', 'networkx', 'git'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


@pytest.mark.parametrize("name", shipped_packs())
def test_a_shipped_pack_would_pass_as_a_users_file(name: str) -> None:
    """Packs skip the checks when they are loaded, so they pass them here; and they stand as the starting point."""
    document = shipped_pack(name)
    assert document.root is not None
    assert check_shape(document, document.root) == ()
    known = Known(frozenset({"senior", "owners"}), shipped_categories(), shipped_categories())
    assert check_meaning(document, document.root, known) == ()
    assert load(f"version: 1\nextends: [{name}]\n").layers


@pytest.mark.parametrize("name", sorted(shipped_categories()))
def test_a_shipped_category_would_pass_as_a_users_rule(name: str) -> None:
    """Every category says why it exists, sees something, and its globs and expressions hold."""
    document = shipped_category(name)
    assert document.root is not None
    assert check_shape(document, document.root, CategoryShape) == ()
    wrapped = "version: 1\ncategories:\n  " + f"{name}:\n    " + "\n    ".join(document.lines)
    whole, problems = read_document(wrapped.encode(), document.file)
    assert problems == ()
    assert whole.root is not None
    assert check_meaning(whole, whole.root, Known(categories=shipped_categories(), shipped=shipped_categories())) == ()
    assert document.root.get("about") is not None


def test_every_pack_and_category_is_a_shipped_file() -> None:
    """The packs of the contract exist, and no category file is out of every pack but the opt-in one."""
    assert set(shipped_packs()) == {"recommended", "strict", "observe", "starter"}
    named = {rule.category for pack in shipped_packs() for rule in rules_of(load(f"version: 1\nextends: [{pack}]\n"))}
    assert named == shipped_categories()
    assert len(registry.rule_files("categories")) == len(shipped_categories())


def test_observe_only_observes_until_a_layer_enforces() -> None:
    """A layer above may be stricter."""
    assert load("version: 1\nextends: [observe]\n").mode == "observe"
    assert load("version: 1\nextends: [observe]\nmode: enforce\n").mode == "enforce"
    assert load(HEAD + "mode: observe\n").mode == "observe"


FLOORS = [
    ("", "mode: observe\n", "[org.yml]", "enforce"),
    ("", "", "[observe, org.yml]", "enforce"),
    ("mode: observe\n", "", "[org.yml]", "observe"),
    ("mode: observe\n", "mode: enforce\n", "[org.yml]", "enforce"),
    ("mode: enforce\n", "mode: observe\n", "[org.yml]", "enforce"),
]


@pytest.mark.parametrize(("floor", "own", "extends", "mode"), FLOORS)
def test_a_floor_that_says_nothing_enforces(floor: str, own: str, extends: str, mode: str) -> None:
    """What an organisation leaves unsaid is the default, and no repository switches its gate off."""
    assert load(f"version: 1\nextends: {extends}\n{own}", org=HEAD + floor).mode == mode


def test_layers_come_floor_first_and_once() -> None:
    """A file that extends what its floor already extends adds nothing twice."""
    policy = load("version: 1\nextends: [recommended, org.yml]\n", org="version: 1\nextends: [recommended]\n")
    assert [layer.source for layer in policy.layers] == [
        "rules/policies/recommended.yml",
        "main:org.yml",
        "main:.blastgate.yml",
    ]
    assert {rule.layer for rule in policy.layers[0].categories} == {0}


GATE_FILES = [
    ".blastgate.yml",
    "org.yml",
    "CODEOWNERS",
    ".github/CODEOWNERS",
    "docs/CODEOWNERS",
    ".github/workflows/ci.yml",
    ".github/workflows/notes.md",
    "action.yml",
    "tools/scan/action.yaml",
]


@pytest.mark.parametrize("path", GATE_FILES)
def test_what_the_gate_is_made_of_is_high_in_every_policy(path: str) -> None:
    """A policy that stands alone and calls everything low does not reach its own files."""
    body = 'version: 1\nextends: [org.yml]\ncategories: {all: {at_most: low, paths: ["**"]}}\n'
    table = "gate: [{level: any, then: pass}]\n"
    policy = load(body, org=f"version: 1\n{table}")
    seen = compile_rules(rules_of(policy))(path)
    assert file_level(seen, (), policy.layers) == "high"
    assert "gate-config" in {rule.category for rule in seen}


def test_a_policy_file_outside_the_repository_needs_no_rule() -> None:
    """``--policy /elsewhere/x.yml`` is no path of the repository."""
    policy = load_policy(HEAD.encode(), "/elsewhere/x.yml", "file", lambda _: None)
    assert policy.layers[-1].name == "/elsewhere/x.yml"


def test_categories_by_name() -> None:
    """Nothing of one's own takes the shipped rule, matchers extend it, a level with matchers replaces it."""
    text = """
version: 1
categories:
  docs: {}
  tests: {paths: ["qa/**"]}
  auth: {at_least: medium}
  secrets: {at_least: high, paths: ["safe/**"]}
  mine: {use: payments, at_least: high, tokens: [shop]}
gate: [{level: any, then: pass}]
"""
    (layer,) = load(text).layers
    assert category(layer, "docs").location.file == "rules/categories/docs.yml"
    assert ".md" in category(layer, "docs").extensions
    assert "qa/**" in category(layer, "tests").paths
    assert len(category(layer, "tests").paths) > 1
    assert category(layer, "tests").at_most == "low"
    assert "login" in category(layer, "auth").tokens
    assert category(layer, "auth").at_least == "medium"
    assert category(layer, "secrets").paths == ("safe/**",)
    assert category(layer, "secrets").tokens == ()
    assert {"payments", "shop"} <= set(category(layer, "mine").tokens)
    assert str(category(layer, "mine").location) == "main:.blastgate.yml:8"


@pytest.mark.parametrize(
    ("written", "answer"), [("yes", "yes"), ("no", "no"), ("true", "yes"), ("False", "no"), ("'no'", "no")]
)
def test_yes_and_no_work_in_any_dialect(written: str, answer: str) -> None:
    """YAML 1.1 and 1.2 disagree on yes and no; a table does not."""
    policy = load(HEAD + f"gate: [{{level: any, ai_assisted: {written}, then: pass}}]\n")
    assert policy.layers[-1].gate[0].ai_assisted == answer


def test_a_switch_of_a_guardrail_takes_yes_and_no() -> None:
    """An option that is a switch becomes one."""
    policy = load(HEAD + "guardrails: {test_weakening: {only_ai: no}}\n")
    (setting,) = policy.layers[-1].guardrails
    assert setting.options == {"only_ai": False}
    assert setting.then == "review"


def test_norway_is_a_name() -> None:
    """Keys and people are text, whatever YAML 1.1 makes of them."""
    policy = load(HEAD + 'people: {no: ["@ola"]}\ngate: [{level: high, author: no, then: review, by: [no]}]\n')
    assert policy.layers[-1].gate[0].by == ("no",)
    assert policy.layers[-1].groups[0].name == "no"


def test_components_and_emails() -> None:
    """Roots lose their last slash, addresses their capitals."""
    text = HEAD + (
        "components: {cart: {root: services/cart/, kind: service, depends_on: [db]}, top: {root: .}, x: {kind: tool}}\n"
        'people: {owners: {"web/**": ["@w"]}, emails: {Dana@Home.example: "@dana"}}\n'
    )
    layer = load(text).layers[-1]
    assert [(c.name, c.root, c.kind, c.depends_on) for c in layer.components] == [
        ("cart", "services/cart", "service", ("db",)),
        ("top", "", None, ()),
        ("x", None, "tool", ()),
    ]
    assert layer.emails == {"dana@home.example": "@dana"}
    assert layer.groups[0].by_path == (("web/**", ("@w",)),)


def test_the_digest_covers_every_layer() -> None:
    """One byte of any file changes it; the same files give the same."""
    first = load("version: 1\nextends: [org.yml]\n", org=HEAD)
    again = load("version: 1\nextends: [org.yml]\n", org=HEAD)
    other = load("version: 1\nextends: [org.yml]\n", org=HEAD + "# a word\n")
    assert first.digest == again.digest != other.digest
    assert len(first.digest) == 64
    assert first.layers[0].digest == other.layers[0].digest


@given(st.binary(max_size=200))
def test_no_bytes_crash_the_loader(data: bytes) -> None:
    """Any bytes are a policy or a PolicyError."""
    try:
        policy = load_policy(data, ".blastgate.yml", "head", lambda _: None)
    except PolicyError as error:
        assert error.problems
    else:
        assert policy.layers


YAML = st.recursive(
    st.one_of(
        st.sampled_from(["version", "auth", "low", "[]", "any", "**", "@x"]), st.integers(), st.booleans(), st.none()
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(["version", "extends", "mode", "levels", "low", "medium", "categories", "auth", "at_least"])
            | st.sampled_from(["at_most", "paths", "unless", "use", "gate", "level", "then", "by", "author", "people"])
            | st.sampled_from(
                ["emails", "senior", "guardrails", "ai_paths", "only", "components", "root", "max_files"]
            ),
            inner,
            max_size=4,
        ),
    ),
    max_leaves=20,
)


@given(YAML)
def test_no_shape_crashes_the_loader(value: object) -> None:
    """Any nesting of known words is a policy or a list of problems with places."""
    import json

    try:
        policy = load_policy(json.dumps(value).encode(), ".blastgate.yml", "head", lambda _: None)
    except PolicyError as error:
        assert all(problem.line >= 1 and problem.column >= 1 for problem in error.problems)
    else:
        assert policy.layers


PAGE = Path(__file__).resolve().parents[2] / "docs" / "policy.md"
EXAMPLES = re.findall(r"^```yaml\n(version: 1\n.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("text", EXAMPLES, ids=range(len(EXAMPLES)))
def test_the_examples_of_the_manual_load(text: str) -> None:
    """What the page shows can be copied."""
    assert load(text).layers


@pytest.mark.parametrize("pack", shipped_packs())
def test_no_pack_says_anything_of_components(pack: str) -> None:
    """So whoever only asks for component rules need not load the built-in policy."""
    root = shipped_pack(pack).root
    assert root is not None
    assert root.get("components") is None
