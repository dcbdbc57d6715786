"""A team's own tools, asked beside the shipped ones: they add to the evidence and take nothing from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from blastgate.attribution.tools import Tools
from blastgate.model.attribution import STRENGTHS, UNLISTED, UNNAMED, Evidence

NAMELESS = (UNLISTED, UNNAMED)  # what the shipped tables call an agent that only the team can name


def find_in_all(look: Callable[[Tools], Iterable[Evidence]], tools: Tools) -> list[Evidence]:
    """Look with the shipped tables and with each layer's own; a tool that a team names replaces one without a name."""
    found = list(look(tools))
    for own in tools.own:
        claimed = [evidence for evidence in look(own) if evidence.tool in own.tools]
        found = [evidence for evidence in found if not _named_by(evidence, claimed)] + claimed
    return found


def _named_by(evidence: Evidence, claimed: list[Evidence]) -> bool:
    """Tell whether a team names the tool of a mark, and the mark proves at least as much as before."""
    return evidence.tool in NAMELESS and any(
        evidence.quote == other.quote
        and evidence.role == other.role
        and STRENGTHS.index(other.strength) <= STRENGTHS.index(evidence.strength)
        for other in claimed
    )
