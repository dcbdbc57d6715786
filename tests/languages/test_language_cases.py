"""Each language against its cases: source text to imports, a tree to edges, paths to tests."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from blastgate import registry
from blastgate.impact.files import FactsStore, build_file_graph
from blastgate.languages.interface import Import
from blastgate.testing import snapshot_of

CASES = Path(__file__).parent.parent / "cases" / "languages"
LANGUAGES = registry.names("blastgate.languages")


def cases(file: str) -> list[Any]:
    found = []
    for path in sorted(CASES.glob(f"*/{file}")):
        for case in yaml.safe_load(path.read_text("utf-8")):
            found.append(pytest.param(path.parent.name, case, id=f"{path.parent.name}: {case['what']}"))
    return found


def shown(found: Import) -> str:
    return f"{found.line} {'type ' if found.kind == 'type-import' else ''}{found.name}"


def edges_of(tree: dict[str, str], strings: bool = False) -> dict[str, list[str]]:
    graph = build_file_graph(snapshot_of(tree), FactsStore(strings))
    shown: dict[str, list[str]] = {}
    for path, edges in graph.imports.items():
        shown[path] = [("type " if edge.kind == "type-import" else "") + edge.to for edge in edges]
    for missing in graph.unresolved:
        shown.setdefault(missing.path, []).append(f"? {missing.name}")
    return shown


@pytest.mark.parametrize(("language", "case"), cases("extract.yml"))
def test_source_text_gives_these_imports(language: str, case: dict[str, Any]) -> None:
    found = registry.load("blastgate.languages", language).extract(case["source"].encode())

    assert [shown(one) for one in found] == case["imports"]


@pytest.mark.parametrize(("language", "case"), cases("strings.yml"))
def test_source_text_gives_these_imports_by_string(language: str, case: dict[str, Any]) -> None:
    found = registry.load("blastgate.languages", language).extract_strings(case["source"].encode())

    assert [shown(one) for one in found] == case["imports"]


@pytest.mark.parametrize(("language", "case"), cases("resolve.yml"))
def test_a_tree_gives_these_edges(language: str, case: dict[str, Any]) -> None:
    assert edges_of(case["tree"], case.get("strings", False)) == case["edges"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_tests_are_told_by_whole_tokens(language: str) -> None:
    paths = yaml.safe_load((CASES / "tests.yml").read_text("utf-8"))[language]
    is_test = registry.load("blastgate.languages", language).is_test

    assert [path for path in paths["tests"] if not is_test(path)] == []
    assert [path for path in paths["sources"] if is_test(path)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_brings_its_cases(language: str) -> None:
    assert (CASES / language / "extract.yml").is_file()
    assert (CASES / language / "resolve.yml").is_file()
