"""What recent changes would have got under a policy, counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from blastgate.model.assessment import Assessment
from blastgate.model.classification import LEVELS
from blastgate.model.verdict import OUTCOMES


class Replay(NamedTuple):
    """Changes that were judged again: how many, by level, outcome and attribution; ``unjudged`` could not be."""

    branch: str = ""
    judged: int = 0
    levels: tuple[tuple[str, int], ...] = ()
    outcomes: tuple[tuple[str, int], ...] = ()
    with_ai: int = 0
    unjudged: int = 0


def tally(branch: str, assessments: Iterable[Assessment | None]) -> Replay:
    """Count assessments; None is a change that could not be judged."""
    levels: Counter[str] = Counter()
    outcomes: Counter[str] = Counter()
    with_ai = unjudged = 0
    for assessment in assessments:
        if assessment is None:
            unjudged += 1
            continue
        levels[assessment.level] += 1
        outcomes[assessment.outcome] += 1
        with_ai += assessment.attribution.state == "ai"
    return Replay(
        branch,
        levels.total(),
        tuple((level, levels[level]) for level in LEVELS),
        tuple((outcome, outcomes[outcome]) for outcome in OUTCOMES if outcome != "error" or outcomes[outcome]),
        with_ai,
        unjudged,
    )
