"""Models to JSON data and back. ``decode(encode(x)) == x`` for every model, hostile names included."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from blastgate.errors import SourceError

T = TypeVar("T")


def encode(value: Any) -> Any:
    """Turn a model into plain dicts, lists and scalars; a trailing ``_`` of a field name is dropped (``from_``)."""
    if is_dataclass(value):
        return {f.name.rstrip("_"): encode(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return {name.rstrip("_"): encode(getattr(value, name)) for name in value._fields}
    if isinstance(value, tuple | list):
        return [encode(item) for item in value]
    if isinstance(value, Mapping):
        return {key: encode(item) for key, item in value.items()}
    return value


def dumps(value: Any) -> str:
    """Write a model as indented ASCII JSON with a final newline; undecodable bytes of names stay as lone surrogates."""
    return json.dumps(encode(value), indent=2, ensure_ascii=True) + "\n"


def decode(model: type[T], data: Any, where: str = "$") -> T:
    """Build a model from plain data; unknown keys are ignored (fields may be added).

    Raises SourceError naming the JSON path of the first value that does not fit.
    """
    result: T = _decode(model, data, where)
    return result


def _decode(kind: Any, data: Any, where: str) -> Any:
    origin = get_origin(kind)
    if kind is Any or kind is None or kind is type(None):
        return data
    if origin is Literal:
        return (
            data if data in get_args(kind) else _refuse(where, f"one of {', '.join(map(repr, get_args(kind)))}", data)
        )
    if origin is Union or type(kind).__name__ == "UnionType":
        return _decode_optional(kind, data, where)
    if origin is tuple:
        items = data if isinstance(data, list) else _refuse(where, "a list", data)
        return tuple(_decode(get_args(kind)[0], item, f"{where}[{i}]") for i, item in enumerate(items))
    if origin is not None and issubclass(origin, Mapping):
        items = data if isinstance(data, dict) else _refuse(where, "an object", data)
        return {key: _decode(get_args(kind)[1], item, f"{where}.{key}") for key, item in items.items()}
    if is_dataclass(kind) or hasattr(kind, "_fields"):
        return _decode_model(kind, data, where)
    return _decode_scalar(kind, data, where)


def _decode_optional(kind: Any, data: Any, where: str) -> Any:
    choices = [k for k in get_args(kind) if k is not type(None)]
    if data is None and len(choices) < len(get_args(kind)):
        return None
    return _decode(choices[0], data, where)


def _decode_model(model: Any, data: Any, where: str) -> Any:
    if not isinstance(data, dict):
        _refuse(where, "an object", data)
    hints = get_type_hints(model)
    values = {}
    for name, required in _model_fields(model):
        key = name.rstrip("_")
        if key in data:
            values[name] = _decode(hints[name], data[key], f"{where}.{key}")
        elif required:
            _refuse(f"{where}.{key}", "a value", "nothing")
    return model(**values)


def _model_fields(model: Any) -> list[tuple[str, bool]]:
    if is_dataclass(model):
        return [(f.name, f.default is MISSING and f.default_factory is MISSING) for f in fields(model)]
    return [(name, name not in model._field_defaults) for name in model._fields]


def _decode_scalar(kind: Any, data: Any, where: str) -> Any:
    if kind is float and type(data) in (int, float):
        return data
    if type(data) is not kind:
        _refuse(where, f"a value of type {kind.__name__}", data)
    return data


def _refuse(where: str, wanted: str, found: Any) -> Any:
    raise SourceError(f"expected {wanted}, found {str(found)[:60]!r}", where=where, hint="save the record again")
