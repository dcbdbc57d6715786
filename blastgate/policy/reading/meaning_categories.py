"""What the words of a policy's categories mean: names, levels, globs, tokens and expressions must exist and hold."""

from __future__ import annotations

import re
from typing import Protocol

from blastgate.model.classification import LEVELS
from blastgate.model.named import NamedTuple
from blastgate.policy.matching.expressions import check_expression
from blastgate.policy.matching.globs import check_glob
from blastgate.policy.matching.tokens import MAX_WORDS, words_of
from blastgate.policy.reading.lookup import names, select
from blastgate.policy.reading.nearest import did_you_mean
from blastgate.policy.reading.positions import Node

MATCHERS = ("paths", "names", "extensions", "tokens", "added_lines", "removed_lines")
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,63}")

_TOKEN = re.compile(r"[A-Za-z0-9 _-]+")
_ATTRIBUTE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}")  # gitattributes(5)


class Tell(Protocol):
    """Notes one mistake at a node."""

    def __call__(self, node: Node, message: str, hint: str = "") -> None: ...


class Known(NamedTuple):
    """The names that a layer may use: groups and categories of the layers below it, and the shipped categories."""

    groups: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()
    shipped: frozenset[str] = frozenset()


def check_categories(root: Node, known: Known, tell: Tell) -> None:
    """Tell every mistake of meaning in the categories of a document."""
    valid = known.categories | names(root, "categories")
    for name, key, body in select(root, "categories", "*"):
        if not NAME.fullmatch(name):
            tell(key, f"{name[:60]!r} is no name for a category", "letters, digits, - and _, a letter first")
        _check_category(name, key, body, known, tell)
        for _, _, item in select(body, "unless", "*"):
            if isinstance(item.value, str) and item.value not in valid:
                tell(item, f"unknown category {item.value!r}", did_you_mean(item.value, valid))
        _check_matchers(body, tell)


def _check_category(name: str, key: Node, body: Node, known: Known, tell: Tell) -> None:
    used = body.get("use")
    if used and isinstance(used.value, str) and used.value not in known.shipped:
        tell(used, f"no shipped category is called {used.value!r}", did_you_mean(used.value, known.shipped))
    matchers = [m for m in (*MATCHERS, "attributes") if (node := body.get(m)) and node.items()]
    if not matchers and not used and name not in known.shipped and isinstance(body.value, dict):
        hint = did_you_mean(name, known.shipped) or "give it paths, names, extensions, tokens or added_lines"
        tell(key, f"category {name!r} has no matcher, and none of that name is shipped", hint)
    floor, ceiling = body.get("at_least"), body.get("at_most")
    if floor and ceiling and _rank(ceiling) < _rank(floor):
        tell(ceiling, f"`at_most: {ceiling.value}` lies below `at_least: {floor.value}`", "swap or delete one")
    if ceiling and {"added_lines", "removed_lines"} & set(matchers):
        tell(
            ceiling, "lines can only raise a level, so a rule that reads lines has no `at_most`", "make two categories"
        )
    leveled = next((level for level in (floor, ceiling) if level), None)
    if leveled and matchers == ["attributes"] and not used and name not in known.shipped:
        tell(leveled, "attributes give a file the name of its category, never a level", "add paths, or delete it")


def _rank(level: Node) -> float:
    return LEVELS.index(level.value) if level.value in LEVELS else float("nan")


def _check_matchers(body: Node, tell: Tell) -> None:
    checks = {"paths": check_glob, "names": _check_name, "extensions": _check_extension, "tokens": _check_token}
    checks |= {"added_lines": check_expression, "removed_lines": check_expression, "attributes": _check_attribute}
    for matcher, check in checks.items():
        for _, _, item in select(body, matcher, "*"):
            wrong = check(item.value) if isinstance(item.value, str) else None
            if wrong:
                tell(item, wrong, _extension_hint(str(item.value)) if matcher == "extensions" else "")


def _extension_hint(text: str) -> str:
    ending = text.lstrip("*.")
    return f"write '.{ending}'" if ending and "/" not in ending and "*" not in ending else ""


def _check_name(glob: str) -> str | None:
    return "a file name has no `/`; use `paths`" if "/" in glob else check_glob(glob)


def _check_extension(text: str) -> str | None:
    if not text.startswith("."):
        return "an extension is written with the dot"
    return None if len(text) > 1 and "/" not in text and "*" not in text else "an extension looks like '.md'"


def _check_attribute(text: str) -> str | None:
    return None if _ATTRIBUTE.fullmatch(text) else "an attribute is named as in .gitattributes, without its value"


def _check_token(text: str) -> str | None:
    if not _TOKEN.fullmatch(text):
        return "a token is whole words: letters, digits, - and _, no wildcards"
    count = len(words_of(text))
    return None if 1 <= count <= MAX_WORDS else f"a token has one to {MAX_WORDS} words"
