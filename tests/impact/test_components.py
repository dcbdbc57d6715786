"""How claims become components: names, kinds and roots, one rule at a time; whole trees are in test_graph."""

from __future__ import annotations

from typing import Any

import pytest
from graph_cases import graph_of
from hypothesis import given, settings
from hypothesis import strategies as st

from blastgate.impact.folders import is_tool_settings, role_of
from blastgate.impact.merge import merge
from blastgate.impact.references import owner_of
from blastgate.model.graph import Component

LIBRARY = '{"main": "x"}'
APP = '{"bin": "x"}'


def components(files: dict[str, str], *rules: dict[str, Any]) -> dict[str, tuple[str | None, str]]:
    """Draw the components of a tree as name -> (root, kind)."""
    return {c.name: (c.root, c.kind) for c in graph_of({"files": files, "rules": rules}).components}


@pytest.mark.parametrize(
    ("files", "kind"),
    [
        ({"a/package.json": LIBRARY}, "library"),
        ({"a/package.json": APP}, "app"),
        ({"a/package.json": LIBRARY, "a/Dockerfile": "FROM x"}, "service"),
        ({"a/package.json": APP, "a/main.tf": ""}, "app"),
        ({"a/main.tf": ""}, "infra"),
        ({"a/package.json": APP, "a/Dockerfile.dev": "FROM x"}, "app"),
        ({"a/Dockerfile.test": "FROM x"}, "tool"),
        ({"a/Dockerfile": "", "compose.yml": "services: {a: {build: ./a, profiles: [x], restart: 'no'}}"}, "tool"),
        ({"a/x.proto": ""}, "library"),
        ({"a/package.json": LIBRARY, "k8s/a.yaml": "kind: Deployment\nmetadata: {name: a}"}, "library"),
        ({"a/package.json": APP, "k8s/a.yaml": "kind: Deployment\nmetadata: {name: a}"}, "service"),
    ],
    ids=str,
)
def test_kind(files: dict[str, str], kind: str) -> None:
    """How it runs decides, then the most that any manifest says."""
    assert components(files)["a"] == ("a", kind)


@pytest.mark.parametrize(
    ("root", "kind"),
    [
        ("services/a", "service"),
        ("examples/a", "tool"),
        ("templates/a", "tool"),
        ("testdata/a", "tool"),
        ("tests/a", "tool"),
        ("tools/a", "tool"),
        (".devcontainer", "tool"),
        ("docs", "docs"),
        ("contests/a", "service"),
        ("latest/a", "service"),
    ],
)
def test_the_folder_caps_the_kind(root: str, kind: str) -> None:
    """An example is no service, and a name that merely contains the word is no example."""
    assert [c[1] for c in components({f"{root}/Dockerfile": "FROM x"}).values()] == [kind]


@pytest.mark.parametrize("folder", ["node_modules/a", "vendor/a", "web/node_modules/@x/y", "third_party/a"])
def test_vendored_trees_are_nothing(folder: str) -> None:
    """Neither their manifests nor their Dockerfiles claim anything."""
    assert components({f"{folder}/package.json": APP, f"{folder}/Dockerfile": "FROM x"}) == {}


@pytest.mark.parametrize(
    ("files", "names"),
    [
        ({"a/package.json": '{"name": "web", "main": "x"}'}, ["web"]),
        ({"a/package.json": LIBRARY}, ["a"]),
        ({"package.json": LIBRARY}, ["."]),
        ({"a/package.json": '{"name": "web", "main": "x"}', "compose.yml": "services: {shop: {build: a}}"}, ["shop"]),
        ({"app/Dockerfile": "", "compose.yml": "services: {web: {build: app}, app: {build: app}}"}, ["app"]),
        ({"app/Dockerfile": "", "compose.yml": "services: {web: {build: app}, job: {build: app}}"}, ["app"]),
        ({"a/x/Dockerfile": "", "b/x/Dockerfile": ""}, ["b/x", "x"]),
        ({"redis/Dockerfile": "", "compose.yml": "services: {redis: {image: redis}}"}, ["redis"]),
        (
            {"redis/package.json": LIBRARY, "compose.yml": "services: {redis: {image: redis}}"},
            ["redis", "redis (infra)"],
        ),
    ],
    ids=str,
)
def test_names(files: dict[str, str], names: list[str]) -> None:
    """By the rank of the manifest, then the folder; the second of a name is known by its root."""
    assert sorted(components(files)) == names


def test_a_list_of_requirements_at_the_top_is_a_tool_beside_others() -> None:
    """Alone it is the repository's one component, and owns everything."""
    alone = components({"requirements.txt": "flask"})
    beside = components({"requirements.txt": "ruff", "a/package.json": APP})
    assert alone == {".": ("", "library")}
    assert beside == {".": ("", "tool"), "a": ("a", "app")}


def test_source_folders_are_lifted_only_beside_tests() -> None:
    """``cart/src`` and ``cart/tests`` are ``cart``; ``shop/src`` beside ``shop/web`` stays itself."""
    lifted = components({"cart/src/Dockerfile": "", "cart/tests/package.json": APP})
    stays = components({"shop/src/Dockerfile": "", "shop/web/Dockerfile": ""})
    assert lifted == {"cart": ("cart", "service")}
    assert sorted(root or "" for root, _ in stays.values()) == ["shop/src", "shop/web"]


def test_a_rule_may_not_weaken_the_kind_another_rule_gives() -> None:
    """Layers only tighten: of two rules for one component the stronger kind stays."""
    floor, own = {"name": "a", "kind": "service"}, {"name": "a", "root": "a", "kind": "tool"}
    assert components({"a/package.json": LIBRARY}, floor, own) == {"a": ("a", "service")}
    assert components({"a/package.json": LIBRARY}, own) == {"a": ("a", "tool")}


def test_a_rule_names_a_root_and_takes_the_name_from_another() -> None:
    """The component that had the name by itself is then known by its root."""
    found = components({"a/package.json": APP, "b/package.json": APP}, {"name": "b", "root": "./a/"})
    assert found == {"b": ("a", "app"), "b (b)": ("b", "app")}


def test_two_rules_for_one_root_are_told() -> None:
    rules = [{"name": "front", "root": "web", "depends_on": ["web"]}, {"name": "shop", "root": "web"}]
    graph = graph_of({"files": {"web/package.json": APP}, "rules": rules})
    assert [c.name for c in graph.components] == ["shop"]
    assert any("'front'" in warning and "same root" in warning for warning in graph.warnings)


def test_a_root_without_files_is_told_unless_one_side_of_a_change_has_some() -> None:
    """A misspelt folder would own nothing, and say nothing; a folder that comes or goes is there on one side."""
    rules = [{"name": "cart", "root": "./service/cart/"}, {"name": "top", "root": "."}]
    files = {"services/cart/package.json": APP}
    lost, there = (
        graph_of({"files": files, "rules": rules}),
        graph_of({"files": {"service/cart/x": ""}, "rules": rules}),
    )
    told = "component 'cart': './service/cart/' has no file below it, so it owns nothing"
    assert lost.warnings == (f".blastgate.yml:9: {told}",)
    assert (there.warnings, merge(lost, there).warnings, merge(lost, lost).warnings) == ((), (), lost.warnings)


def test_a_rule_adds_what_no_manifest_names() -> None:
    """An added component is a service unless it says otherwise, and may have no folder."""
    found = components({}, {"name": "edge", "root": "nginx"}, {"name": "queue", "kind": "infra"})
    assert found == {"edge": ("nginx", "service"), "queue": (None, "infra")}


@pytest.mark.parametrize(
    ("path", "is_settings"),
    [
        ("eslint.config.mjs", True),
        ("a/.eslintrc.js", True),
        ("a/vitest.config.ts", True),
        ("jest.setup.js", True),
        ("next.config.mjs", False),
        ("vite.config.ts", False),
        ("src/jest.ts", True),
        ("src/eslint/config.js", False),
    ],
)
def test_settings_of_tools(path: str, is_settings: bool) -> None:
    """What linters and test runners import does not ship; what bundlers import does."""
    assert is_tool_settings(path) is is_settings


FOLDERS = st.lists(st.sampled_from(["a", "b", "src", "tests", "examples", "x y", "[id]"]), max_size=4).map("/".join)
MANIFESTS = st.sampled_from(
    [("package.json", APP), ("Dockerfile", ""), ("main.tf", ""), ("x.proto", ""), ("requirements.txt", "")]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(FOLDERS, MANIFESTS), max_size=8))
def test_laws_of_any_tree(drawn: list[tuple[str, tuple[str, str]]]) -> None:
    """Names are unique, roots are unique, and the owner of a file is the longest root above it."""
    files = {f"{folder}/{name}".lstrip("/"): text for folder, (name, text) in drawn}
    graph = graph_of({"files": files})
    roots = [c.root for c in graph.components]
    assert len({c.name for c in graph.components}) == len(roots) == len(set(roots))
    owner = owner_of(graph)
    for folder, _ in drawn:
        above = [
            c for c in graph.components if c.root is not None and f"{folder}/".startswith(f"{c.root}/".lstrip("/"))
        ]
        above = [c for c in above if c.root or not coordinates(c) or not folder]
        expected = max(above, key=lambda c: len(c.root or ""), default=None)
        assert owner(f"{folder}/file".lstrip("/")) == (expected.name if expected else None)


def coordinates(component: Component) -> bool:
    """A tool at the top owns only what stands beside it."""
    return component.root == "" and component.kind == "tool"


def test_role_of_a_folder_is_by_whole_parts() -> None:
    """Words inside other words mean nothing."""
    assert role_of("services/latest-examples-api") == "product"
    assert role_of("services/examples/api") == "example"
