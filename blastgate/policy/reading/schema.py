"""The JSON Schema of the policy file, for editors; made from the models that check it."""

from __future__ import annotations

from typing import Any

from blastgate import registry
from blastgate.policy.layers.guardrail_options import PACKAGE, options_of

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_TYPES: dict[type, dict[str, Any]] = {
    tuple: {"type": "array", "items": {"type": "string"}},
    int: {"type": "integer"},
    bool: {"enum": [True, False, "yes", "no", "on", "off"]},
    str: {"type": "string"},
}


def policy_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a policy file, guardrails and their options by name."""
    from blastgate.policy.reading.shape import PolicyShape

    schema = PolicyShape.model_json_schema()
    schema["properties"]["guardrails"] = {
        "type": "object",
        "additionalProperties": False,
        "properties": {name: _guardrail(name) for name in registry.names(PACKAGE)},
    }
    schema["$defs"].pop("GuardrailShape", None)
    return {"$schema": DIALECT, **without_defaults(schema)}


def _guardrail(name: str) -> dict[str, Any]:
    options = {option: _TYPES[kind] for option, kind in sorted(options_of(name).items())}
    then = {"enum": ["pass", "warn", "review", "block"]}
    return {"type": "object", "additionalProperties": False, "properties": {"then": then, **options}}


def without_defaults(value: Any) -> Any:
    """Drop ``default`` and ``title``: what is left out has no say, which a default would deny."""
    if isinstance(value, list):
        return [without_defaults(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key: {name: without_defaults(item) for name, item in inner.items()}
        if key == "properties"
        else without_defaults(inner)
        for key, inner in value.items()
        if key not in ("default", "title")
    }
