"""A policy key's page, from the same models that check the policy file."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from blastgate.manual.interface import Page, Subject


def topics(_: Subject) -> Collection[str]:
    """List the keys at the top of a policy file."""
    return sorted(_schema().get("properties", {}))


def explain(topic: str, _: Subject) -> Page | None:
    """Write the page of a key, nested ones with dots (``levels.low.max_files``)."""
    schema = _schema()
    node: Mapping[str, Any] = schema
    for part in topic.split("."):
        node = _child(node, part, schema)
        if not node:
            return None
    return Page(f"policy setting {topic}", tuple(_lines(node, schema)))


def _schema() -> dict[str, Any]:
    from blastgate.policy.reading.schema import policy_schema

    return policy_schema()


def _child(node: Mapping[str, Any], part: str, schema: Mapping[str, Any]) -> Mapping[str, Any]:
    shape = _resolved(node, schema)
    items = _resolved(shape.get("items", {}), schema)
    for place in (shape, items):
        if part in place.get("properties", {}):
            return dict(place["properties"][part])
    other = shape.get("additionalProperties")
    return other if isinstance(other, dict) else {}


def _resolved(node: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    reference = node.get("$ref")
    if not reference:
        return node
    return {**schema["$defs"][reference.rpartition("/")[2]], **{k: v for k, v in node.items() if k != "$ref"}}


def _lines(node: Mapping[str, Any], schema: Mapping[str, Any]) -> list[str]:
    shape = _resolved(node, schema)
    inner = _resolved(shape.get("items") or shape.get("additionalProperties") or {}, schema)
    lines = [text for text in (shape.get("description"), inner.get("description")) if text]
    if shape.get("enum"):
        lines.append("One of: " + ", ".join(str(value) for value in shape["enum"]))
    elif shape.get("type"):
        lines.append(f"Type: {shape['type']}")
    if shape.get("default") not in (None, "", [], {}):
        lines.append(f"Default: {shape['default']}")
    for name, child in (inner.get("properties") or shape.get("properties") or {}).items():
        lines.append(f"  {name}: {_resolved(child, schema).get('description', '')}".rstrip(": "))
    return lines
