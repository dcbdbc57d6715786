"""Who had a hand in a pull request, and how: none of them can approve it. And which commits are nobody's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from blastgate.approvals.facts import PullFacts
from blastgate.decide.authors import co_authors
from blastgate.model.attribution import State
from blastgate.model.change import Commit, Identity
from blastgate.model.pull_request import Account, LinkedCommit
from blastgate.policy.people import People
from blastgate.policy.settings import INDEPENDENCE

SHORT = 8
# docs.github.com, "Setting your commit email address": ID+USERNAME@users.noreply.github.com, with the name of that day
_NUMBERED = re.compile(r"([1-9][0-9]{0,18})\+[^@]{1,100}@users\.noreply\.github\.com$", re.IGNORECASE)
WEB = "noreply@github.com"  # GitHub itself commits what is merged or edited on its pages


def makers(pull: PullFacts, people: People, state: State) -> dict[str, str]:
    """Map everybody who had a hand in a pull request to how, as far as the policy asks: each by ``@login`` in lower
    case, and by ``#number`` where that is known.

    ``not-author`` are authors and who opened it; ``not-contributor`` committers and co-authors too; ``not-prompter``
    also, where an app opened it and AI is not ruled out, whoever is or was assigned: that is how people hand work to an
    agent. With ``none`` a hand in the change is no reason.
    """
    found: dict[str, str] = {}
    asked = INDEPENDENCE.index(people.independence)
    if asked == 0:
        return found
    for commit in pull.commits:
        for name, how in _hands(commit, people, all_of_them=asked > 1):
            found.setdefault(name, f"{how} {commit.sha[:SHORT]}")
    if pull.opener is not None:
        for name in (pull.opener.name, _number(pull.opener.id)):
            found.setdefault(name, "opened the pull request")
    if asked > 2 and state != "none" and not (pull.opener and pull.opener.is_person):
        for name in pull.assigned:
            found.setdefault(name.lower(), "was assigned while an agent did the work, and so drove it")
    return found


def _hands(commit: LinkedCommit, people: People, all_of_them: bool) -> Iterator[tuple[str, str]]:
    yield from ((name, "wrote") for name in _names(commit.author, commit.author_identity, people))
    if not all_of_them:
        return
    yield from ((name, "committed") for name in _names(commit.committer, commit.committer_identity, people))
    for identity in co_authors(as_commit(commit)):
        yield from ((name, "is co-author of") for name in _names(None, identity, people))


def as_commit(commit: LinkedCommit) -> Commit:
    """Write a linked commit as git has it, without its date."""
    identities = commit.author_identity, commit.committer_identity
    return Commit(commit.sha, commit.parents, *identities, "", commit.message)


def hand_of(account: Account, hands: Mapping[str, str]) -> str:
    """Say how an account had a hand in a change, by its login or its number: logins change hands, numbers never do."""
    return hands.get(account.name) or hands.get(_number(account.id), "")


def _number(number: int | str) -> str:
    return f"#{number}"


def _names(account: Account | None, identity: Identity, people: People) -> set[str]:
    names = {name for name in people.names_of(identity) if name.startswith("@")}
    if numbered := _NUMBERED.match(identity.email.strip()):
        names.add(_number(numbered[1]))
    return names | ({account.name, _number(account.id)} if account else set())


def unlinked(pull: PullFacts, people: People) -> tuple[tuple[str, Identity], ...]:
    """List the commits whose author or committer belongs to no account, each with that identity.

    GitHub's own address commits for people and never writes: as an author it hides who did.
    """
    pairs = (
        (commit.sha, identity)
        for commit in pull.commits
        for account, identity, wrote in (
            (commit.author, commit.author_identity, True),
            (commit.committer, commit.committer_identity, False),
        )
        if (wrote if identity.email.lower() == WEB else account is None and not _names(None, identity, people))
    )
    return tuple(dict.fromkeys(pairs))


def unknown_co_authors(pull: PullFacts, people: People) -> tuple[Identity, ...]:
    """List the co-authors who belong to no account that is known."""
    named = (identity for commit in pull.commits for identity in co_authors(as_commit(commit)))
    return tuple(dict.fromkeys(identity for identity in named if not _names(None, identity, people)))
