"""Which pull requests a merge group holds: the event names one, the group may carry more."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from blastgate.errors import SourceError
from blastgate.model.event import MergeGroup
from blastgate.model.pull_request import LinkedCommit
from blastgate.sources.github.client import GitHub
from blastgate.sources.github.payload import Payload
from blastgate.sources.github.pull_request import read_linked, read_pull_request, read_pulls_of_head

MOST_COMMITS = 3_000
SQUASHED = re.compile(r"\(#([1-9][0-9]{0,17})\)\s*$")  # GitHub ends the subject of a squash by its number
HINT = "set the queue's maximum group size to 1, or its method to merge or squash with default titles"


def read_group_pulls(github: GitHub, group: MergeGroup) -> tuple[int, ...]:
    """List the pull requests of a merge group, in the order of the queue.

    Every step of ``base_sha..head_sha`` along first parents must belong to one: a merge by its second parent, a squash
    by its subject; a rebase where the number of commits says that it is alone. Raises SourceError otherwise: a squash
    is one commit, so a number that several bear was written by somebody else than the queue.
    """
    where = f"merge group of #{group.number}"
    steps = list(_steps(github, group, where))
    named = [_pulls_of(github, step) for step in steps]
    if not any(named) and read_pull_request(github, group.number).commits == len(steps):
        return (group.number,)
    squashed = Counter(found for found, step in zip(named, steps, strict=True) if found and len(step.parents) != 2)
    forged = [f"#{number} by {times} commits" for (number, *_), times in squashed.items() if times > 1]
    if forged:
        raise SourceError(f"names {', '.join(forged)}", where, HINT)
    numbers = tuple(dict.fromkeys(number for found in named for number in found))
    if not all(named) or group.number not in numbers:
        raise SourceError("holds commits of which no pull request is known", where, HINT)
    return numbers


def _steps(github: GitHub, group: MergeGroup, where: str) -> Iterator[LinkedCommit]:
    """Walk from base to head along first parents."""
    basehead = f"{group.base_sha}...{group.head_sha}"
    listed = github.pages("repos/compare-commits-with-basehead", within="commits", basehead=basehead)
    commits = [read_linked(Payload(item, where)) for item in islice(listed, MOST_COMMITS)]
    by_id, chain, sha = {commit.sha: commit for commit in commits}, [], group.head_sha
    while sha in by_id:
        chain.append(by_id.pop(sha))
        sha = chain[-1].parents[0] if chain[-1].parents else ""
    if sha != group.base_sha or not chain:
        raise SourceError("does not lead from its base to its head", where, "see who made this branch")
    return reversed(chain)


def _pulls_of(github: GitHub, step: LinkedCommit) -> tuple[int, ...]:
    if len(step.parents) == 2:
        return tuple(pull.number for pull in read_pulls_of_head(github, step.parents[1]))
    found = SQUASHED.search(step.message.split("\n", 1)[0])
    return (int(found[1]),) if found else ()
