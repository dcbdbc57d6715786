"""Guardrails as a policy sets them: the file names of blastgate/guardrails are the keys, OPTIONS the options."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from blastgate import registry
from blastgate.model.verdict import Outcome
from blastgate.policy.matching.globs import check_glob
from blastgate.policy.reading.nearest import did_you_mean
from blastgate.policy.reading.positions import Node

PACKAGE = "blastgate.guardrails"
SWITCHES: Mapping[object, bool] = {"yes": True, "no": False, "on": True, "off": False, True: True, False: False}

_KINDS = {tuple: "a list of texts, as in [a, b]", int: "a whole number, 0 or more", bool: "yes or no", str: "text"}
_GLOBS = ("only", "paths", "allow")

Tell = Callable[[Node, str, str], None]


def options_of(name: str) -> Mapping[str, type]:
    """Return the options of a guardrail and their types."""
    options: Mapping[str, type] = registry.load(PACKAGE, name).OPTIONS
    return options


def default_then(name: str) -> Outcome:
    """Return what a guardrail demands where the policy does not say."""
    then: Outcome = registry.load(PACKAGE, name).DEFAULT_THEN
    return then


def check_guardrails(root: Node, tell: Tell) -> None:
    """Tell every unknown guardrail, unknown option, option of a wrong type, and bad glob in an option."""
    section = root.get("guardrails")
    valid = registry.names(PACKAGE)
    for name, (key, body) in (section.entries() if section else {}).items():
        if name not in valid:
            tell(key, f"unknown guardrail {name[:60]!r}", did_you_mean(name.replace("-", "_"), valid))
            continue
        options = options_of(name)
        for option, (place, value) in body.entries().items():
            if option == "then":
                continue
            if option not in options:
                tell(
                    place, f"guardrail {name!r} has no option {option[:60]!r}", did_you_mean(option, (*options, "then"))
                )
            else:
                _check_option(name, option, options[option], value, tell)


def group_options(root: Node) -> Iterator[tuple[str, Node]]:
    """Yield the guardrail options that name groups: ``by``, and ``allow`` of protected paths."""
    section = root.get("guardrails")
    for name, (_, body) in (section.entries() if section else {}).items():
        for option, (_, value) in body.entries().items():
            if _names_groups(name, option):
                yield from ((option, item) for item in value.items())


def _names_groups(name: str, option: str) -> bool:
    return option == "by" or (name == "protected_paths" and option == "allow")


def _check_option(name: str, option: str, kind: type, value: Node, tell: Tell) -> None:
    if not _fits(value, kind):
        tell(value, f"option {option!r} of {name!r} is {_KINDS[kind]}", "")
    if kind is tuple and option in _GLOBS and not _names_groups(name, option):
        for item in value.items():
            if isinstance(item.value, str) and (wrong := check_glob(item.value)):
                tell(item, wrong, "")


def _fits(node: Node, kind: type) -> bool:
    if kind is tuple:
        return isinstance(node.value, list) and all(isinstance(item.value, str) for item in node.value)
    if kind is bool:
        return isinstance(node.value, str | bool) and node.value in SWITCHES
    return type(node.value) is kind and (not isinstance(node.value, int) or node.value >= 0)
