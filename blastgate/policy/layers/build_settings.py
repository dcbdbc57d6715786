"""Turn the nodes of a checked policy file into its settings beside the table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from blastgate.model.classification import Level
from blastgate.policy.model import Answer, Location
from blastgate.policy.reading.lookup import scalar, section, texts
from blastgate.policy.reading.positions import Node
from blastgate.policy.settings import (
    LOWERINGS,
    ApprovalsSetting,
    Independence,
    LoweringSetting,
    Obligation,
    OverrideSetting,
    UnchangedPatch,
)

_ANSWERS: Mapping[object, Answer] = {True: "yes", False: "no", None: "any"}
_TARGETS: Mapping[object, Level] = {"low": "low", "medium": "medium", "off": "high"}


def ai_answer(node: Node) -> Answer:
    """Read ``ai_assisted`` in any dialect of YAML."""
    answer = scalar(node, "ai_assisted")
    return _ANSWERS.get(answer) or cast("Answer", answer)


def approvals_setting(root: Node, file: str) -> ApprovalsSetting | None:
    """Read what a layer says of approvals."""
    node = root.get("approvals")
    if node is None:
        return None
    return ApprovalsSetting(
        _place(root, "approvals", file),
        cast("Independence | None", scalar(node, "independence")),
        cast("UnchangedPatch | None", scalar(node, "unchanged_patch")),
    )


def lowering_setting(root: Node, file: str) -> LoweringSetting | None:
    """Read what a layer says of lowering."""
    node = root.get("lowering")
    if node is None:
        return None
    levels = {kind: _TARGETS[scalar(node, kind)] for kind in LOWERINGS if node.get(kind) is not None}
    return LoweringSetting(_place(root, "lowering", file), levels)


def override_setting(root: Node, file: str) -> OverrideSetting | None:
    """Read who may override, as one layer has it."""
    node = root.get("override")
    if node is None:
        return None
    days = scalar(node, "max_days")
    given = {"max_days": days} if isinstance(days, int) else {}
    return OverrideSetting(_place(root, "override", file), texts(node, "by"), **given)


def obligations(root: Node, file: str) -> tuple[Obligation, ...]:
    """Read what a layer obliges pull requests to show."""
    return tuple(_obligation(name, key, body, file) for name, (key, body) in section(root, "obligations"))


def _obligation(name: str, key: Node, body: Node, file: str) -> Obligation:
    signs = {sign: str(scalar(body, sign) or "") for sign in ("label", "checked", "section", "text")}
    level = cast("Level", scalar(body, "at_least"))
    return Obligation(name, Location(file, key.line), level, ai_answer(body), **signs)


def _place(root: Node, key: str, file: str) -> Location:
    return Location(file, root.entries()[key].key.line)
