"""Hypothesis strategies made from the models themselves, with the strings that strangers choose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

# What os.fsdecode can make of bytes: everything but the surrogates that stand for no byte.
_CHARACTERS = st.one_of(
    st.characters(exclude_categories=["Cs"]),
    st.characters(min_codepoint=0xDC80, max_codepoint=0xDCFF, categories=["Cs"]),
    st.sampled_from("\n\r\t\x00\x1b\u202e\u2066\u200b\u2028\u3164`|@#<>&*_[]():~$!\\'\"%,;-+={} "),
)
_EVIL = ("::error::x", "##[set-env]", "@octocat", "#1", "<!-- x -->", "</details>", "\x1b[31m", "a|b`c`", "```", "- x")
hostile_text = st.one_of(st.text(_CHARACTERS, max_size=12), st.sampled_from(_EVIL), st.text("ab/.", max_size=6))


def models(kind: Any) -> st.SearchStrategy[Any]:
    """Make a strategy for a model or a type of a field."""
    origin, arguments = get_origin(kind), get_args(kind)
    if is_dataclass(kind) or hasattr(kind, "_fields"):
        return _model(kind)
    if origin is Literal:
        return st.sampled_from(arguments)
    if origin in (Union, UnionType):
        return st.one_of([models(choice) for choice in arguments])
    if origin is tuple:
        return st.lists(models(arguments[0]), max_size=2).map(tuple)
    if origin is Mapping:
        return st.dictionaries(hostile_text, models(arguments[1]), max_size=2)
    return SCALARS[kind]


SCALARS: dict[Any, st.SearchStrategy[Any]] = {
    str: hostile_text,
    int: st.integers(0, 10**6),
    bool: st.booleans(),
    float: st.floats(0, 10**6),
    type(None): st.none(),
}


def _model(kind: Any) -> st.SearchStrategy[Any]:
    hints = get_type_hints(kind)
    names = [f.name for f in fields(kind)] if is_dataclass(kind) else kind._fields
    return st.builds(kind, **{name: models(hints[name]) for name in names})
