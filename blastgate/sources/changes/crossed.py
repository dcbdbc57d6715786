"""A head that parted from its base at several commits: what it changes is looked at from each of them.

Git merges such histories from an ancestor that it makes up of all of these (gitglossary(7), "merge base"; git-merge(1),
strategy ort). What differs from none of them is not changed by the merge; what the branch takes back of one of them
may be no difference to another, which only the dates of commits make the first.
"""

from __future__ import annotations

from collections.abc import Sequence

from blastgate.errors import SourceError
from blastgate.model.change import FileChange, Patch
from blastgate.sources.changes.compare import Comparison, compare_trees, differing_trees
from blastgate.sources.git.door import Git
from blastgate.sources.git.revisions import MOST_FORKS


def compare_from_all(git: Git, forks: Sequence[str], ends: tuple[str, str], lines: bool) -> Comparison:
    """Compare the head with each commit where it parted from the base; ``ends`` are base and head.

    Of all but the first only what differs from the base as well: the rest is in the base, and merges to nothing.
    Raises SourceError where they are more than anybody could look at.
    """
    base, head = ends
    if len(forks) > MOST_FORKS:
        hint = "merge the base branch into it, then they part at one commit"
        raise SourceError(f"parted at {len(forks)} commits", f"{base[:12]}...{head[:12]}", hint)
    found, open_ = compare_trees(git, forks[0], head, lines), differing_trees(git, base, head)
    for fork in forks[1:]:
        found = _joined(found, compare_trees(git, fork, head, lines), open_)
    return found


def _joined(found: Comparison, more: Comparison, open_: set[str]) -> Comparison:
    """Add the files that are still open, and to those known already the lines that only the other side shows."""
    files = {file.path: file for file in found.files}
    patches = dict(found.patches)
    for file in more.files:
        if open_.isdisjoint(file.paths):
            continue
        known = files.get(file.path)
        patch = (
            _both(patches.pop(file.path, None), more.patches.get(file.path)) if known else more.patches.get(file.path)
        )
        files[file.path] = _wider(known, file, patch) if known else file
        if patch is not None:
            patches[file.path] = patch
    return Comparison(tuple(files.values()), patches)


def _both(one: Patch | None, other: Patch | None) -> Patch | None:
    if one is None or other is None:
        return None
    added = dict.fromkeys((*one.added, *other.added))
    return Patch(tuple(sorted(added)), tuple(dict.fromkeys((*one.removed, *other.removed))))


def _wider(known: FileChange, other: FileChange, patch: Patch | None) -> FileChange:
    """Say of a file what is more: both paths of a rename, binary on either side, the lines of both."""
    file = other if other.old_path and not known.old_path else known
    added = len(patch.added) if patch else _sum(known.additions, other.additions)
    removed = len(patch.removed) if patch else _sum(known.deletions, other.deletions)
    return file._replace(additions=added, deletions=removed, binary=known.binary or other.binary)


def _sum(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one + other
