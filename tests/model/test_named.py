"""A named tuple of the house does what ``typing.NamedTuple`` does; only its declaration is cheaper."""

from __future__ import annotations

import copy
import inspect
import pickle
import typing
from collections.abc import Callable
from typing import Any, get_type_hints

import pytest

from blastgate.model.named import NamedTuple


class Ours(NamedTuple):
    """Three fields."""

    path: str
    lines: int | None = None
    tags: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """Count tags."""
        return len(self.tags)

    def __bool__(self) -> bool:
        """Tell whether there is a path."""
        return bool(self.path)


class Theirs(typing.NamedTuple):
    """Three fields."""

    path: str
    lines: int | None = None
    tags: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """Count tags."""
        return len(self.tags)

    def __bool__(self) -> bool:
        """Tell whether there is a path."""
        return bool(self.path)


class Empty(NamedTuple):
    """No fields."""


def _matched(model: Any) -> Any:
    match model("a", 2):
        case Ours(path, lines) | Theirs(path, lines):
            return path, lines


SAME: dict[str, Callable[[Any], Any]] = {
    "by place": lambda model: tuple(model("a", 1, ("b",))),
    "by name": lambda model: tuple(model(tags=("b",), path="a")),
    "items": lambda model: (model("a", 1).path, model("a", 1).lines, model("a", 1).tags),
    "methods": lambda model: (model("a", tags=("b", "c")).size, bool(model(""))),
    "changed": lambda model: tuple(model("a")._replace(lines=3)),
    "made of a list": lambda model: tuple(model._make(["a", 1, ()])),
    "as a dict": lambda model: model("a")._asdict(),
    "shown": lambda model: repr(model("a", 1)).replace(model.__name__, ""),
    "equal to a tuple": lambda model: (model("a") == ("a", None, ()), hash(model("a")) == hash(("a", None, ()))),
    "matched": _matched,
    "fields": lambda model: (model._fields, model._field_defaults, model.__match_args__),
    "hints": get_type_hints,
    "parameters": lambda model: list(inspect.signature(model).parameters),
    "document": lambda model: (model.__doc__, model.__module__),
    "copied": lambda model: copy.copy(model("a")) == model("a") == pickle.loads(pickle.dumps(model("a"))),
}


@pytest.mark.parametrize("ask", SAME.values(), ids=SAME)
def test_it_answers_as_the_one_of_typing(ask: Callable[[Any], Any]) -> None:
    """Whatever is asked of a class or an instance, the answers are the same."""
    assert ask(Ours) == ask(Theirs)


WRONG: dict[str, Callable[[Any], Any]] = {
    "too few": lambda model: model(),
    "too many": lambda model: model(1, 2, 3, 4),
    "unknown name": lambda model: model("a", other=1),
    "changed by an unknown name": lambda model: model("a")._replace(other=1),
    "made of too few": lambda model: model._make(["a"]),
    "item set": lambda model: setattr(model("a"), "path", "b"),
    "other attribute set": lambda model: setattr(model("a"), "other", "b"),
}


@pytest.mark.parametrize("ask", WRONG.values(), ids=WRONG)
def test_it_refuses_what_the_one_of_typing_refuses(ask: Callable[[Any], Any]) -> None:
    """With an error of the same kind; 3.13 made one ValueError of ``_replace`` a TypeError."""
    with pytest.raises((TypeError, ValueError, AttributeError)) as theirs:
        ask(Theirs)
    with pytest.raises((theirs.type, ValueError)) as ours:
        ask(Ours)
    assert Theirs.__name__ in str(theirs.value) or str(theirs.value) == str(ours.value).replace("Ours", "Theirs")


def test_declaring_it_wrongly_is_an_error() -> None:
    """A default before a field without one, a second base, annotations that are no text; a tuple may have no field."""
    declare: Any = type(NamedTuple)
    with pytest.raises(TypeError, match="without a default"):
        declare("Late", (NamedTuple,), {"__annotations__": {"a": "int", "b": "int"}, "a": 1})
    with pytest.raises(TypeError, match="no other base"):
        declare("Two", (NamedTuple, list), {})
    with pytest.raises(TypeError, match="from __future__"):
        declare("Unread", (NamedTuple,), {"__annotate_func__": lambda _: {"a": int}})
    assert Empty() == ()
