"""Count approvals against the requirements of a verdict: what is met, what stays open, and what does not count."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from blastgate.approvals.facts import PullFacts, Reviewed
from blastgate.approvals.makers import makers
from blastgate.approvals.membership import Membership, Side
from blastgate.approvals.standing import refusal, standing
from blastgate.model.attribution import State
from blastgate.model.named import NamedTuple
from blastgate.model.pull_request import Review
from blastgate.model.verdict import IgnoredApproval, Requirement, Verdict
from blastgate.model.wording import some

REMEDY = "name people by @login in the policy of the default branch, or give the gate an App token that reads teams"


@dataclass(frozen=True, slots=True)
class _Pull:
    """One pull request with where its reviewers stand and who made it."""

    facts: PullFacts
    reviews: tuple[Review, ...]
    hands: Mapping[str, str]
    prefix: str


class _Counted(NamedTuple):
    """What one pull request brings to a requirement; ``lacking`` are the sides nobody approved yet."""

    by: tuple[str, ...]
    ignored: tuple[IgnoredApproval, ...]
    lacking: tuple[Side, ...]
    objections: tuple[str, ...]


def count_approvals(verdict: Verdict, reviewed: Reviewed, membership: Membership, state: State) -> Verdict:
    """Count the approvals of every pull request; a review whose requirements are all met becomes a pass.

    ``state`` is the attribution of the change. Where nobody of a group that is asked can be resolved, it is an error.
    """
    pulls = tuple(_pull(facts, reviewed, membership, state) for facts in reviewed.pulls)
    requirements = tuple(_count(r, pulls, membership) for r in verdict.requirements)
    counted = verdict._replace(requirements=requirements)
    if verdict.outcome != "review":
        return counted
    lost = [r.group for r in requirements if membership.is_lost(r.group)]
    if lost:
        told = tuple(_lost(group, membership.unresolved(group)) for group in lost)
        return counted._replace(outcome="error", ways_forward=(), notes=(*verdict.notes, *told))
    if requirements and all(is_met(r) for r in requirements):
        return counted._replace(outcome="pass", ways_forward=())
    return counted


def is_met(requirement: Requirement) -> bool:
    """Tell whether a requirement has the approvals it needs."""
    return len(requirement.satisfied_by) >= requirement.needed


def _lost(group: str, members: tuple[str, ...]) -> str:
    return f"nobody of {group} can be resolved to an account ({some(members)}): {REMEDY}"


def _pull(facts: PullFacts, reviewed: Reviewed, membership: Membership, state: State) -> _Pull:
    prefix = f"#{facts.number}: " if len(reviewed.pulls) > 1 else ""
    return _Pull(facts, standing(facts.reviews), makers(facts, membership.people, state), prefix)


def _count(requirement: Requirement, pulls: tuple[_Pull, ...], membership: Membership) -> Requirement:
    sides = membership.sides(requirement.group)
    found = [_count_one(requirement.group, pull, sides) for pull in pulls]
    by = tuple(dict.fromkeys(who for one in found for who in one.by))
    objections = tuple(dict.fromkeys(who for one in found for who in one.objections))
    lacking = [side for one in found for side in one.lacking]
    ignored = tuple(dict.fromkeys(reason for one in found for reason in one.ignored))
    unresolved = membership.unresolved(requirement.group)
    counted = requirement._replace(ignored=ignored, note=_note(requirement.note, unresolved))
    if objections:
        waiting = tuple(IgnoredApproval(who, f"waits for {some(objections)}") for who in by)
        return counted._replace(ignored=(*ignored, *waiting), candidates=objections)
    if lacking or not sides or not found:
        return _still_open(counted, by, lacking)
    return counted._replace(satisfied_by=by)


def _still_open(requirement: Requirement, by: tuple[str, ...], lacking: list[Side]) -> Requirement:
    """Keep it open: who has approved is told, and one more is needed, of those who own what is left."""
    if not by:
        return requirement
    left = [name for side in lacking for name in side.names if name in requirement.candidates]
    note = f"nobody has approved for {some([side.path for side in lacking])} yet" if lacking else requirement.note
    needed = max(requirement.needed, len(by) + 1)
    return requirement._replace(needed=needed, satisfied_by=by, candidates=tuple(dict.fromkeys(left)), note=note)


def _count_one(group: str, pull: _Pull, sides: tuple[Side, ...]) -> _Counted:
    members = frozenset(login for side in sides for login in side.logins)
    by = tuple(dict.fromkeys(r.author.name for r in pull.reviews if r.author and not _refused(r, group, pull, members)))
    lacking = tuple(side for side in sides if not side.logins & set(by))
    objections = [r.author.name for r in pull.reviews if r.state == "changes_requested" and r.author]
    held = tuple(name for name in objections if name in members)
    return _Counted(by, tuple(_ignored(group, pull, members)), lacking, held)


def _refused(review: Review, group: str, pull: _Pull, members: frozenset[str]) -> str:
    """Say why a review does not count for a group; empty where it does."""
    if review.state != "approved":
        return "is no approval"
    if why := refusal(review, pull.facts, pull.hands):
        return why
    return "" if review.author and review.author.name in members else f"is not among {group} for this change"


def _ignored(group: str, pull: _Pull, members: frozenset[str]) -> Iterator[IgnoredApproval]:
    for review in pull.reviews:
        who = review.author.name if review.author else "(deleted account)"
        if review.state == "approved":
            if why := _refused(review, group, pull, members):
                yield IgnoredApproval(who, pull.prefix + why)
        elif who in members:
            words = "requested changes: open until they approve or it is dismissed"
            yield IgnoredApproval(who, pull.prefix + (words if review.state != "dismissed" else "was dismissed"))


def _note(note: str, unresolved: tuple[str, ...]) -> str:
    if not unresolved:
        return note
    told = f"{some(unresolved)} cannot be resolved to an account and never counts"
    return f"{note}; {told}" if note else told
