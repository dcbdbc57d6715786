"""Say in plain words what pydantic found wrong with the shape of a policy, each at its own place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from blastgate.errors import Problem
from blastgate.policy.reading.nearest import did_you_mean, nearest
from blastgate.policy.reading.positions import Document, Node
from blastgate.policy.reading.shape import (
    AiToolShape,
    ApprovalsShape,
    CategoryShape,
    ComponentShape,
    LevelsShape,
    LimitsShape,
    LoweredShape,
    LoweringShape,
    ObligationShape,
    OpenLevel,
    OverrideShape,
    PolicyShape,
    RowShape,
)

Loc = tuple[int | str, ...]

_EXPECTED = {
    "string_type": "text",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "list_type": "a list, as in [a, b]",
    "dict_type": "a mapping, as in {key: value}",
    "model_type": "a mapping, as in {key: value}",
    "model_attributes_type": "a mapping, as in {key: value}",
    "union_tag_not_found": "`codeowners`, a list of people, or a mapping of globs to lists of people",
    "greater_than_equal": "0 or more",
}


def check_shape(document: Document, root: Node, model: type[BaseModel] = PolicyShape) -> tuple[Problem, ...]:
    """Check a document against a model and return every mistake, each once."""
    try:
        model.model_validate(root.plain())
    except ValidationError as error:
        found = [_problem(document, root, model, e) for e in error.errors(include_url=False, include_context=True)]
        return tuple(dict.fromkeys(found))
    return ()


def _problem(document: Document, root: Node, model: type[BaseModel], error: Mapping[str, Any]) -> Problem:
    kind, loc = error["type"], error["loc"]
    if kind == "missing":
        node, _ = _find(root, loc[:-1])
        return document.problem(node, f"`{loc[-1]}` is missing", _example(str(loc[-1])))
    if kind == "extra_forbidden":
        _, key = _find(root, loc)
        shape = _model_at(model, loc[:-1])
        if shape is OpenLevel:
            return document.problem(key, "`high` takes what fits no other level: it has no limits", "write high: {}")
        hint = "merge keys are not read; write the keys out" if loc[-1] == "<<" else ""
        hint = hint or did_you_mean(str(loc[-1]), shape.model_fields)
        return document.problem(key, f"unknown key {str(loc[-1])!r}", hint)
    node, _ = _find(root, loc)
    if kind == "literal_error":
        return _wrong_word(document, node, str(error["ctx"]["expected"]))
    hint = "write {}, or leave the key out" if node.value is None and "mapping" in _EXPECTED.get(kind, "") else ""
    return document.problem(node, f"expected {_EXPECTED.get(kind, error['msg'])}, found {shown(node)}", hint)


def _wrong_word(document: Document, node: Node, expected: str) -> Problem:
    words = [w.strip("'") for w in expected.replace(" or ", ", ").split(", ") if w not in ("True", "False")]
    listed = words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"
    near = nearest(node.value, words) if isinstance(node.value, str) else None
    hint = f"did you mean {near!r}?" if near else ""
    return document.problem(
        node, f"expected {listed}, found {shown(node)}", "write version: 1" if words == ["1"] else hint
    )


def shown(node: Node) -> str:
    """Name a value the way its writer would."""
    value = node.value
    if isinstance(value, list):
        return "a list"
    if isinstance(value, dict):
        return "a mapping"
    if value is None:
        return "nothing"
    if isinstance(value, str):
        return f"the text {value[:60]!r}"
    return str(value).lower()


def _find(root: Node, loc: Loc) -> tuple[Node, Node]:
    """Follow a location as far as the document goes; return the value's node and its key's."""
    node = key = root
    for step in loc:
        if isinstance(node.value, dict) and step in node.value:
            key, node = node.value[str(step)]
        elif isinstance(node.value, list) and isinstance(step, int):
            node = key = node.value[step]
    return node, key


def _model_at(model: type[BaseModel], loc: Loc) -> type[BaseModel]:
    """Tell which model describes a place; the nested ones of a policy are few."""
    if model is not PolicyShape:
        return _nested(model, loc)
    if not loc:
        return model
    if loc[0] == "levels":
        if len(loc) == 1:
            return LevelsShape
        return OpenLevel if loc[1] == "high" else LimitsShape
    if loc[0] == "ai_tools":
        return LoweredShape if "lowered" in loc[2:] else AiToolShape
    inner: dict[str, type[BaseModel]] = {
        "categories": CategoryShape,
        "gate": RowShape,
        "components": ComponentShape,
        "approvals": ApprovalsShape,
        "override": OverrideShape,
        "lowering": LoweringShape,
        "obligations": ObligationShape,
    }
    return inner.get(str(loc[0]), PolicyShape)


def _nested(model: type[BaseModel], loc: Loc) -> type[BaseModel]:
    """Follow a location through the models that the fields of another file's model name."""
    for step in loc:
        if (field := model.model_fields.get(str(step))) is not None:
            model = next(_models(field.annotation), model)
    return model


def _models(kind: Any) -> Iterator[type[BaseModel]]:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield kind
    for inner in get_args(kind):
        yield from _models(inner)


def _example(key: str) -> str:
    return {
        "version": "begin the file with version: 1",
        "level": "one of low, medium, high, any",
        "at_least": "one of low, medium, high",
        "then": "one of pass, warn, review, block",
    }.get(key, "")
