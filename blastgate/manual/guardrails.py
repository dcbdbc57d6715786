"""A guardrail's page: its docstring, and what the policy sets it to."""

from __future__ import annotations

from collections.abc import Collection

from blastgate import registry
from blastgate.manual.interface import Page, Subject

ROOM = "blastgate.guardrails"


def topics(_: Subject) -> Collection[str]:
    """List the guardrails by id."""
    return [name.replace("_", "-") for name in registry.names(ROOM)]


def explain(topic: str, subject: Subject) -> Page | None:
    """Write the page of a guardrail, named by its id or by its key in the policy."""
    name = topic.replace("-", "_")
    if name not in registry.names(ROOM):
        return None
    text = (registry.load(ROOM, name).__doc__ or "").strip()
    return Page(f"guardrail {name.replace('_', '-')}", (*text.split("\n"), "", *_settings(name, subject)))


def _settings(name: str, subject: Subject) -> list[str]:
    found = [s for layer in subject.policy.layers for s in layer.guardrails if s.id == name.replace("_", "-")]
    if not found:
        return ["Your policy does not switch it on."]
    return [f"Your policy: then {setting.then}{_options(setting.options)}  ({setting.location})" for setting in found]


def _options(options: object) -> str:
    pairs = options.items() if hasattr(options, "items") else ()
    return "".join(f", {key} {_value(value)}" for key, value in pairs)


def _value(value: object) -> str:
    return "[" + ", ".join(map(str, value)) + "]" if isinstance(value, list | tuple) else str(value)
