"""Who made a change: its human authors, for seniority; and everybody who had a hand in it, who can't approve it."""

from __future__ import annotations

from blastgate.attribution.accounts import is_unlisted_app
from blastgate.attribution.evidence.trailers import person, trailers
from blastgate.model.attribution import Attribution, CommitAttribution
from blastgate.model.change import Change, Commit, Identity
from blastgate.policy.people import People
from blastgate.policy.settings import Independence

_CO_AUTHOR = ("co-authored-by", "co-developed-by")


def human_authors(change: Change, attribution: Attribution) -> tuple[Identity, ...]:
    """List authors, co-authors and the people named for the change, without tools and automation.

    Empty where commits exist that are not known: an author nobody saw belongs to no group. Before the commit there are
    only the people who would make it.
    """
    if not change.commits_known and not change.people:
        return ()
    found = {commit.sha: commit for commit in attribution.commits}
    authors = [identity for c in change.commits for identity in _humans(c, found.get(c.sha))]
    return tuple(dict.fromkeys((*change.people, *authors)))


def makers(change: Change, independence: Independence = "not-prompter") -> tuple[Identity, ...]:
    """List everybody who had a hand in the change, as far as independence asks: authors, co-authors and the people
    named for it; committers too, but for ``not-author``; nobody for ``none``."""
    if independence == "none":
        return ()
    committers = independence != "not-author"
    hands = [i for c in change.commits for i in (c.author, *((c.committer,) if committers else ()), *co_authors(c))]
    return tuple(dict.fromkeys((*change.people, *hands)))


def co_authors(commit: Commit) -> tuple[Identity, ...]:
    """Read the trailers of a commit that name a co-author, quoted ones too: they only make a judgement stricter."""
    if "co-" not in commit.message.lower():
        return ()
    return tuple(person(t.value) for t in trailers(commit.message) if t.key in _CO_AUTHOR)


def had_a_hand(change: Change, people: People) -> frozenset[str]:
    """List what a policy can call those who made the change, in lower case: none of them can approve it."""
    return frozenset(name for identity in makers(change, people.independence) for name in people.names_of(identity))


def _humans(commit: Commit, attribution: CommitAttribution | None) -> list[Identity]:
    evidence = attribution.evidence if attribution else ()
    automatic = attribution is not None and attribution.state == "bot"
    by_tool = automatic or any(e.kind == "author" and e.strength != "weak" for e in evidence)
    quotes = [e.quote.lower() for e in evidence if e.kind == "trailer" and e.strength != "weak"]
    helpers = [i for i in co_authors(commit) if not (i.email and any(i.email.lower() in quote for quote in quotes))]
    return [i for i in (*(() if by_tool else (commit.author,)), *helpers) if not is_unlisted_app(i)]
