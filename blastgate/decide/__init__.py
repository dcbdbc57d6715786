"""Join what changed, how it was made and who made it: guardrails first, then the gate table of every layer.

The one place that knows people. Everything is computed from the arguments; docs/judgement.md says the rules in prose.
"""

from __future__ import annotations

from collections.abc import Callable

from blastgate.decide.case import Measured, case_of
from blastgate.decide.ways_forward import Again, ways_forward
from blastgate.decide.weigh import weigh
from blastgate.model.change import Change
from blastgate.model.impact import Impact
from blastgate.model.verdict import Verdict
from blastgate.policy.model import Policy
from blastgate.policy.people import People

__all__ = ["Measured", "decide", "rule"]


def decide(
    measured: Measured, policy: Policy, people: People, impact_of: Callable[[Change], Impact] | None = None
) -> Verdict:
    """Decide on a change, and look for ways to a milder outcome by deciding again with one thing changed.

    ``impact_of`` assesses a part of the change. Without it the reach of the whole stands in for that of a part, which
    is never too small: fewer ways forward are found, none of them wrong.
    """
    case = case_of(measured, policy, people)
    verdict = weigh(case, policy, people)
    again = Again(measured, case, policy, people, impact_of or (lambda part: measured.impact))
    return verdict._replace(ways_forward=ways_forward(verdict, again))


def rule(measured: Measured, policy: Policy, people: People) -> Verdict:
    """Decide as :func:`decide` does, without looking for ways forward."""
    return weigh(case_of(measured, policy, people), policy, people)
