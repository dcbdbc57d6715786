"""Named tuples that cost little to declare: a command declares a hundred before it does anything.

``typing.NamedTuple`` compiles a constructor, and each annotation, of every class: 140 microseconds for six fields. Here
classes of as many fields share what ``collections.namedtuple`` made for the first of them, and annotations stay the
text that they are: 18 microseconds. A type checker is shown ``typing.NamedTuple``.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Iterable
from functools import cache
from types import FunctionType
from typing import TYPE_CHECKING, Any, Self


class _Tuple(tuple[Any, ...]):
    """What every named tuple can do, as ``collections.namedtuple`` documents it."""

    __slots__ = ()
    if TYPE_CHECKING:
        _fields: tuple[str, ...]

    @classmethod
    def _make(cls, items: Iterable[Any]) -> Self:
        made = tuple.__new__(cls, items)
        if len(made) != len(cls._fields):
            raise TypeError(f"Expected {len(cls._fields)} arguments, got {len(made)}")
        return made

    def _replace(self, /, **changed: Any) -> Self:
        made = self._make(map(changed.pop, self._fields, self))
        if changed:
            raise ValueError(f"Got unexpected field names: {list(changed)!r}")
        return made

    def _asdict(self) -> dict[str, Any]:
        return dict(zip(self._fields, self, strict=True))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={item!r}' for name, item in self._asdict().items())})"

    def __getnewargs__(self) -> tuple[Any, ...]:
        return tuple(self)


class _Declared(type):
    """Makes of a class body with annotations a plain class of tuples whose items have these names."""

    def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> Any:
        if len(bases) != 1:
            raise TypeError(f"{name}: a named tuple has no other base")
        if "__annotate_func__" in body:  # Python 3.14 keeps no text of annotations unless it is told to
            raise TypeError(f"{name}: its module wants 'from __future__ import annotations'")
        names = tuple(body.get("__annotations__", ()))
        defaults = {field: body.pop(field) for field in names if field in body}
        if tuple(defaults) != names[len(names) - len(defaults) :]:
            raise TypeError(f"{name}: a field without a default follows one that has one")
        lent, items = _of_size(len(names))
        code = lent.__code__.replace(co_varnames=("_cls", *names))
        new = FunctionType(code, lent.__globals__, "__new__", tuple(defaults.values()))
        new.__qualname__ = f"{body['__qualname__']}.__new__"
        body |= dict(zip(names, items, strict=True))
        body |= {"_fields": names, "_field_defaults": defaults, "__match_args__": names, "__slots__": ()}
        return type(name, (_Tuple,), body | {"__new__": new})


@cache
def _of_size(size: int) -> tuple[Any, list[Any]]:
    """Make the constructor and the items of tuples with so many fields; an item knows its place, not its name."""
    declare: Any = namedtuple
    made = declare("made", [f"item{place}" for place in range(size)])
    return made.__new__, [vars(made)[name] for name in made._fields]


if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple  # noqa: TID251 - this is the place
else:
    NamedTuple = type.__new__(_Declared, "NamedTuple", (), {})
