"""Who could still meet what is open: for each missing approval, those who could give it."""

from __future__ import annotations

from collections.abc import Iterator

from blastgate.approvals.count import is_met
from blastgate.approvals.facts import Reviewed
from blastgate.approvals.makers import makers
from blastgate.approvals.membership import Membership, Side, is_team
from blastgate.approvals.standing import standing
from blastgate.model.attribution import State
from blastgate.model.verdict import Requirement


def who_could_approve(
    requirement: Requirement, reviewed: Reviewed, membership: Membership, state: State
) -> tuple[tuple[str, ...], ...]:
    """List those who could give each missing approval, whoever has reviewed before first; then in the policy's order.

    Nothing where a member has requested changes: that one is to answer, and nobody else needs to be asked.
    """
    sides = membership.sides(requirement.group)
    members = frozenset(login for side in sides for login in side.logins)
    stand = [r for pull in reviewed.pulls for r in standing(pull.reviews) if r.author]
    if is_met(requirement) or any(
        r.state == "changes_requested" and r.author.name in members for r in stand if r.author
    ):
        return ()
    hands = {name for pull in reviewed.pulls for name in makers(pull, membership.people, state)}
    before = {r.author.name for r in stand if r.author}
    missing = [side for side in sides if not side.logins & set(requirement.satisfied_by)]
    return tuple(
        tuple(sorted(_free(side, hands, membership), key=lambda n: n.lower() not in before)) for side in missing
    )


def _free(side: Side, hands: set[str], membership: Membership) -> Iterator[str]:
    for name in side.names:
        free = membership.logins(name) - hands
        if is_team(name) or name.startswith("@"):
            yield from (name,) if free else ()
        else:
            yield from sorted(free)
