"""The files of both sides of a change, as snapshots: first the base (where there is one), then the head."""

from __future__ import annotations

import os
from pathlib import Path

from blastgate.errors import SourceError
from blastgate.model.change import Change
from blastgate.model.snapshot import Snapshot
from blastgate.sources.git import Git
from blastgate.sources.revisions import default_branch, head_of, merge_base, resolve
from blastgate.sources.snapshot import read_index_snapshot, read_snapshot, read_worktree_snapshot


def of_commits(git: Git, base: str, head: str) -> list[Snapshot]:
    """Read two commits; one snapshot where they are the same."""
    return [read_snapshot(git, commit) for commit in dict.fromkeys((base, head)) if commit]


def of_index(git: Git, change: Change) -> list[Snapshot]:
    """Read HEAD and the index."""
    return [*of_commits(git, change.merge_base, ""), read_index_snapshot(git)]


def of_worktree(git: Git, change: Change) -> list[Snapshot]:
    """Read HEAD and the work tree."""
    return [*of_commits(git, change.merge_base, ""), read_worktree_snapshot(git)]


def of_diff(git: Git, change: Change) -> list[Snapshot]:
    """Read HEAD, if the diff fits it: every file that it changes is there. Else the diff is of some other tree."""
    head = head_of(git)
    if head is None:
        return []
    snapshot = read_snapshot(git, head)
    changed = (file.old_path or file.path for file in change.files if file.status != "added")
    return [snapshot] if all(path in snapshot for path in changed) else []


def commits_of(git: Git, base: str | None, head: str | None) -> tuple[str, str]:
    """Find the commits to look at: ``head`` (default HEAD), and where it parted from ``base`` (default branch).

    Without a default branch there is only the head. Raises SourceError for an unknown ref.
    """
    head_id = resolve(git, "HEAD" if head is None else head)
    if base is not None:
        return merge_base(git, resolve(git, base), head_id), head_id
    try:
        return merge_base(git, resolve(git, default_branch(git)), head_id), head_id
    except SourceError:
        return head_id, head_id


def default_revisions(git: Git) -> list[str]:
    """Name what HEAD adds to the default branch; all of its history where that is nothing."""
    try:
        branch = default_branch(git)
    except SourceError:
        return ["HEAD"]
    return ["HEAD"] if resolve(git, branch) == resolve(git, "HEAD") else [f"{branch}..HEAD"]


def prefix_of(git: Git, place: Path) -> str:
    """Tell where in the work tree ``place`` is, as git writes paths; empty at the top and in a bare repository."""
    folder = Path(os.path.realpath(place))
    inside = git.top is not None and folder != git.top and folder.is_relative_to(git.top)
    return folder.relative_to(git.top).as_posix() if inside and git.top else ""
