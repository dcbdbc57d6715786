"""The page of policy keys, from the models that check the file, and what each means where layers meet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from blastgate.reference._markdown import code, prose, table

TITLE = "Policy keys"
ABOUT = "every key of `.blastgate.yml`: what it holds, what holds where nobody says it, and what tightens it."

# Per key at the top: what holds where no layer says it, and how layers join. The laws are those of tests/judgement.
LAYERS = {
    "version": ("required", ""),
    "extends": ("the policy stands alone", "a layer more only tightens"),
    "mode": ("enforce", "enforce, where any layer says it"),
    "levels": ("no limit", "the smaller limit holds"),
    "default_level": ("medium", "the higher level holds"),
    "categories": ("none, but the built-in `gate-config`", "the highest level that any layer gives a file"),
    "gate": ("a review for everything", "every table is asked; the strictest answer holds"),
    "people": ("groups of nobody, who can approve nothing", "a group may be narrowed, not widened"),
    "guardrails": ("off", "all settings of all layers are asked"),
    "components": ("as discovered", "`criticality`: the highest holds"),
    "unknown_attribution": ("treat_as_ai", "`treat_as_ai`, unless the lowest layer says otherwise and none objects"),
    "ai_tools": ("the shipped tools", "tools add up; no evidence is taken away"),
    "unlinked_authors": ("block", "`block`, unless the lowest file says otherwise and none above objects"),
    "smaller_graph": ("unknown", "`unknown`, unless the lowest file says otherwise and none above objects"),
    "string_imports": ("ignore", "`count`, where any layer says it"),
    "approvals": ("`not-prompter` and `ask`", "the lowest file decides; one above may only be stricter"),
    "override": ("nobody may", "the lowest file opens it; one above may only narrow it"),
    "lowering": ("off", "the lowest file decides; one above may only raise or switch off"),
    "obligations": ("none", "obligations add up"),
}


def parts() -> Iterator[str]:
    """Write a table of the keys at the top, then one of the keys below each."""
    whole = _schema()
    yield "[The policy file](../policy.md) tells how to write one; `blastgate explain levels.low` prints one key."
    rows = [
        (_link(key, field, whole), *_line(field, whole), *LAYERS[key]) for key, field in whole["properties"].items()
    ]
    yield table(("key", "holds", "about", "where nobody says it", "stricter"), rows)
    for key, field in whole["properties"].items():
        yield from _section(key, field, whole)


def _schema() -> dict[str, Any]:
    from blastgate.policy.reading.schema import policy_schema

    return policy_schema()


def _link(key: str, field: Mapping[str, Any], whole: Mapping[str, Any]) -> str:
    page = "guardrails.md" if key == "guardrails" else f"#{key}"
    return f"[`{key}`]({page})" if _keys(field, whole) else code(key)


def _line(field: Mapping[str, Any], whole: Mapping[str, Any]) -> tuple[str, str]:
    shape = _resolved(field, whole)
    inner = _resolved(_inner(shape), whole)
    about = field.get("description") or shape.get("description") or inner.get("description") or ""
    return _holds(field, whole), prose(str(about))


def _section(title: str, field: Mapping[str, Any], whole: Mapping[str, Any]) -> Iterator[str]:
    keys = _keys(field, whole)
    if not keys or title == "guardrails":
        return
    yield f"## {title}"
    yield _line(field, whole)[1]
    yield table(("key", "holds", "about"), [(code(name), *_line(below, whole)) for name, below in keys.items()])
    alike: dict[str, list[str]] = {}
    for name, below in keys.items():
        alike.setdefault(str(below.get("$ref") or _inner(below)), []).append(name)
    for names in alike.values():
        if _is_part(keys[names[0]], whole):
            yield from _section(" and ".join(f"{title}.{name}" for name in names), keys[names[0]], whole)


def _keys(field: Mapping[str, Any], whole: Mapping[str, Any]) -> dict[str, Any]:
    shape = _resolved(field, whole)
    found: dict[str, Any] = _resolved(_inner(shape), whole).get("properties") or shape.get("properties") or {}
    return found


def _is_part(field: Mapping[str, Any], whole: Mapping[str, Any]) -> bool:
    return bool(_resolved(field, whole).get("properties") or _resolved(_inner(field), whole).get("properties"))


def _inner(shape: Mapping[str, Any]) -> Mapping[str, Any]:
    other = shape.get("items") or shape.get("additionalProperties")
    return other if isinstance(other, Mapping) else {}


def _resolved(node: Mapping[str, Any], whole: Mapping[str, Any]) -> Mapping[str, Any]:
    reference = str(node.get("$ref", "")).rpartition("/")[2]
    return {**whole["$defs"][reference], **node} if reference else node


def _holds(field: Mapping[str, Any], whole: Mapping[str, Any]) -> str:
    shape = _resolved(field, whole)
    if shape.get("enum"):
        return code(*(value for value in shape["enum"] if isinstance(value, str)))
    if shape.get("const"):
        return code(shape["const"])
    if shape.get("type") == "array":
        return "rows" if _resolved(_inner(shape), whole).get("properties") else "list of texts"
    if shape.get("type") == "object":
        return "keys" if shape.get("properties") or not _inner(shape) else "keys by name"
    return {"string": "text", "integer": "number"}.get(str(shape.get("type")), "text")
