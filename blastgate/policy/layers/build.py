"""Turn the nodes of a checked policy file into a layer; every rule keeps its file and line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, cast

from blastgate.model.classification import LEVELS, Level
from blastgate.model.graph import Kind
from blastgate.model.verdict import Outcome
from blastgate.policy.layers.build_settings import (
    ai_answer,
    approvals_setting,
    lowering_setting,
    obligations,
    override_setting,
)
from blastgate.policy.layers.guardrail_options import SWITCHES, default_then, options_of
from blastgate.policy.layers.shipped import shipped_categories, shipped_category
from blastgate.policy.matching.globs import escape_glob
from blastgate.policy.model import (
    CategoryRule,
    ComponentRule,
    GateRow,
    Group,
    GuardrailSetting,
    Layer,
    LevelLimits,
    Limits,
    Location,
    SmallerGraph,
    StringImports,
    UnknownAttribution,
    UnlinkedAuthors,
)
from blastgate.policy.own_tools import own_tools
from blastgate.policy.reading.lookup import items, scalar, section, texts
from blastgate.policy.reading.meaning import LIMITS
from blastgate.policy.reading.meaning_categories import MATCHERS
from blastgate.policy.reading.positions import Node

if TYPE_CHECKING:
    from blastgate.model.assessment import Mode

OWNERS = "owners"
_PLAIN = re.compile(r"[A-Za-z0-9_@./-]+")


def build_layer(root: Node, file: str, name: str, index: int) -> Layer:
    """Build the layer of a document that has no mistakes; ``file`` is what its locations are told by."""
    return Layer(
        name=name,
        source=file,
        digest="",
        mode=cast("Mode | None", scalar(root, "mode")),
        levels=_levels(root, file),
        default_level=cast("Level | None", scalar(root, "default_level")),
        categories=tuple(_category(n, key, body, file, index) for n, (key, body) in section(root, "categories")),
        gate=tuple(_row(row, i, file) for i, row in enumerate(items(root, "gate"), 1)),
        groups=_groups(root, file),
        emails=_emails(root),
        guardrails=tuple(_guardrail(n, key, body, file) for n, (key, body) in section(root, "guardrails")),
        components=tuple(_component(n, key, body, file) for n, (key, body) in section(root, "components")),
        unknown_attribution=cast("UnknownAttribution | None", scalar(root, "unknown_attribution")),
        ai_tools=own_tools(root, file),
        unlinked_authors=cast("UnlinkedAuthors | None", scalar(root, "unlinked_authors")),
        smaller_graph=cast("SmallerGraph | None", scalar(root, "smaller_graph")),
        string_imports=cast("StringImports | None", scalar(root, "string_imports")),
        approvals=approvals_setting(root, file),
        override=override_setting(root, file),
        lowering=lowering_setting(root, file),
        obligations=obligations(root, file),
    )


def build_category(category: str, body: Node, location: Location) -> CategoryRule:
    """Build the rule of one category from its body."""
    lists: dict[str, Any] = {key: texts(body, key) for key in (*MATCHERS, "attributes", "unless")}
    return CategoryRule(
        category=category,
        location=location,
        at_least=cast("Level | None", scalar(body, "at_least")),
        at_most=cast("Level | None", scalar(body, "at_most")),
        about=str(scalar(body, "about") or ""),
        **lists,
    )


def _category(name: str, key: Node, body: Node, file: str, index: int) -> CategoryRule:
    """A category that gives neither a level nor matchers of its own extends the shipped one of its name."""
    own = build_category(name, body, Location(file, key.line))._replace(layer=index)
    leveled = own.at_least is not None or own.at_most is not None
    matched = any(getattr(own, matcher) for matcher in (*MATCHERS, "attributes"))
    used = scalar(body, "use") or (name if name in shipped_categories() and not (leveled and matched) else None)
    if used is None:
        return own
    return _extend(shipped(str(used)), own, leveled or matched)


def shipped(name: str) -> CategoryRule:
    """Build the shipped rule of a category."""
    document = shipped_category(name)
    assert document.root is not None
    levels = [entry.key.line for key, entry in document.root.entries().items() if key in ("at_least", "at_most")]
    return build_category(name, document.root, Location(document.file, min(levels, default=1)))


def _extend(base: CategoryRule, own: CategoryRule, changed: bool) -> CategoryRule:
    leveled = own.at_least is not None or own.at_most is not None
    added: dict[str, Any] = {key: getattr(base, key) + getattr(own, key) for key in (*MATCHERS, "attributes", "unless")}
    return own._replace(
        location=own.location if changed else base.location,
        at_least=own.at_least if leveled else base.at_least,
        at_most=own.at_most if leveled else base.at_most,
        about=own.about or base.about,
        **added,
    )


def _levels(root: Node, file: str) -> tuple[LevelLimits, ...]:
    given = dict(section(root, "levels"))
    return tuple(
        LevelLimits(level, Limits(**_limits(given[level].value)), Location(file, given[level].key.line))
        for level in LEVELS
        if level in given
    )


def _limits(body: Node) -> dict[str, Any]:
    return {limit: scalar(body, limit) for limit in LIMITS}


def _row(row: Node, index: int, file: str) -> GateRow:
    return GateRow(
        index=index,
        level=cast("Level", scalar(row, "level")),
        ai_assisted=ai_answer(row),
        author=str(scalar(row, "author") or "any"),
        then=cast("Outcome", scalar(row, "then")),
        by=texts(row, "by"),
        text=_written(row),
        location=Location(file, row.line),
    )


def _written(node: Node) -> str:
    """Write a row back on one line, keys in the order they were given."""
    if isinstance(node.value, dict):
        return f"{{{', '.join(f'{key}: {_written(entry.value)}' for key, entry in node.value.items())}}}"
    if isinstance(node.value, list):
        return f"[{', '.join(map(_written, node.value))}]"
    if isinstance(node.value, bool):
        return "yes" if node.value else "no"
    text = str(node.value)
    return text if _PLAIN.fullmatch(text) and not text.startswith("@") else f'"{text}"'


def _groups(root: Node, file: str) -> tuple[Group, ...]:
    """The groups under ``people``; owners of components own what lies below its root, before CODEOWNERS."""
    given = [_group(n, key, body, file) for n, (key, body) in section(root, "people") if n != "emails"]
    owned = tuple(_owned(body) for _, (_, body) in section(root, "components") if texts(body, "owners"))
    if not owned:
        return tuple(given)
    place = Location(file, next(key.line for _, (key, body) in section(root, "components") if texts(body, "owners")))
    own = next((group for group in given if group.name == OWNERS), Group(OWNERS, place, codeowners=True))
    joined = own._replace(by_path=(*own.by_path, *owned))
    return (*(group for group in given if group.name != OWNERS), joined)


def _owned(body: Node) -> tuple[str, tuple[str, ...]]:
    folder = root_of(body) or ""
    return f"{escape_glob(folder)}/**" if folder else "**", texts(body, "owners")


def _group(name: str, key: Node, body: Node, file: str) -> Group:
    by_path = tuple((glob, entry.value.texts()) for glob, entry in body.entries().items())
    return Group(name, Location(file, key.line), body.texts(), body.value == "codeowners", by_path)


def _emails(root: Node) -> dict[str, str]:
    people = root.get("people")
    emails = people.get("emails") if people else None
    return {address.lower(): str(e.value.value) for address, e in (emails.entries() if emails else {}).items()}


def _guardrail(name: str, key: Node, body: Node, file: str) -> GuardrailSetting:
    options = {option: _option(name, option, e.value) for option, e in body.entries().items() if option != "then"}
    then = cast("Outcome", scalar(body, "then") or default_then(name))
    return GuardrailSetting(name.replace("_", "-"), then, options, Location(file, key.line))


def _option(name: str, option: str, node: Node) -> object:
    if isinstance(node.value, list):
        return node.texts()
    if isinstance(node.value, str) and node.value in SWITCHES and options_of(name).get(option) is bool:
        return SWITCHES[node.value]
    return node.value


def _component(name: str, key: Node, body: Node, file: str) -> ComponentRule:
    return ComponentRule(
        name=name,
        location=Location(file, key.line),
        root=root_of(body),
        kind=cast("Kind | None", scalar(body, "kind")),
        depends_on=texts(body, "depends_on"),
        criticality=cast("Level | None", scalar(body, "criticality")),
        owners=texts(body, "owners"),
    )


def root_of(component: Node) -> str | None:
    """Return the root folder of a component's entry, without its last slash; None where it says none."""
    root = scalar(component, "root")
    return None if root is None else "" if root in (".", "./") else str(root).rstrip("/")
