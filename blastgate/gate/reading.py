"""All facts of one pull request, read once and together: for the gate, and read only for ``check`` and ``commits``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from blastgate.errors import SourceError
from blastgate.gate.facts import PullRead, approved_before, read_pull_facts
from blastgate.gate.hub import MOST_POLICY, Hub
from blastgate.gate.listed import Listed, read_listed_trees, with_entries
from blastgate.model.attribution import CommitAttribution, Evidence
from blastgate.model.change import Change, Identity
from blastgate.model.named import NamedTuple
from blastgate.model.pull_request import GHOST, Account, PullRequest
from blastgate.policy.model import Policy
from blastgate.sources.cache import cache_of
from blastgate.sources.changes.change import MAX_COUNTED_COMMITS, read_range
from blastgate.sources.changes.patch_identity import patch_of
from blastgate.sources.git.door import Git
from blastgate.sources.git.revisions import tree_of
from blastgate.sources.git.supply import supply_range
from blastgate.sources.git.trees import entry_at
from blastgate.sources.github.change import HINT, read_listed_change, read_listed_policy, read_merge_base, read_tip
from blastgate.sources.github.pull_request import read_commits, read_pull_request
from blastgate.sources.github.remote import open_github
from blastgate.sources.github.reviews import read_overrides
from blastgate.sources.policy import CODEOWNERS_FILES, POLICY_FILE, PolicySource, read_default_policy, read_policy

HEADS = "refs/heads/"
FIRST = (POLICY_FILE, *CODEOWNERS_FILES, ".gitattributes")
WITH_GIT = HINT
ROUNDS = 3  # how often a pull request is read anew because it moved meanwhile


class HeadMovedError(SourceError):
    """The head or the base is another one than was read a moment ago: read it all again."""


class PullReading(NamedTuple):
    """A pull request with its git objects, the change they make, what was said on it, and the policy to judge by.

    Without git (None) the change is what GitHub lists, and so are its trees; None where it lists them not wholly.
    """

    git: Git | None
    pull: PullRequest
    change: Change
    read: PullRead
    source: PolicySource
    listed: Listed | None = None


class PullQuestion(NamedTuple):
    """Which pull request is meant: its number, a clone that saves fetching, the repository on GitHub (None: origin).

    ``cached`` uses and keeps the clone's graphs.
    """

    number: int
    repo: Path
    github: str | None
    environment: Mapping[str, str]
    cached: bool = True


class PullCommits(NamedTuple):
    """The commits of a pull request, newest first, attributed one by one, and the marks of AI around them: in its
    text, its labels, its branch, and in commits that stood in it and were rewritten."""

    described: str
    commits: tuple[CommitAttribution, ...]
    around: tuple[Evidence, ...]


def read_pull(hub: Hub, pull: PullRequest) -> PullReading:
    """Read a pull request as it is now. Raises HeadMovedError when it moved meanwhile, BlastgateError otherwise."""
    if not hub.uses_git:
        return _read_listed(hub, pull)
    base, head = f"{HEADS}{pull.base.branch}", f"refs/pull/{pull.number}/head"
    git, commits = hub.fetch(base, head)
    if commits[head] != pull.head.sha:
        raise HeadMovedError("was pushed to meanwhile", f"pull request {pull.number}", "the push has its own run")
    change = read_change(
        git,
        commits[base],
        commits[head],
        f"{pull.base.branch}...{pull.head.branch}",
        _first(git, commits[hub.default_ref]),
    )
    if pull.files and not change.files:
        message = f"changes {pull.files} files by GitHub's account and none by git's"
        raise SourceError(message, f"pull request {pull.number}", "update the branch from its base, or close it")
    source = read_default_policy(git, commits[hub.default_ref], hub.repository.default_branch)
    read = read_pull_facts(hub.github, git, pull, change)
    if source.policy.approvals.unchanged_patch:
        read = replace(read, facts=replace(read.facts, same_patch=_same_patch(hub, git, change, read)))
    read = with_overrides(hub, read, source.policy)
    return PullReading(git, pull, change._replace(people=people_of([pull.author])), read, source)


def _first(git: Git, commit: str) -> list[str]:
    """Name the blobs that every judgement reads of the default branch: the policy, CODEOWNERS, attributes."""
    tree = tree_of(git, commit) if git.remote is not None else ""
    found = [entry_at(git, tree, path) for path in FIRST] if tree else []
    return [entry.blob for entry in found if entry is not None and entry.mode.startswith("100")]


def with_overrides(hub: Hub, read: PullRead, policy: Policy) -> PullRead:
    """Add the comments that ask for an override, where the policy allows any."""
    if policy.override is None:
        return read
    return replace(read, facts=replace(read.facts, overrides=read_overrides(hub.github, read.pull.number)))


def _read_listed(hub: Hub, pull: PullRequest) -> PullReading:
    """Read a pull request from GitHub's lists alone. Raises SourceError where one is not complete."""
    listed = read_commits(hub.github, pull)
    if not listed.complete:
        message = f"has {pull.commits} commits, of which GitHub lists {len(listed.commits)}"
        raise SourceError(message, f"pull request {pull.number}", WITH_GIT)
    parted = read_merge_base(hub.github, pull)
    change = read_listed_change(hub.github, pull, listed.commits, parted.sha)
    branch = hub.repository.default_branch
    tip = read_tip(hub.github, branch)
    hub.blobs.left = MOST_POLICY
    source = read_listed_policy(hub.github, branch, tip.sha, hub.tree(tip.tree))
    tree = next(commit.tree for commit in listed.commits if commit.sha == pull.head.sha)
    trees = read_listed_trees(hub, parted.tree, tree)
    change = with_entries(change, trees, pull.number) if trees else change
    read = read_pull_facts(hub.github, None, pull, change, listed.commits)
    read = with_overrides(hub, read, source.policy)
    return PullReading(None, pull, change._replace(people=people_of([pull.author])), read, source, trees)


def _same_patch(hub: Hub, git: Git, change: Change, read: PullRead) -> frozenset[str]:
    """Find the older commits that somebody approves still and that change exactly what the head does."""
    others = [sha for sha in approved_before(change.head, read.facts.reviews) if hub.has(sha)]
    for sha in others:
        supply_range(git, change.base, sha, 0)
    own = patch_of(git, change.base, change.head) if others else ""
    return frozenset(sha for sha in others if own and patch_of(git, change.base, sha) == own)


def read_change(git: Git, base: str, head: str, described: str, beside: Iterable[str] = ()) -> Change:
    """Read a range with its lines, under a name that people know; fetch the blobs ``beside`` with those it takes."""
    supply_range(git, base, head, MAX_COUNTED_COMMITS, beside)
    return read_range(git, base, head, lines=True)._replace(described=described)


def people_of(openers: Iterable[Account | None]) -> tuple[Identity, ...]:
    """Name who opened it as an author, by the address that GitHub gives every account.

    An app or a deleted account is named too: it is in no group, so nobody's rank is lent to commits it brings.
    """
    known = (account or Account(GHOST, 0) for account in openers)
    return tuple(Identity(a.login, f"{a.id}+{a.login}@users.noreply.github.com") for a in known)


def read_asked(question: PullQuestion, policy_file: Path | None = None) -> tuple[Hub, PullReading]:
    """Read the pull request of a question, and judge by ``policy_file`` where one is given; nothing is written.

    Raises BlastgateError where it cannot be read, or moves as often as it is read.
    """
    git = Git.open(question.repo) if Git.is_repository(question.repo) else None
    name = open_github(git, question.github, question.environment).repository
    kept = cache_of(git.common_dir) if git is not None and question.cached else None
    hub = Hub({**question.environment, "GITHUB_REPOSITORY": name}, git, kept)
    for _ in range(ROUNDS):
        try:
            reading = read_pull(hub, read_pull_request(hub.github, question.number))
        except HeadMovedError:
            continue
        if policy_file is not None:
            tried = read_policy(None, "", "", policy_file)
            reading = reading._replace(source=tried._replace(codeowners=reading.source.codeowners))
        return hub, reading
    raise SourceError(f"moved {ROUNDS} times while it was read", f"pull request {question.number}", "run again")


def read_pull_commits(question: PullQuestion) -> PullCommits:
    """Read the commits of a pull request and the marks around them. Raises BlastgateError as :func:`read_asked`."""
    from blastgate.attribution.attribute import attribute_commit
    from blastgate.attribution.tools import load_tools

    _, reading = read_asked(question)
    tools = load_tools(reading.source.policy.ai_tools)
    commits = tuple(attribute_commit(commit, tools) for commit in reading.change.commits)
    return PullCommits(f"#{question.number}", commits, reading.read.around(tools))
