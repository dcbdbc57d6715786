"""Settings beside the table, and how layers join: the lowest file decides, and no layer above it loosens that.

A shipped pack knows no team, so what it says is a default for the lowest file. What nobody says is the strictest.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Literal, TypeVar

from blastgate.model.classification import LEVELS, Level
from blastgate.model.named import NamedTuple

if TYPE_CHECKING:
    from blastgate.policy.model import Answer, Layer, Location

T = TypeVar("T")
Independence = Literal["none", "not-author", "not-contributor", "not-prompter"]
INDEPENDENCE: tuple[Independence, ...] = ("none", "not-author", "not-contributor", "not-prompter")  # ever stricter
UnchangedPatch = Literal["count", "ask"]
UNCHANGED_PATCH: tuple[UnchangedPatch, ...] = ("count", "ask")  # ever stricter
LoweringKind = Literal["comment_only", "formatting_only", "exact_rename", "pinned_action"]
LOWERINGS: tuple[LoweringKind, ...] = ("comment_only", "formatting_only", "exact_rename", "pinned_action")


class Approvals(NamedTuple):
    """Whose approval counts. ``independence``: what an approver must not have been, the strictest being the default;
    ``unchanged_patch``: an approval of an older head counts where the head holds the same patch."""

    independence: Independence = "not-prompter"
    unchanged_patch: bool = False


class ApprovalsSetting(NamedTuple):
    """What one layer says of approvals; None where it has no say."""

    location: Location
    independence: Independence | None = None
    unchanged_patch: UnchangedPatch | None = None


class LoweringSetting(NamedTuple):
    """What one layer says of lowering: per kind the level that a file is lowered to; ``high`` is off."""

    location: Location
    levels: Mapping[LoweringKind, Level]


class Obligation(NamedTuple):
    """What the pull request of a change of a level must show: any one of its signs meets it.

    ``label`` is a label it bears, ``checked`` a ticked item of a list in its text that begins with these words,
    ``section`` a heading of its text with something below it. ``text`` says what to do.
    """

    name: str
    location: Location
    at_least: Level
    ai_assisted: Answer = "any"
    label: str = ""
    checked: str = ""
    section: str = ""
    text: str = ""


class OverrideSetting(NamedTuple):
    """Who may let a change go ahead against the policy (groups), and for how many days at most, in one layer."""

    location: Location
    by: tuple[str, ...]
    max_days: int = 7


def join_override(layers: Sequence[Layer]) -> OverrideSetting | None:
    """Join what the layers say of overriding: the lowest file opens it, and one above it can only narrow it.

    None where nobody may: the lowest file does not speak of it, or nobody is left.
    """
    files = [layer.override for layer in layers if not layer.is_pack]
    if not files or files[0] is None:
        return None
    joined = files[0]
    for other in (setting for setting in files[1:] if setting is not None):
        by = tuple(group for group in joined.by if group in other.by)
        joined = OverrideSetting(other.location, by, min(joined.max_days, other.max_days))
    return joined if joined.by else None


def join_approvals(layers: Sequence[Layer]) -> Approvals:
    """Join what the layers say of approvals."""
    independence = _joined(layers, [a.independence if (a := one.approvals) else None for one in layers], INDEPENDENCE)
    unchanged = _joined(
        layers, [a.unchanged_patch if (a := one.approvals) else None for one in layers], UNCHANGED_PATCH
    )
    return Approvals(independence, unchanged == "count")


def join_lowering(layers: Sequence[Layer]) -> dict[LoweringKind, Level]:
    """Join what the layers say of lowering: the kinds that are on, each with the level it lowers to."""
    found = {kind: _joined(layers, [_level(one, kind) for one in layers], LEVELS) for kind in LOWERINGS}
    return {kind: level for kind, level in found.items() if level != "high"}


def _level(layer: Layer, kind: LoweringKind) -> Level | None:
    return layer.lowering.levels.get(kind) if layer.lowering else None


def _joined(layers: Sequence[Layer], said: Sequence[T | None], order: tuple[T, ...]) -> T:
    """Take what the lowest file says (else the packs, else the strictest), and what a file above it tightens."""
    packs = [word for layer, word in zip(layers, said, strict=True) if layer.is_pack]
    files = [word for layer, word in zip(layers, said, strict=True) if not layer.is_pack]
    lowest = files[0] if files and files[0] is not None else _strictest(packs, order)
    return _strictest((lowest if lowest is not None else order[-1], *files[1:]), order) or order[-1]


def _strictest(words: Iterable[T | None], order: tuple[T, ...]) -> T | None:
    return max((word for word in words if word is not None), key=order.index, default=None)
