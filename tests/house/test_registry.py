"""The contract of every plug-in: the names of its interface, and a case. Shipped data is found from the checkout."""

from __future__ import annotations

import inspect
from pathlib import Path
from types import ModuleType

import pytest

from blastgate import registry
from blastgate.guardrails.interface import Guardrail
from blastgate.languages.interface import Language
from blastgate.manifests.interface import Manifest
from blastgate.reporters.interface import Reporter

TOP = Path(__file__).resolve().parents[2]
CASES = TOP / "tests" / "cases"
KINDS: dict[str, type] = {"languages": Language, "manifests": Manifest, "guardrails": Guardrail, "reporters": Reporter}
PLUGINS = [(kind, name) for kind in KINDS for name in registry.names(f"blastgate.{kind}")]


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
    found = [path for path in (CASES / kind).glob(f"{name}*") if path.name.split(".")[0] == name]
    return any(path.stat().st_size > 0 if path.is_file() else any(path.iterdir()) for path in found)


@pytest.mark.parametrize(("kind", "name"), PLUGINS)
def test_a_plugin_has_the_names_of_its_interface(kind: str, name: str) -> None:
    module = registry.load(f"blastgate.{kind}", name)
    assert missing_names(module, KINDS[kind]) == []
    assert module.__doc__, "the docstring says what it is for"


@pytest.mark.parametrize(("kind", "name"), [p for p in PLUGINS if p[0] != "reporters"])
def test_a_plugin_has_a_case(kind: str, name: str) -> None:
    assert has_case(kind, name), f"add a case below tests/cases/{kind}/{name}"


def test_the_contract_refuses_what_lacks_a_name_or_a_case() -> None:
    empty = ModuleType("empty")
    assert missing_names(empty, Language) == ["NAME", "EXTENSIONS", "VERSION", "extract", "is_test", "resolver"]
    assert not has_case("languages", "klingon")


def test_every_kind_has_plugins() -> None:
    assert {kind for kind, _ in PLUGINS} == set(KINDS)


def test_rules_are_found_from_a_checkout() -> None:
    assert registry.rules_dir() == TOP / "rules"


def test_a_name_that_is_no_plugin_is_never_loaded() -> None:
    with pytest.raises(LookupError, match="os"):
        registry.load("blastgate.languages", "os")
