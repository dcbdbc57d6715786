"""Which approvals count, and whether they meet what the policy asks for. Pure: facts in, a verdict out.

An approval counts when a person gave it, on exactly this head or one of the same tree, who belongs to the group that is
asked and had no hand in the change. Every other one is told with its reason. docs/github.md says the rules in prose.
"""

from blastgate.approvals.asking import who_could_approve
from blastgate.approvals.count import count_approvals
from blastgate.approvals.facts import PullFacts, Reviewed
from blastgate.approvals.membership import Membership
from blastgate.approvals.obligations import judge_obligations
from blastgate.approvals.unlinked import judge_unlinked

__all__ = [
    "Membership",
    "PullFacts",
    "Reviewed",
    "count_approvals",
    "judge_obligations",
    "judge_unlinked",
    "who_could_approve",
]
