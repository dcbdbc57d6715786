"""Commits and folders by id, through one conversation with git: what a warm run asks of them starts no process each."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from blastgate.model.named import NamedTuple
from blastgate.model.snapshot import Entry
from blastgate.sources.git.door import Git
from blastgate.sources.git.objects import read_object

FOLDER = "40000"


class CommitLinks(NamedTuple):
    """What a commit points to: its tree and its parents, by id."""

    tree: str
    parents: tuple[str, ...]


def links_of(git: Git, commit: str) -> CommitLinks | None:
    """Read where a commit (by id) points to; None when it is not here, or no commit."""
    found = read_object(git, commit)
    if found.kind != "commit" or found.content.data is None:
        return None
    head = found.content.data.partition(b"\n\n")[0].decode("ascii", "replace")
    pairs = [line.partition(" ")[::2] for line in head.split("\n")]
    parents = tuple(value for name, value in pairs if name == "parent")
    return CommitLinks(next(value for name, value in pairs if name == "tree"), parents)


def entry_at(git: Git, tree: str, path: str) -> Entry | None:
    """Find what stands at a path of a tree (a folder has the mode 40000); None where nothing does.

    Raises SourceError when a folder on the way is not here.
    """
    return entry_by(partial(folder_of, git), tree, path)


def entry_by(listing: Callable[[str], dict[str, Entry]], tree: str, path: str) -> Entry | None:
    """Find what stands at a path as :func:`entry_at` does; ``listing`` may remember folders between many paths."""
    *folders, name = path.split("/")
    for folder in folders:
        entry = listing(tree).get(folder)
        if entry is None or entry.mode != FOLDER:
            return None
        tree = entry.blob
    return listing(tree).get(name)


def folder_of(git: Git, tree: str) -> dict[str, Entry]:
    """List what one folder holds, by name. Raises SourceError when it is not here.

    A tree object is a row of: mode, blank, name, NUL, raw id (Pro Git, "Git Objects").
    """
    kind, (data, _) = read_object(git, tree)
    if kind != "tree" or data is None:
        return _listed(git, tree)
    entries, position, size = {}, 0, len(git.empty_tree) // 2
    while (end := data.find(b"\0", position)) >= 0:
        mode, _, name = data[position:end].decode("utf-8", "surrogateescape").partition(" ")
        position = end + 1 + size
        entries[name] = Entry(mode, data[end + 1 : position].hex())
    return entries


def _listed(git: Git, tree: str) -> dict[str, Entry]:
    """Let git list a folder that is too large to be read as an object, or say why it cannot."""
    listing = git.store.run("ls-tree", "-z", tree).decode("utf-8", "surrogateescape")
    records = (record.split("\t", 1) for record in listing.split("\0")[:-1])
    return {name: Entry(place.split(" ")[0].lstrip("0"), place.split(" ")[2]) for place, name in records}
