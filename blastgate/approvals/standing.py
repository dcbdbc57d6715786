"""Where each reviewer stands: the last review that decides, and whether it is an approval of this head."""

from __future__ import annotations

from collections.abc import Mapping

from blastgate.approvals.facts import PullFacts
from blastgate.approvals.makers import hand_of
from blastgate.model.pull_request import Review

DECIDING = ("approved", "changes_requested", "dismissed")  # a comment never changes where somebody stands
SHORT = 8


def standing(reviews: tuple[Review, ...]) -> tuple[Review, ...]:
    """Return each reviewer's last deciding review, oldest first. An account is known by its number, not by its login.

    A review whose account is gone stands alone.
    """
    last: dict[int, Review] = {}
    for review in sorted(reviews, key=lambda r: (r.submitted, r.id)):
        if review.state in DECIDING:
            person = review.author.id if review.author else -review.id
            last.pop(person, None)
            last[person] = review
    return tuple(last.values())


def refusal(review: Review, pull: PullFacts, hands: Mapping[str, str]) -> str:
    """Say why an approval counts for no group at all; empty where it may count."""
    account = review.author
    if account is None or account.login.lower() == "ghost":
        return "the account was deleted"
    if not account.is_person:
        return "it is an app, not a person"
    if how := hand_of(account, hands):
        return f"had a hand in the change: {how}"
    if pull.retargeted and review.submitted <= pull.retargeted:
        return "approved before the base branch was changed: what merges now is another change"
    return _other_head(review.commit, pull)


def _other_head(commit: str, pull: PullFacts) -> str:
    if commit == pull.head or (commit and pull.tree and pull.trees.get(commit) == pull.tree):
        return ""
    if commit in pull.same_patch:
        return ""
    seen = commit[:SHORT] if commit else "a commit GitHub no longer names"
    return f"approved {seen}, the head is {pull.head[:SHORT]}"
