"""Read a pull request beside its git objects: commits with their accounts, reviews, what stands around them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from blastgate.approvals.facts import PullFacts
from blastgate.approvals.makers import as_commit
from blastgate.approvals.standing import standing
from blastgate.attribution.attribute import attribute_stripped
from blastgate.attribution.evidence.pull_request import PullRequest as Marks
from blastgate.attribution.evidence.pull_request import find_in_pull_request
from blastgate.attribution.tools import Tools
from blastgate.enforcement.github import lacks_right
from blastgate.errors import SourceError
from blastgate.model.attribution import Evidence
from blastgate.model.change import Change
from blastgate.model.named import NamedTuple
from blastgate.model.pull_request import Account, LinkedCommit, Permission, PullRequest, Review, TimelineEvent
from blastgate.sources.git.door import Git
from blastgate.sources.git.revisions import tree_of
from blastgate.sources.github.client import GitHub
from blastgate.sources.github.failures import GitHubError
from blastgate.sources.github.payload import Payload
from blastgate.sources.github.people import read_permission, read_team
from blastgate.sources.github.pull_request import read_commit, read_commits, read_linked
from blastgate.sources.github.reviews import read_reviews, read_timeline

RETARGETS = ("base_ref_changed", "automatic_base_change_succeeded")
MOST_OLD_TREES = 5  # old commits that somebody approved, asked for one by one
MOST_OLD_HEADS, MOST_OLD_COMMITS = 3, 250  # heads that were pushed away, and the commits of each
MOST_COMMITS = 3_000
MOST_TEAMS = 20
MOST_ASKED = 20  # people whose role is asked for
ROLES = ("read", "triage", "write", "maintain", "admin")  # docs.github.com, "Repository roles for an organization"


@dataclass(frozen=True, slots=True)
class PullRead:
    """A pull request with its facts, and what happened to it."""

    pull: PullRequest
    facts: PullFacts
    timeline: tuple[TimelineEvent, ...]
    rewritten: tuple[LinkedCommit, ...] = ()

    def around(self, tools: Tools) -> tuple[Evidence, ...]:
        """Find marks in body, branch and labels, and in commits that were rewritten since.

        A label that was taken off again still counts, and so does what stood in a commit that was pushed away.
        """
        once = [event.target for event in self.timeline if event.kind == "labeled" and event.target]
        labels = tuple(dict.fromkeys((*self.pull.labels, *once)))
        beside = find_in_pull_request(Marks(self.pull.body, labels, self.pull.head.branch), tools)
        return (*beside, *attribute_stripped(tuple(map(as_commit, self.rewritten)), tools))


def read_pull_facts(
    github: GitHub, git: Git | None, pull: PullRequest, change: Change, listed: tuple[LinkedCommit, ...] = ()
) -> PullRead:
    """Read all that approvals and attribution rest on; without git all of it from GitHub.

    ``listed`` are the pull request's commits where they were read before. Raises SourceError where a list of GitHub's
    is incomplete.
    """
    head = pull.head.sha
    reviews, timeline = read_reviews(github, pull.number), read_timeline(github, pull.number)
    assigned = [account.name for account in pull.assignees]
    assigned += [event.target for event in timeline if event.kind == "assigned" and event.target]
    known = next((commit.tree for commit in listed if commit.sha == head), "")
    tree = tree_of(git, head) if git is not None else known or _tree_there(github, head)
    facts = PullFacts(
        pull.number,
        head,
        tree,
        pull.author,
        tuple(dict.fromkeys(assigned)),
        listed or _linked(github, pull, change),
        reviews,
        _old_trees(_Old(github, git, pull, change), tree, reviews),
        labels=pull.labels,
        body=pull.body,
        retargeted=max((event.at for event in timeline if event.kind in RETARGETS), default=""),
    )
    return PullRead(pull, facts, timeline, _rewritten(github, facts, timeline, change))


def _rewritten(
    github: GitHub, facts: PullFacts, timeline: tuple[TimelineEvent, ...], change: Change
) -> tuple[LinkedCommit, ...]:
    """Read the commits that stood in a pull request and were pushed away: of older heads that events and reviews name.

    An older head that GitHub no longer has is passed over: nobody can look at it any more.
    """
    pushed = [event.target for event in timeline if event.kind == "head_ref_force_pushed"]
    if not pushed:
        return ()
    standing_now = {commit.sha for commit in change.commits}
    heads = dict.fromkeys(sha for sha in (*pushed, *(review.commit for review in facts.reviews)) if sha)
    found: dict[str, LinkedCommit] = {}
    for sha in [sha for sha in heads if sha not in standing_now][-MOST_OLD_HEADS:]:
        for commit in _since(github, change.base, sha):
            if commit.sha not in standing_now:
                found.setdefault(commit.sha, commit)
    return tuple(found.values())


def _since(github: GitHub, base: str, head: str) -> tuple[LinkedCommit, ...]:
    """List what an older head adds to the base; nothing where GitHub no longer has it."""
    listed = github.pages("repos/compare-commits-with-basehead", within="commits", basehead=f"{base}...{head}")
    try:
        return tuple(read_linked(Payload(item, "a comparison")) for item in islice(listed, MOST_OLD_COMMITS))
    except GitHubError as error:
        if error.status not in (404, 422):
            raise
        return ()


def approved_before(head: str, reviews: tuple[Review, ...]) -> tuple[str, ...]:
    """List older commits that somebody approves still, the latest first; of a few."""
    stands = [review.commit for review in reversed(standing(reviews)) if review.state == "approved"]
    return tuple(dict.fromkeys(sha for sha in stands if sha not in ("", head)))[:MOST_OLD_TREES]


def _linked(github: GitHub, pull: PullRequest, change: Change) -> tuple[LinkedCommit, ...]:
    """Read the accounts of every commit that git has; GitHub's short list ends at 250, the comparison does not."""
    wanted = {commit.sha for commit in change.commits}
    listed = read_commits(github, pull).commits if pull.commits <= len(wanted) + 250 else ()
    if not wanted <= {commit.sha for commit in listed}:
        listed = _compared(github, change)
    found = tuple(commit for commit in listed if commit.sha in wanted)
    if len({commit.sha for commit in found}) < len(wanted):
        message = f"has {len(wanted)} commits, of which GitHub lists {len(found)}"
        raise SourceError(message, f"pull request {pull.number}", "run again, or split it into smaller ones")
    return found


def _compared(github: GitHub, change: Change) -> tuple[LinkedCommit, ...]:
    basehead = f"{change.base}...{change.head}"
    listed = github.pages("repos/compare-commits-with-basehead", within="commits", basehead=basehead)
    return tuple(read_linked(Payload(item, "a comparison")) for item in islice(listed, MOST_COMMITS))


class _Old(NamedTuple):
    """Where older commits are looked up, and the change that they once were."""

    github: GitHub
    git: Git | None
    pull: PullRequest
    change: Change


def _old_trees(old: _Old, tree: str, reviews: tuple[Review, ...]) -> dict[str, str]:
    """Find the trees of older commits that somebody approves still; the head's own only where the base is the same.

    The same files on another base are another change: they may take back what the base has got since.
    """
    trees = {}
    others = approved_before(old.change.head, reviews)
    here = _parted_at(old, old.change.head) if others and old.git is not None else old.change.merge_base
    for sha in others:
        found = (_tree_here(old.git, sha) if old.git is not None else "") or _tree_there(old.github, sha)
        if found != tree or _parted_at(old, sha) == here:
            trees[sha] = found
    return trees


def _parted_at(old: _Old, sha: str) -> str:
    """Find where a commit parted from the base, several places included; empty where nobody knows any more."""
    if old.git is not None and (here := old.git.try_run("merge-base", "--all", old.change.base, sha)):
        return " ".join(sorted(here.decode().split()))
    basehead = f"{old.pull.base.sha}...{sha}"
    found = old.github.find("repos/compare-commits-with-basehead", basehead=basehead, per_page=1)
    return Payload(found, "a comparison").part("merge_base_commit").sha("sha") if found is not None else ""


def _tree_here(git: Git, sha: str) -> str:
    out = git.try_run("rev-parse", "--verify", "--quiet", "--end-of-options", f"{sha}^{{tree}}")
    return out.decode().strip() if out else ""


def _tree_there(github: GitHub, sha: str) -> str:
    found = read_commit(github, sha)
    return found.tree if found else ""


def read_roles(github: GitHub, roles: Iterable[str], reads: Iterable[PullRead]) -> dict[str, frozenset[str]]:
    """Resolve roles (``role:maintain``) among those who reviewed, opened or wrote: GitHub lists nobody by role.

    A role is met by every role above it. Raises GitHubError where GitHub fails otherwise than by hiding it.
    """
    wanted = sorted({role.lower() for role in roles})
    people = dict.fromkeys(account for read in reads for account in _involved(read) if account.is_person)
    found: dict[str, set[str]] = {role: set() for role in wanted}
    for account in islice(people, MOST_ASKED) if wanted else ():
        rank = _rank(read_permission(github, account.login))
        for role in wanted:
            if rank >= ROLES.index(role.removeprefix("role:")):
                found[role].add(account.name)
    return {role: frozenset(names) for role, names in found.items()}


def _involved(read: PullRead) -> Iterator[Account]:
    """Name those whose rank matters: who objects first, for no crowd may drown that; then whose approvals may count."""
    stand = standing(read.facts.reviews)[::-1]
    objecting = [review.author for review in stand if review.state == "changes_requested"]
    wrote = [commit.author for commit in read.facts.commits]
    everybody = (*objecting, *(review.author for review in stand), read.facts.opener, *wrote)
    yield from (account for account in everybody if account is not None)


def _rank(permission: Permission) -> int:
    """Rank a person by role, else (a role of the organisation's own) by level; -1 is nobody."""
    name = permission.role if permission.role in ROLES else permission.level
    return ROLES.index(name) if name in ROLES else -1


def read_teams(github: GitHub, names: Iterable[str]) -> dict[str, frozenset[str]]:
    """Resolve teams to their members as far as the token may see them; one that cannot be is left out.

    Raises GitHubError where GitHub fails otherwise: then nobody knows who is in the team.
    """
    teams = {}
    for name in islice(dict.fromkeys(name.lower() for name in names), MOST_TEAMS):
        try:
            teams[name] = frozenset(member.name for member in read_team(github, name) if member.is_person)
        except GitHubError as error:
            if not lacks_right(error):
                raise
        except SourceError:
            continue
    return teams
