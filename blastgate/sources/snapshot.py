"""All files of a commit, of the index, or of the work tree, without reading one of them."""

from __future__ import annotations

from sys import intern

from blastgate.model.snapshot import Entry, Snapshot
from blastgate.sources.git.door import Git
from blastgate.sources.git.objects import ObjectReader
from blastgate.sources.git.revisions import tree_of


def read_snapshot(git: Git, commit: str) -> Snapshot:
    """List the files of a commit (any name of it). Raises SourceError when its trees are not all here."""
    tree = tree_of(git, commit)
    listing = git.store.run("ls-tree", "-r", "-z", "--full-tree", tree)
    entries = {}
    for record in _records(listing):
        mode, _, rest = record.split(" ", 2)
        blob, path = rest.split("\t", 1)
        entries[path] = Entry(intern(mode), blob)
    return Snapshot(tree, entries, ObjectReader(git))


def read_index_snapshot(git: Git) -> Snapshot:
    """List the files of the index in force; of a path in conflict, our side. Nothing is written.

    ``tree`` is no tree id but a digest of the listing. Raises SourceError in a bare repository.
    """
    from blastgate.sources.changes.worktree import index_of  # not on the way of commits

    return _of_index(index_of(git))


def read_worktree_snapshot(git: Git) -> Snapshot:
    """List the tracked and the untracked, not ignored files as they are on disk; links are not followed.

    ``tree`` is no tree id but a digest of the listing. Raises SourceError in a bare repository.
    """
    from blastgate.sources.changes.worktree import stage_copy

    return _of_index(stage_copy(git))


def _of_index(store: Git) -> Snapshot:
    from hashlib import sha256

    listing = store.run("ls-files", "-s", "-z")
    entries: dict[str, Entry] = {}
    for record in _records(listing):
        place, path = record.split("\t", 1)
        mode, blob, stage = place.split(" ")
        if stage in "02" or path not in entries:
            entries[path] = Entry(intern(mode), blob)
    return Snapshot(sha256(listing).hexdigest()[:40], entries, ObjectReader(store))


def _records(listing: bytes) -> list[str]:
    """Split a ``-z`` listing; decoding it whole is the same as name by name, since NUL ends any broken sequence."""
    return listing.decode("utf-8", "surrogateescape").split("\0")[:-1]
