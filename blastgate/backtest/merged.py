"""The merged changes of a history: which commits each of them brought in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from blastgate.model.change import Commit
from blastgate.model.stats import Landed


@dataclass(frozen=True, slots=True)
class Merged:
    """One step of the first-parent line: a merge with the commits of its branch, or one commit (a squash).

    ``time`` is when it landed, in Unix seconds; None for a date that cannot be.
    """

    landed: Commit
    base: str
    time: int | None
    commits: tuple[Commit, ...]

    @property
    def sha(self) -> str:
        """The commit that landed."""
        return self.landed.sha


def changes_of(line: Sequence[str], landed: Iterable[Landed]) -> tuple[Merged, ...]:
    """Tell which commits each step of a first-parent ``line`` (newest first) brought in, the newest step first.

    Who merges is not who made the change: a merge itself is not among its commits.
    """
    known = {one.commit.sha: one for one in landed}
    taken = set(line)
    found = [_merged(known[sha], known, taken) for sha in reversed(line) if sha in known and known[sha].commit.parents]
    return tuple(reversed(found))


def _merged(step: Landed, known: Mapping[str, Landed], taken: set[str]) -> Merged:
    base, *others = step.commit.parents
    commits = _reached(others, known, taken) if others else (step.commit,)
    return Merged(step.commit, base, step.time, commits)


def _reached(heads: list[str], known: Mapping[str, Landed], taken: set[str]) -> tuple[Commit, ...]:
    """Collect the commits below some heads that no earlier step brought in."""
    found, waiting = [], list(reversed(heads))
    while waiting:
        sha = waiting.pop()
        if sha in taken or sha not in known:
            continue
        taken.add(sha)
        found.append(known[sha].commit)
        waiting += reversed(known[sha].commit.parents)
    return tuple(found)
