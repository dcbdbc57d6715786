"""What a policy obliges the pull request of a change to show: which obligations hold, and how each is met."""

from __future__ import annotations

from blastgate.model.classification import LEVELS, Level
from blastgate.model.verdict import Verdict
from blastgate.policy.model import Policy
from blastgate.policy.settings import Obligation


def obligations_of(policy: Policy, level: Level, ai: bool) -> tuple[Obligation, ...]:
    """List the obligations of a change of this level, AI-assisted or not, the floor's first."""
    answers = ("any", "yes" if ai else "no")
    reached = LEVELS[: LEVELS.index(level) + 1]
    return tuple(o for o in policy.obligations if o.at_least in reached and o.ai_assisted in answers)


def how_to_meet(obligation: Obligation) -> str:
    """Say what meets an obligation: any one of its signs."""
    signs = (
        f"add the label {obligation.label!r}" if obligation.label else "",
        f"tick {f'- [x] {obligation.checked}'!r} in its text" if obligation.checked else "",
        f"write a section {obligation.section!r} in its text" if obligation.section else "",
    )
    listed = ", or ".join(sign for sign in signs if sign)
    return f"{obligation.text}: {listed}" if obligation.text else listed


def tell_obligations(verdict: Verdict, policy: Policy, level: Level) -> Verdict:
    """Tell what the pull request will have to show; where there is none yet, nothing is decided."""
    held = obligations_of(policy, level, verdict.ai)
    told = (f"the pull request is obliged to {o.name} ({o.location}): {how_to_meet(o)}" for o in held)
    return verdict._replace(notes=(*verdict.notes, *told)) if held else verdict
