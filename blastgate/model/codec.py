"""Models to JSON data and back. ``decode(encode(x)) == x`` for every model, hostile names included."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Set
from functools import cache
from types import UnionType
from typing import Any, Literal, NoReturn, TypeVar, Union, get_args, get_origin, get_type_hints

from blastgate.errors import SourceError

T = TypeVar("T")
Decoder = Callable[[Any], Any]
SAVE_AGAIN = "save it again: blastgate check --format json=FILE"


def encode(value: Any) -> Any:
    """Turn a model into plain dicts, lists and scalars; a trailing ``_`` of a field name is dropped (``from_``)."""
    kind: Any = type(value)
    if names := _names(kind):
        return {name.rstrip("_"): encode(getattr(value, name)) for name in names}
    if isinstance(value, tuple | list):
        return [encode(item) for item in value]
    if isinstance(value, Set):
        return sorted(value)
    if isinstance(value, Mapping):
        return {key: encode(item) for key, item in value.items()}
    return value


@cache
def _names(model: Any) -> tuple[str, ...]:
    """List the fields of a model, which is a named tuple or a dataclass; none of anything else."""
    return tuple(getattr(model, "_fields", getattr(model, "__dataclass_fields__", ())))


def dumps(value: Any) -> str:
    """Write a model as indented ASCII JSON with a final newline; undecodable bytes of names stay as lone surrogates."""
    return json.dumps(encode(value), indent=2, ensure_ascii=True) + "\n"


def parse(text: str, where: str, hint: str = SAVE_AGAIN) -> Any:
    """Read JSON text as plain data; ``where`` names the text. Raises SourceError with the hint when it is none."""
    try:
        return json.loads(text, parse_constant=_no_constant)
    except RecursionError:
        raise SourceError("is nested too deeply", where, hint) from None
    except ValueError as error:
        raise SourceError(f"is not JSON: {error}", where, hint) from None


def decode(model: type[T], data: Any, where: str = "$", hint: str = SAVE_AGAIN) -> T:
    """Build a model from plain data; unknown keys are ignored (fields may be added).

    Raises SourceError naming the JSON path of the first value that does not fit.
    """
    kind: Any = model
    try:
        result: T = _decoder(kind)(data)
    except _MisfitError as misfit:
        path = "".join(reversed(misfit.steps))
        message = f"expected {misfit.wanted}, found {misfit.found}"
        raise SourceError(message, f"{where}{path}", hint) from None
    return result


class _MisfitError(Exception):
    """A value that does not fit, and the steps to it, the last one first."""

    def __init__(self, wanted: str, found: Any) -> None:
        super().__init__(wanted)
        self.wanted = wanted
        self.found = _described(found)
        self.steps: list[str] = []


def _described(found: Any) -> str:
    if isinstance(found, dict | list):
        return "an object" if isinstance(found, dict) else "a list"
    return ascii(found if not isinstance(found, str) else found[:60])[:80]


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON number")


@cache
def _decoder(kind: Any) -> Decoder:
    """Compile the decoder of a type once; a record may hold a hundred thousand files."""
    origin = get_origin(kind)
    if origin is Literal:
        return _one_of(get_args(kind))
    if origin in (Union, UnionType):
        return _any_of(get_args(kind))
    if origin in (tuple, frozenset, Set):
        each = _each(_decoder(get_args(kind)[0]))
        return each if origin is tuple else lambda data: frozenset(each(data))
    if origin is not None:
        return _values(_decoder(get_args(kind)[1]))
    return _model(kind) if _names(kind) else _scalar(kind)


def _one_of(values: tuple[Any, ...]) -> Decoder:
    def decoder(data: Any) -> Any:
        if type(data) is not str or data not in values:
            raise _MisfitError(f"one of {', '.join(map(repr, values))}", data)
        return data

    return decoder


def _any_of(kinds: tuple[Any, ...]) -> Decoder:
    """Decode an optional value: the models have no other unions."""
    inner = _decoder(next(kind for kind in kinds if kind is not type(None)))
    return lambda data: None if data is None else inner(data)


def _each(inner: Decoder) -> Decoder:
    def decoder(data: Any) -> Any:
        if not isinstance(data, list):
            raise _MisfitError("a list", data)
        return tuple(_step(inner, item, f"[{index}]") for index, item in enumerate(data))

    return decoder


def _values(inner: Decoder) -> Decoder:
    def decoder(data: Any) -> Any:
        if not isinstance(data, dict):
            raise _MisfitError("an object", data)
        return {key: _step(inner, item, f".{key}") for key, item in data.items()}

    return decoder


def _model(model: Any) -> Decoder:
    hints = get_type_hints(model)
    plan = [(name, name.rstrip("_"), _decoder(hints[name]), required) for name, required in _model_fields(model)]

    def decoder(data: Any) -> Any:
        if not isinstance(data, dict):
            raise _MisfitError("an object", data)
        values = {}
        for name, key, inner, required in plan:
            if key in data:
                values[name] = _step(inner, data[key], f".{key}")
            elif required:
                raise _MisfitError(f"the field {key!r}", data)
        return model(**values)

    return decoder


def _model_fields(model: Any) -> list[tuple[str, bool]]:
    if hasattr(model, "_fields"):
        return [(name, name not in model._field_defaults) for name in model._fields]
    from dataclasses import MISSING, fields  # only for models that are dataclasses

    return [(f.name, f.default is MISSING and f.default_factory is MISSING) for f in fields(model)]


def _scalar(kind: Any) -> Decoder:
    accepted = (int, float) if kind is float else (kind,)

    def decoder(data: Any) -> Any:
        if type(data) not in accepted:
            raise _MisfitError(f"a value of type {kind.__name__}", data)
        return data

    return decoder


def _step(inner: Decoder, data: Any, step: str) -> Any:
    try:
        return inner(data)
    except _MisfitError as misfit:
        misfit.steps.append(step)
        raise
