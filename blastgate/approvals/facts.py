"""What is known of the pull requests that a change is made of, beside the change itself: frozen, read once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from blastgate.model.attribution import Evidence
from blastgate.model.pull_request import Account, LinkedCommit, Review


@dataclass(frozen=True, slots=True)
class OverrideAct:
    """A comment that asks for an override: who wrote it, its text, when (as GitHub tells times), and whether it was
    edited since or written through an app."""

    author: Account | None
    body: str
    created: str
    edited: bool = False
    by_app: bool = False


@dataclass(frozen=True, slots=True)
class PullFacts:
    """One pull request: its head, who opened it, who is assigned or ever was, its commits as GitHub links them.

    ``tree`` is the id of the head's files; ``trees`` are those of other commits that somebody reviewed and that parted
    from the base where the head does, as far as they are still there; ``same_patch`` are commits that change exactly
    what the head does, where the policy asked to look. ``commits`` are all commits of base..head, never a part of them.
    ``labels`` and ``body`` are those it has now; ``overrides`` are the comments that ask for one, oldest first.
    ``retargeted`` is when the base branch was last exchanged for another one (as GitHub tells times; empty: never).
    """

    number: int
    head: str
    tree: str
    opener: Account | None
    assigned: tuple[str, ...] = ()
    commits: tuple[LinkedCommit, ...] = ()
    reviews: tuple[Review, ...] = ()
    trees: Mapping[str, str] = field(default_factory=dict)
    labels: tuple[str, ...] = ()
    body: str = ""
    same_patch: frozenset[str] = frozenset()
    overrides: tuple[OverrideAct, ...] = ()
    retargeted: str = ""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The pull requests of a change: one, or those of a merge group; each must hold the approvals by itself.

    ``teams`` are the members (``@login``, lower case) of each team that could be resolved, by its name in lower case;
    ``around`` are the marks of AI that the pull requests bear beside their commits; ``today`` is the day (UTC) on which
    they were read, as ``2026-11-21``: without it no override holds.
    """

    pulls: tuple[PullFacts, ...]
    teams: Mapping[str, frozenset[str]] = field(default_factory=dict)
    around: tuple[Evidence, ...] = ()
    today: str = ""
