"""The question as the gate asks it: is the change AI-assisted, and to which groups do all its authors belong?"""

from __future__ import annotations

from blastgate.decide.authors import human_authors
from blastgate.guardrails.interface import Case, RecentWork
from blastgate.model.attribution import Attribution
from blastgate.model.change import Change
from blastgate.model.classification import Classification, Level
from blastgate.model.impact import Impact
from blastgate.model.named import NamedTuple
from blastgate.policy.model import Policy
from blastgate.policy.people import People


class Measured(NamedTuple):
    """A change and all that was found out about it before anyone asks who made it. ``denied``: the text of its pull
    request says that no AI was used."""

    change: Change
    impact: Impact
    attribution: Attribution
    classification: Classification
    recent: tuple[RecentWork, ...] | None = None
    denied: bool = False


def case_of(measured: Measured, policy: Policy, people: People) -> Case:
    """Answer the two questions of the gate table that the facts leave to the policy: AI, and seniority."""
    return Case(
        measured.change,
        measured.impact,
        measured.attribution,
        measured.classification,
        counts_as_ai(measured.attribution, measured.classification.level, policy),
        groups_of_all(measured, people),
        measured.recent,
        measured.denied,
    )


def counts_as_ai(attribution: Attribution, level: Level, policy: Policy) -> bool:
    """Tell whether a change counts as AI-assisted: by evidence, or unknown in a high change."""
    if attribution.state != "unknown":
        return attribution.state == "ai"
    return level == "high" and unknown_is_ai(policy)


def unknown_is_ai(policy: Policy) -> bool:
    """Tell whether an unknown attribution counts as AI in a high change."""
    return policy.unknown_attribution == "treat_as_ai"


def groups_of_all(measured: Measured, people: People) -> frozenset[str]:
    """Find the groups to which every human author belongs; none where no author is known."""
    groups = [people.groups_of(identity) for identity in human_authors(measured.change, measured.attribution)]
    return frozenset.intersection(*groups) if groups else frozenset()
