"""Every person and team that the policy names must be known to GitHub, and be able to approve.

A name that resolves to nobody never counts; a group of which nobody resolves is an ERROR of every change that asks it.
Teams are seen with an App's token only (``members: read``).
"""

from __future__ import annotations

from collections.abc import Iterator

from blastgate.doctor.interface import CouldNotLook, Facts, Resolved, unknown
from blastgate.model.doctor import Diagnosis

ID = "roster"


def check(facts: Facts) -> Iterator[Diagnosis]:
    """Say of each name whether it resolves; all is well in one line."""
    if isinstance(facts.roster, CouldNotLook):
        yield unknown(ID, facts.roster)
        return
    told = [diagnosis for member in facts.roster if (diagnosis := _of(member)) is not None]
    yield from told
    if not facts.roster:
        yield Diagnosis(ID, "problem", "the policy names nobody", "name people under `people:` of the policy")
    elif not told:
        yield Diagnosis(ID, "ok", f"all {len(facts.roster)} names of the policy resolve")


def _of(member: Resolved) -> Diagnosis | None:
    name = member.name
    if member.found is None:
        hint = "give doctor, and the gate, an App's token with `members: read`, or name people by @login"
        return unknown(ID, CouldNotLook(f"{name} is hidden from this token, or does not exist", hint))
    if not member.found:
        return Diagnosis(ID, "problem", f"{name} resolves to nobody", "correct or remove the name in the policy")
    if member.can_write is None:
        hint = "use a token that may see collaborators"
        return unknown(ID, CouldNotLook(f"whether {name} may write to the repository", hint))
    if not member.can_write:
        remedy = f"give {name} write access, or name somebody else"
        return Diagnosis(
            ID, "problem", f"{name} may not write here: the approval counts for blastgate, not for GitHub", remedy
        )
    return None
