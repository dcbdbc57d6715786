"""Both sides of a change: first the base (where there is one), then the head. Files are listed when somebody asks."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from blastgate.errors import SourceError
from blastgate.impact.modified import MAX_MODIFIED, Differences, differences
from blastgate.model.snapshot import BlobReader, Entry, Snapshot
from blastgate.sources.git.door import Git
from blastgate.sources.git.objects import ObjectReader
from blastgate.sources.git.revisions import (
    default_branch,
    default_tip,
    head_of,
    merge_base,
    resolve,
    resolve_all,
    tree_of,
)
from blastgate.sources.git.trees import FOLDER, entry_at
from blastgate.sources.snapshot import read_index_snapshot, read_snapshot, read_worktree_snapshot

if TYPE_CHECKING:
    from blastgate.model.change import Change, FileChange


LEAVING = frozenset({"modified", "mode-changed", "deleted", "renamed"})  # what the base has and the head changes
COMING = frozenset({"modified", "mode-changed", "added", "renamed", "copied"})  # what the head has anew


class Side:
    """One tree: of a commit (``tree`` is its id), or of the index or the work tree (a digest stands for it)."""

    def __init__(self, git: Git, tree: str, read: Callable[[], Snapshot], committed: bool = True) -> None:
        self.git = git
        self.tree = tree
        self.committed = committed
        self.differing: Differences | None = None  # from the base, where a change has told it
        self._read = read

    @cached_property
    def snapshot(self) -> Snapshot:
        """All files of the tree. Raises SourceError when they cannot be listed."""
        return self._read()

    @property
    def reader(self) -> BlobReader:
        """Reads the blobs of the tree, and those of the commit it is compared with."""
        return ObjectReader(self.git) if self.committed else self.snapshot.reader

    def files_at(self, places: Iterable[str]) -> list[str]:
        """List the files that these paths are or that stand below them. Raises SourceError as ``snapshot`` does."""
        if not self.committed:
            return list(self.snapshot.entries)
        found = {place: entry_at(self.git, self.tree, place) for place in places}
        files = [place for place, entry in found.items() if entry is not None and entry.mode != FOLDER]
        folders = [place for place, entry in found.items() if entry is not None and entry.mode == FOLDER]
        return files + (self._files_below(folders) if folders else [])

    def _files_below(self, folders: Iterable[str]) -> list[str]:
        options = ("-r", "-z", "--name-only", "--full-tree")
        listing = self.git.store.run("ls-tree", *options, self.tree, "--", *folders)
        return listing.decode("utf-8", "surrogateescape").split("\0")[:-1]


def of_commits(git: Git, base: str, head: str) -> list[Side]:
    """Name the trees of two commits; one where they are the same."""
    commits = [commit for commit in dict.fromkeys((base, head)) if commit]
    return [_of_tree(git, tree) for tree in dict.fromkeys(tree_of(git, commit) for commit in commits)]


def of_change(git: Git, change: Change) -> list[Side]:
    """Name the trees of a change between commits, and note what differs where all of it is plainly told."""
    both = of_commits(git, change.merge_base, change.head)
    if all(_is_told(file) for file in change.files):
        old = {f.old_path or f.path: Entry(f.old_mode, f.old_blob) for f in change.files if f.status in LEAVING}
        new = {f.path: Entry(f.new_mode, f.new_blob) for f in change.files if f.status in COMING}
        both[-1].differing = differences(old, new)
    return both


def _is_told(file: FileChange) -> bool:
    """Tell whether a change says what each side holds."""
    old, new = file.status in LEAVING, file.status in COMING
    return (old or new) and (bool(file.old_blob) or not old) and (bool(file.new_blob) or not new)


def of_index(git: Git, change: Change) -> list[Side]:
    """Name the tree of HEAD, and read the index."""
    return [*of_commits(git, change.merge_base, ""), _uncommitted(git, read_index_snapshot(git))]


def of_worktree(git: Git, change: Change) -> list[Side]:
    """Name the tree of HEAD, and read the work tree."""
    return [*of_commits(git, change.merge_base, ""), _uncommitted(git, read_worktree_snapshot(git))]


def of_diff(git: Git, change: Change) -> list[Side]:
    """Take HEAD, if the diff fits it: every file that it changes is there. Else the diff is of some other tree."""
    head = head_of(git)
    if head is None:
        return []
    side = _of_tree(git, tree_of(git, head))
    changed = (file.old_path or file.path for file in change.files if file.status != "added")
    return [side] if all(path in side.snapshot for path in changed) else []


def differing(base: Side, head: Side) -> Differences | None:
    """List what differs between two trees; None when more does than a bounded number of files."""
    if head.differing is not None:
        return head.differing
    if base.committed and head.committed:
        return differing_between(base.git, base.tree, head.tree)
    return differences(base.snapshot.entries, head.snapshot.entries)


def differing_between(git: Git, base: str, head: str) -> Differences | None:
    """List what differs between two trees by id; None also where one of them is not (wholly) here."""
    options = ("-r", "-z", "--raw", "--no-renames", "--abbrev=64", "--ignore-submodules=none", "--no-color")
    listing = git.store.try_run("diff-tree", *options, base, head, "--")
    if listing is None:
        return None
    fields = listing.decode("utf-8", "surrogateescape").split("\0")[:-1]
    return _differences(fields) if len(fields) <= 2 * MAX_MODIFIED else None


def _of_tree(git: Git, tree: str) -> Side:
    return Side(git, tree, lambda: read_snapshot(git, tree))


def _uncommitted(git: Git, snapshot: Snapshot) -> Side:
    return Side(git, snapshot.tree, lambda: snapshot, committed=False)


def _differences(fields: list[str]) -> Differences:
    """Sort git's raw listing of what differs."""
    old: dict[str, Entry] = {}
    new: dict[str, Entry] = {}
    for about, path in zip(fields[::2], fields[1::2], strict=True):
        old_mode, new_mode, old_blob, new_blob, status = about[1:].split(" ")
        if status != "A":
            old[path] = Entry(old_mode, old_blob)
        if status != "D":
            new[path] = Entry(new_mode, new_blob)
    return differences(old, new)


def commits_of(git: Git, base: str | None, head: str | None) -> tuple[str, str]:
    """Find the commits to look at: ``head`` (default HEAD), and where it parted from ``base`` (default branch).

    Without a default branch there is only the head. Raises SourceError for an unknown ref.
    """
    head_ref = "HEAD" if head is None else head
    if base is not None:
        head_id, base_id = resolve_all(git, (head_ref, base))
        return merge_base(git, base_id, head_id), head_id
    head_id = resolve(git, head_ref)
    try:
        return merge_base(git, default_tip(git)[1], head_id), head_id
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
