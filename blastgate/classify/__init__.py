"""From what changed to a level: the maximum over categories and size limits, with every reason.

Nothing is averaged, and nothing here knows who made the change or how. docs/judgement.md says the rules in prose.
"""

from __future__ import annotations

from blastgate.classify.files import FileJudgement, judge_files
from blastgate.classify.reasons import ceiling_reason, file_reasons, in_order, size_reasons
from blastgate.classify.sizes import Excess, bounds, excesses
from blastgate.model.change import Change
from blastgate.model.classification import LEVELS, Classification, FileLevel, Level, Reason, highest
from blastgate.model.impact import Impact
from blastgate.policy.model import Policy

__all__ = ["classify"]


def classify(change: Change, impact: Impact, policy: Policy) -> Classification:
    """Give a change its level, its categories and the reasons, the deciding ones first; there is always a reason."""
    limits = bounds(policy)
    if not change.files:
        return Classification("low", reasons=(Reason("empty", "the change touches no file", "low"),), limits=limits)
    judged = judge_files(change, impact, policy)
    open_, held = _hold(excesses(change, impact, policy), _caps(judged, len(policy.layers)))
    reasons = [*file_reasons(judged, policy), *size_reasons(open_)]
    if held:
        reasons.append(ceiling_reason(judged, held))
    files = tuple(FileLevel(j.file.path, j.level, j.categories) for j in judged)
    categories = tuple(sorted({name for j in judged for name in j.categories}))
    return Classification(highest(tuple(r.level for r in reasons)), categories, in_order(reasons), files, limits)


def _caps(judged: tuple[FileJudgement, ...], layers: int) -> tuple[Level | None, ...]:
    """Per layer, the highest ceiling where every file is under one and nothing has a floor or could not be seen."""
    if any(j.floored or j.unseen for j in judged):
        return (None,) * layers
    by_layer = [tuple(j.ceilings[layer] for j in judged) for layer in range(layers)]
    return tuple(None if None in levels else highest(tuple(x for x in levels if x)) for levels in by_layer)


def _hold(
    found: tuple[Excess, ...], caps: tuple[Level | None, ...]
) -> tuple[tuple[Excess, ...], tuple[tuple[Excess, Level], ...]]:
    """Part the exceeded limits into those that lift the level and those that a ceiling of their layer holds down."""
    open_, held = [], []
    for excess in found:
        cap = caps[excess.layer]
        if cap is not None and LEVELS.index(cap) < LEVELS.index(excess.level):
            held.append((excess, cap))
        else:
            open_.append(excess)
    return tuple(open_), tuple(held)
