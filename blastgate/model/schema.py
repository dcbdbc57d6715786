"""JSON Schemas of the output contract, made from the models. Imports pydantic: nothing on the way of ``check`` does."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, get_args, get_type_hints

from blastgate.errors import UsageError
from blastgate.model.assessment import Assessment
from blastgate.model.attribution import CommitsReport
from blastgate.model.audit import AuditReport
from blastgate.model.backtest import BacktestReport
from blastgate.model.doctor import DoctorReport
from blastgate.model.graph_output import ComponentGraph, FileGraph
from blastgate.model.policytest import PolicyTestReport
from blastgate.model.reports import AffectedReport, UnresolvedReport, WhyReport
from blastgate.model.stats import StatsReport

MODELS: dict[str, Any] = {
    "check": Assessment,
    "audit": AuditReport,
    "doctor": DoctorReport,
    "affected": AffectedReport,
    "why": WhyReport,
    "graph": ComponentGraph | FileGraph,
    "unresolved": UnresolvedReport,
    "commits": CommitsReport,
    "stats": StatsReport,
    "backtest": BacktestReport,
    "policy-test": PolicyTestReport,
}
DIALECT = "https://json-schema.org/draft/2020-12/schema"

# Fields beyond the contract of schema_version 1: always written, yet a reader must do without them.
BEYOND_THE_CONTRACT = {
    "AffectedComponent": {"reason"},
    "AffectedReport": {"warnings"},
    "CommitsReport": {"around"},
    "Attribution": {"why"},
    "Evidence": {"role"},
    "GuardrailFinding": {"location"},
    "Impact": {"warnings"},
    "JudgedChange": {"described"},
    "Requirement": {"candidates", "note"},
    "Verdict": {"author", "ai", "notes", "override"},
    "WayForward": {"parts"},
}


def schema(kind: str) -> dict[str, Any]:
    """Make the JSON Schema of what ``blastgate <kind> --format json`` writes; raises UsageError for another kind."""
    if kind not in MODELS:
        raise UsageError(f"there is no schema {kind!r}", "schema", f"choose from: {', '.join(MODELS)}")
    from pydantic import TypeAdapter
    from pydantic.json_schema import GenerateJsonSchema

    class Generator(GenerateJsonSchema):
        """Leaves defaults that JSON cannot hold out without a word: no default is shown anyway."""

        ignored_warning_kinds = frozenset({"skipped-choice", "non-serializable-default"})  # type: ignore[assignment]

    made = TypeAdapter(MODELS[kind]).json_schema(mode="serialization", schema_generator=Generator)
    name = "" if kind == "graph" else MODELS[kind].__name__
    head = {"$schema": DIALECT, "title": f"blastgate {kind}, schema_version 1"}
    return {**head, **_tidied(_as_written(name, made), name)}


def _as_written(name: str, part: dict[str, Any]) -> dict[str, Any]:
    """Turn the array that pydantic makes of a named tuple into the object that the codec writes."""
    model = _named_tuples().get(name)
    if model is None or "prefixItems" not in part:
        return part
    properties = dict(zip(model._fields, part["prefixItems"], strict=True))
    return {
        **({"$defs": part["$defs"]} if "$defs" in part else {}),
        "description": model.__doc__ or "",
        "properties": properties,
        "required": [],
        "type": "object",
    }


@cache
def _named_tuples() -> dict[str, Any]:
    """Find the models that are named tuples, by name."""
    found = {part for model in MODELS.values() for part in _parts(model)}
    return {part.__name__: part for part in found if hasattr(part, "_fields")}


def _parts(kind: Any) -> Iterator[Any]:
    """Yield a type and every type that it is made of."""
    yield kind
    inner = get_args(kind) or (tuple(get_type_hints(kind).values()) if isinstance(kind, type) else ())
    for part in inner:
        yield from _parts(part)


def _tidied(part: Any, model: str) -> Any:
    """Drop generated titles and defaults, write ``from_`` as ``from``, and require what the contract promises."""
    if isinstance(part, list):
        return [_tidied(item, "") for item in part]
    if not isinstance(part, dict):
        return part
    if "$defs" in part:
        part = {
            **part,
            "$defs": {name: _tidied(_as_written(name, found), name) for name, found in part["$defs"].items()},
        }
    kept = {key: part[key] for key in part if key not in ("title", "default", "additionalProperties")}
    if isinstance(kept.get("description"), str):
        words = kept["description"].replace("``", "`").replace("from_", "from").replace("None", "null")
        kept["description"] = " ".join(words.split())
    result = {key: item if key in ("$defs", "properties") else _tidied(item, "") for key, item in kept.items()}
    if "additionalProperties" in part and part["additionalProperties"] is not False:
        result["additionalProperties"] = _tidied(part["additionalProperties"], "")
    if "properties" in part:
        result["properties"] = {k.rstrip("_"): _tidied(v, "") for k, v in part["properties"].items()}
        extra = BEYOND_THE_CONTRACT.get(model, set())
        result["required"] = [key for key in result["properties"] if key not in extra]
    return result
