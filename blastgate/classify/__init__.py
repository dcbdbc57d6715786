"""From what changed to a level: the maximum over categories and size limits, with every reason.

Nothing is averaged, and nothing here knows who made the change or how. docs/judgement.md says the rules in prose.
"""

from __future__ import annotations

from blastgate.classify.ceilings import hold
from blastgate.classify.files import judge_files
from blastgate.classify.reasons import ceiling_reason, file_reasons, in_order, size_reasons
from blastgate.classify.sizes import bounds, excesses
from blastgate.model.change import Change
from blastgate.model.classification import Classification, FileLevel, Reason, highest
from blastgate.model.impact import Impact
from blastgate.policy.model import Policy

__all__ = ["classify"]


def classify(change: Change, impact: Impact, policy: Policy) -> Classification:
    """Give a change its level, its categories and the reasons, the deciding ones first; there is always a reason."""
    limits = bounds(policy)
    if not change.files:
        return Classification("low", reasons=(Reason("empty", "the change touches no file", "low"),), limits=limits)
    judged = judge_files(change, impact, policy)
    open_, held = hold(excesses(change, impact, policy), judged)
    reasons = [*file_reasons(judged, policy), *size_reasons(open_)]
    if held:
        reasons.append(ceiling_reason(judged, held))
    files = tuple(FileLevel(j.file.path, j.level, j.categories) for j in judged)
    categories = tuple(sorted({name for j in judged for name in j.categories}))
    return Classification(highest(tuple(r.level for r in reasons)), categories, in_order(reasons), files, limits)
