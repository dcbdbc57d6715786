"""What recent changes would have got under a policy, counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from blastgate.model.backtest import JudgedMerge
from blastgate.model.classification import LEVELS
from blastgate.model.named import NamedTuple
from blastgate.model.verdict import OUTCOMES


class Replay(NamedTuple):
    """Changes that were judged again: how many, by level, outcome and attribution; ``unjudged`` could not be."""

    branch: str = ""
    judged: int = 0
    levels: tuple[tuple[str, int], ...] = ()
    outcomes: tuple[tuple[str, int], ...] = ()
    with_ai: int = 0
    unjudged: int = 0


def tally(branch: str, judged: Sequence[JudgedMerge], unjudged: int) -> Replay:
    """Count changes that were judged again; ``unjudged`` is how many could not be."""
    levels = Counter(one.level for one in judged)
    outcomes = Counter(one.outcome for one in judged)
    with_ai = sum(one.state == "ai" for one in judged)
    return Replay(
        branch,
        levels.total(),
        tuple((level, levels[level]) for level in LEVELS),
        tuple((outcome, outcomes[outcome]) for outcome in OUTCOMES if outcome != "error" or outcomes[outcome]),
        with_ai,
        unjudged,
    )
