"""The page of JSON, from the schemas that are made of the models."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from blastgate.model.schema import MODELS, schema
from blastgate.reference._markdown import code, table

TITLE = "JSON"
ABOUT = "every field of every JSON output, with its type and whether a reader may count on it."


def parts() -> Iterator[str]:
    """Write the fields of each kind of output, and of each part once."""
    yield (
        "`schema_version` 1. Fields marked `beyond` are always written, and a reader must do without them. "
        "The schemas themselves ship in `blastgate/schemas`."
    )
    shown: dict[str, Mapping[str, Any]] = {}
    for kind in MODELS:
        made = schema(kind)
        yield f"## blastgate {kind}"
        yield from _fields(made, made) if "properties" in made else [_either(made)]
        shown |= made.get("$defs", {})
    for name, part in sorted(shown.items()):
        if "properties" in part:
            yield f"## {name}"
            yield from _fields(part, part)


def _either(made: Mapping[str, Any]) -> str:
    return "Either of: " + ", ".join(type_of(choice) for choice in made.get("anyOf", ()))


def _fields(part: Mapping[str, Any], whole: Mapping[str, Any]) -> Iterator[str]:
    if part.get("description"):
        yield str(part["description"])
    required = part.get("required", ())
    rows = [
        (code(name), type_of(field), "" if name in required else "beyond") for name, field in part["properties"].items()
    ]
    yield table(("field", "type", ""), rows)


def type_of(field: Mapping[str, Any]) -> str:
    """Say what a field of a schema holds, parts as links."""
    if "$ref" in field:
        name = field["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in field:
        return " or ".join(dict.fromkeys(type_of(choice) for choice in field["anyOf"]))
    if "enum" in field or "const" in field:
        return code(*(field.get("enum") or [field["const"]]))
    if field.get("type") == "array":
        return f"list of {type_of(field['items'])}" if field.get("items") else "list"
    if isinstance(field.get("additionalProperties"), Mapping):
        return f"map of {type_of(field['additionalProperties'])}"
    return str(field.get("type", "any"))
