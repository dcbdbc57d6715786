"""Files that are called less than their category says, each with the reason: what is proven to change no behaviour.

Off unless the policy switches a kind on. The gate's own files are never lowered, and what is not proven is not either.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from blastgate.classify._pinned import names_gate, only_bumps
from blastgate.classify._sameness import differences, extension_of, may_be_same
from blastgate.model.change import Change, FileChange, Patch
from blastgate.model.classification import Level, highest
from blastgate.model.impact import Impact
from blastgate.model.named import NamedTuple
from blastgate.policy.settings import LOWERINGS, LoweringKind

PROVEN: tuple[LoweringKind, ...] = ("comment_only", "formatting_only")  # by the whole text of both sides


class Lowered(NamedTuple):
    """What a file is lowered to, by which kinds; ``steers`` where it is a workflow, whose level is built in."""

    level: Level
    kinds: tuple[LoweringKind, ...]
    steers: bool = False


def compares(file: FileChange, patch: Patch | None, kinds: Collection[LoweringKind]) -> bool:
    """Tell whether the whole text of a file is needed to say that it may be lowered: its lines do not rule it out."""
    if patch is None or file.status != "modified" or file.old_mode != file.new_mode:
        return False
    if "pinned_action" in kinds and only_bumps(file.path, patch):
        return True
    return any(kind in kinds for kind in PROVEN) and may_be_same(file.path, patch)


def lower(change: Change, impact: Impact, levels: Mapping[LoweringKind, Level]) -> dict[str, Lowered]:
    """Find the files that may be lowered, by path, with the level that the policy names for it."""
    if not levels:
        return {}
    roots = [a.root for a in impact.affected if a.distance == 0 and a.root is not None]
    found = {file.path: _kinds(file, change, roots) for file in change.files}
    return {
        path: Lowered(highest(tuple(levels[kind] for kind in kinds)), kinds, kinds == ("pinned_action",))
        for path, kinds in found.items()
        if kinds and all(kind in levels for kind in kinds)
    }


def proves_all(lowered: Lowered) -> bool:
    """Tell whether what runs is the same on both sides, so that its size says nothing either."""
    return all(kind in PROVEN for kind in lowered.kinds)


def _kinds(file: FileChange, change: Change, roots: list[str]) -> tuple[LoweringKind, ...]:
    """Name everything that happens to a file, where that is all proven; nothing where it is not."""
    if file.status == "renamed":
        same = file.old_blob == file.new_blob != "" and file.old_mode == file.new_mode
        owner = _owner(file.path, roots)
        inside = owner is not None and owner == _owner(file.old_path or "", roots)
        return ("exact_rename",) if same and inside and _same_place(file) else ()
    texts, patch = (change.texts.get(file.old_blob), change.texts.get(file.new_blob)), change.patches.get(file.path)
    if not compares(file, patch, LOWERINGS) or texts[0] is None or texts[1] is None:
        return ()
    if only_bumps(file.path, patch):
        return () if any(names_gate(text) for text in texts if text) else ("pinned_action",)
    proven = differences(file.path, texts[0], texts[1]) or ()
    return tuple(kind for kind in PROVEN if kind in proven)


def _same_place(file: FileChange) -> bool:
    """An extension decides what a file is to those who load it by its name."""
    return extension_of(file.path) == extension_of(file.old_path or "")


def _owner(path: str, roots: list[str]) -> str | None:
    """Find the touched component (by its root) that a path lies in: the longest root above it."""
    inside = [root for root in roots if not root or path.startswith(f"{root}/")]
    return max(inside, key=len, default=None)
