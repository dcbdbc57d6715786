"""The contract of every plug-in: the names of its interface, and a case. Shipped data is found from the checkout.

The cases of evidence are held in tests/attribution, those of reporters are the screens in tests/reporters.
"""

from __future__ import annotations

import inspect
from pathlib import Path
from types import ModuleType

import click
import pytest

from blastgate import registry
from blastgate.attribution.evidence.interface import EvidenceKind
from blastgate.cli._group import app
from blastgate.export.interface import Agent
from blastgate.guardrails.interface import Guardrail
from blastgate.languages.interface import Language
from blastgate.manifests.interface import Manifest
from blastgate.manual.interface import Manual
from blastgate.policy.layers.build import shipped
from blastgate.reporters.interface import Reporter

TOP = Path(__file__).resolve().parents[2]
CASES = TOP / "tests" / "cases"
KINDS: dict[str, type] = {
    "attribution.evidence": EvidenceKind,
    "export": Agent,
    "guardrails": Guardrail,
    "languages": Language,
    "manifests": Manifest,
    "manual": Manual,
    "reporters": Reporter,
}
PLUGINS = [(kind, name) for kind in KINDS for name in registry.names(f"blastgate.{kind}")]
WITH_CASES = [(kind, name) for kind, name in PLUGINS if kind in {"guardrails", "languages", "manifests"}]


def missing_names(module: ModuleType, protocol: type) -> list[str]:
    """List what a module lacks of a protocol: values, functions, and the right number of arguments."""
    values = [name for name in inspect.get_annotations(protocol) if not hasattr(module, name)]
    functions = [name for name, _ in inspect.getmembers(protocol, inspect.isfunction) if not name.startswith("_")]
    return values + [name for name in functions if not _fits(getattr(module, name, None), getattr(protocol, name))]


def _fits(found: object, wanted: object) -> bool:
    if not inspect.isfunction(found) or not inspect.isfunction(wanted):
        return False
    return len(inspect.signature(found).parameters) == len(inspect.signature(wanted).parameters) - 1


def has_case(kind: str, name: str) -> bool:
    """Tell whether a plug-in has a case: a file or a folder of its name, not empty, below its kind."""
    found = [path for path in (CASES / kind.replace(".", "/")).glob(f"{name}*") if path.name.split(".")[0] == name]
    return any(path.stat().st_size > 0 if path.is_file() else any(path.iterdir()) for path in found)


@pytest.mark.parametrize(("kind", "name"), PLUGINS)
def test_a_plugin_has_the_names_of_its_interface(kind: str, name: str) -> None:
    module = registry.load(f"blastgate.{kind}", name)
    assert missing_names(module, KINDS[kind]) == []
    assert module.__doc__, "the docstring says what it is for"


@pytest.mark.parametrize(("kind", "name"), WITH_CASES)
def test_a_plugin_has_a_case(kind: str, name: str) -> None:
    assert has_case(kind, name), f"add a case below tests/cases/{kind}/{name}"


@pytest.mark.parametrize("path", registry.rule_files("categories"), ids=lambda path: path.stem)
def test_a_category_has_a_case(path: Path) -> None:
    """A row in a table of paths, or lines that it sees."""
    tables = [CASES / "policy" / name for name in ("paths.txt", "opt_in_paths.txt")]
    rows = [row for table in tables for row in table.read_text(encoding="utf-8").splitlines()]
    in_table = any(path.stem in row.split("|")[2].split() for row in rows if row.count("|") == 2)
    sees_lines = shipped(path.stem).added_lines or shipped(path.stem).removed_lines
    assert has_case("categories", path.stem) if sees_lines else in_table


@pytest.mark.parametrize("name", app.list_commands(click.Context(app)) if isinstance(app, click.Group) else [])
def test_a_command_says_what_it_does(name: str) -> None:
    command = registry.load("blastgate.cli", name).command
    assert isinstance(command, click.Command)
    assert command.get_short_help_str(200).endswith(".")


def test_the_contract_refuses_what_lacks_a_name_or_a_case() -> None:
    empty = ModuleType("empty")
    assert missing_names(empty, Language) == ["NAME", "EXTENSIONS", "VERSION", "extract", "is_test", "resolver"]
    assert not has_case("languages", "klingon")


def test_no_kind_is_forgotten() -> None:
    assert {kind for kind, _ in PLUGINS} == set(KINDS)


def test_rules_are_found_from_a_checkout() -> None:
    assert registry.rules_dir() == TOP / "rules"


def test_a_name_that_is_no_plugin_is_never_loaded() -> None:
    with pytest.raises(LookupError, match="os"):
        registry.load("blastgate.languages", "os")


def test_extensions_read_from_the_file_are_those_of_the_language() -> None:
    """A language is imported when a file of it exists; until then its file is read."""
    for name in registry.names("blastgate.languages"):
        language = registry.load("blastgate.languages", name)
        assert registry.texts("blastgate.languages", name, "EXTENSIONS") == tuple(language.EXTENSIONS)
