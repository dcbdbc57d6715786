"""What the words of a policy file mean: groups, categories, guardrails, globs and expressions must exist and hold.

Runs over the nodes of a document whose shape may be wrong elsewhere, so that every mistake is told at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from blastgate.errors import Problem
from blastgate.model.classification import LEVELS
from blastgate.policy.budget import over_budget
from blastgate.policy.expressions import check_expression
from blastgate.policy.globs import check_glob
from blastgate.policy.guardrail_options import check_guardrails, group_options
from blastgate.policy.nearest import did_you_mean
from blastgate.policy.own_tools import check_own_tools
from blastgate.policy.positions import Document, Node
from blastgate.policy.tokens import MAX_WORDS, words_of

MATCHERS = ("paths", "names", "extensions", "tokens", "added_lines", "removed_lines")
LIMITS = ("max_services", "max_runtime_services", "max_files", "max_lines", "max_affected_files")

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,63}")
_TOKEN = re.compile(r"[A-Za-z0-9 _-]+")
_MEMBER = re.compile(r"@[A-Za-z0-9][A-Za-z0-9_-]*(?:/[A-Za-z0-9._-]+)?|[^@\s]+@[^@\s]+")
_LOGIN = re.compile(r"@[A-Za-z0-9][A-Za-z0-9_-]*")


class Tell(Protocol):
    """Notes one mistake at a node."""

    def __call__(self, node: Node, message: str, hint: str = "") -> None: ...


@dataclass(frozen=True, slots=True)
class Known:
    """The names that a layer may use: groups and categories of the layers below it, and the shipped categories."""

    groups: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()
    shipped: frozenset[str] = frozenset()


def check_meaning(document: Document, root: Node, known: Known) -> tuple[Problem, ...]:
    """Return every mistake of meaning in a document, each at its own place; only that it asks for too much, if so."""
    if excess := over_budget(root):
        return (document.problem(*excess, "a policy is a page, not a book"),)
    found: list[Problem] = []

    def tell(node: Node, message: str, hint: str = "") -> None:
        found.append(document.problem(node, message, hint))

    _check_levels(root, tell)
    _check_categories(root, known, tell)
    groups = known.groups | (_names(root, "people") - {"emails"})
    _check_rows(root, groups, tell)
    _check_people(root, tell)
    check_guardrails(root, tell)
    _check_groups((node for _, node in group_options(root)), groups, tell)
    _check_components(root, tell)
    check_own_tools(root, tell)
    return tuple(dict.fromkeys(found))


def select(node: Node, *steps: str) -> Iterator[tuple[str, Node, Node]]:
    """Walk keys (``*`` is any, also of a list) and yield the last key's name and node, and what it holds."""
    if not steps:
        return
    entries = node.entries()
    chosen = [(name, *entries[name]) for name in entries if steps[0] in ("*", name)]
    chosen += [(str(i), item, item) for i, item in enumerate(node.items()) if steps[0] == "*"]
    for name, key, value in chosen:
        if len(steps) == 1:
            yield name, key, value
        else:
            yield from select(value, *steps[1:])


def _names(root: Node, key: str) -> frozenset[str]:
    node = root.get(key)
    return frozenset(node.entries()) if node else frozenset()


def _check_levels(root: Node, tell: Tell) -> None:
    levels = root.get("levels")
    low, medium = (levels.get("low"), levels.get("medium")) if levels else (None, None)
    for limit in LIMITS if low and medium else ():
        small, large = (low.get(limit) if low else None), (medium.get(limit) if medium else None)
        if small and large and type(small.value) is int and type(large.value) is int and large.value < small.value:
            message = f"`medium` allows {large.value} here, `low` already {small.value}: levels must widen"
            tell(large, message, f"at least {small.value}")


def _check_categories(root: Node, known: Known, tell: Tell) -> None:
    valid = known.categories | _names(root, "categories")
    for name, key, body in select(root, "categories", "*"):
        if not _NAME.fullmatch(name):
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
    matchers = [m for m in MATCHERS if (node := body.get(m)) and node.items()]
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


def _rank(level: Node) -> float:
    return LEVELS.index(level.value) if level.value in LEVELS else float("nan")


def _check_matchers(body: Node, tell: Tell) -> None:
    checks = {"paths": check_glob, "names": _check_name, "extensions": _check_extension, "tokens": _check_token}
    checks |= {"added_lines": check_expression, "removed_lines": check_expression}
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


def _check_token(text: str) -> str | None:
    if not _TOKEN.fullmatch(text):
        return "a token is whole words: letters, digits, - and _, no wildcards"
    count = len(words_of(text))
    return None if 1 <= count <= MAX_WORDS else f"a token has one to {MAX_WORDS} words"


def _check_rows(root: Node, groups: frozenset[str], tell: Tell) -> None:
    for _, _, row in select(root, "gate", "*"):
        then, by, author = row.get("then"), row.get("by"), row.get("author")
        if then and then.value == "review" and not (by and by.items()):
            tell(then, "`then: review` does not say by whom", "add by: [senior]")
        if by and by.items() and then and then.value in ("pass", "warn", "block"):
            tell(by, f"`by` has no meaning with `then: {then.value}`", "delete it, or write then: review")
        if author and author.value != "any":
            _check_groups([author], groups | {"any"}, tell)
        _check_groups((item for _, _, item in select(row, "by", "*")), groups, tell)


def _check_groups(nodes: Iterator[Node] | list[Node], groups: frozenset[str], tell: Tell) -> None:
    for node in nodes:
        if isinstance(node.value, str) and node.value not in groups:
            hint = did_you_mean(node.value, groups) or "name it under `people`"
            tell(node, f"unknown group {node.value[:60]!r}", hint)


def _check_people(root: Node, tell: Tell) -> None:
    for name, key, body in select(root, "people", "*"):
        if name == "emails":
            _check_emails(body, tell)
            continue
        if not _NAME.fullmatch(name) or name in ("any", "codeowners"):
            tell(key, f"{name[:60]!r} is no name for a group", "letters, digits, - and _, a letter first")
        for glob, place, _ in select(body, "*") if body.entries() else ():
            if wrong := check_glob(glob):
                tell(place, wrong)
        members = [*body.items(), *(item for _, _, owners in select(body, "*") for item in owners.items())]
        for item in members:
            if isinstance(item.value, str) and not _MEMBER.fullmatch(item.value):
                tell(item, f"{item.value[:60]!r} is no person or team", _member_hint(item.value))


def _member_hint(text: str) -> str:
    return f'did you mean "@{text}"?' if _MEMBER.fullmatch(f"@{text}") else '"@login", "@org/team" or an e-mail address'


def _check_emails(body: Node, tell: Tell) -> None:
    for address, key, login in select(body, "*"):
        if "@" not in address.strip("@"):
            tell(key, f"{address[:60]!r} is no e-mail address", 'name@example.com: "@login"')
        if isinstance(login.value, str) and not _LOGIN.fullmatch(login.value):
            tell(login, f"{login.value[:60]!r} is no login", _member_hint(login.value))


def _check_components(root: Node, tell: Tell) -> None:
    for name, key, body in select(root, "components", "*"):
        if not name.strip() or len(name) > 200:
            tell(key, "a component needs a name of at most 200 characters")
        folder = body.get("root")
        text = folder.value if folder else None
        if folder and isinstance(text, str) and text not in (".", "", "./"):
            parts = text.rstrip("/").split("/")
            if any(part in ("", ".", "..") for part in parts) or "*" in text or "\\" in text:
                tell(folder, "a root is a folder of the repository, such as 'services/cart'", "no wildcard, no `..`")
