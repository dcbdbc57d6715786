"""Git objects by the API: trees and blobs, out of a real repository or told one by one.

Source: docs.github.com, "REST API endpoints for Git trees" and "... for Git blobs".
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from blastgate.model.named import NamedTuple
from blastgate.sources.git.door import Git
from blastgate.testing.github import shapes
from blastgate.testing.github.routes import REPO, Asked, Refused, Reply, route
from blastgate.testing.github.world import World


class Item(NamedTuple):
    """One entry of a tree: six octal digits, the kind of object, its id and the size of a blob."""

    mode: str
    kind: str
    sha: str
    size: int | None = None


@route("GET", REPO + "/git/trees/{sha}", "contents")
def tree(asked: Asked) -> Reply:
    """List a tree by its id, or the one that a branch or commit stands on; cut short where it is long."""
    world, name = asked.world, asked.values["sha"]
    commit = world.commits.get(world.branches.get(name, name))
    sha = commit.tree if commit else name
    items = _items(world, sha)
    if items is None:
        raise Refused(404, "Not Found")
    if not asked.query.get("recursive"):
        items = {path: item for path, item in items.items() if "/" not in path}
    url = f"{shapes.API}/repos/{world.repository}/git"
    listed = [_entry(url, path, item) for path, item in items.items()][: world.most_entries]
    return Reply(200, {"sha": sha, "url": f"{url}/trees/{sha}", "tree": listed, "truncated": len(listed) < len(items)})


@route("GET", REPO + "/git/blobs/{sha}", "contents")
def blob(asked: Asked) -> Reply:
    """Answer with a blob, in base64 with line breaks."""
    world, sha = asked.world, asked.values["sha"]
    data = world.blobs.get(sha)
    if data is None and world.objects is not None:
        data = _git(world.objects, "cat-file", "blob", sha)
    if data is None:
        raise Refused(404, "Not Found")
    about = {"sha": sha, "node_id": f"B_{sha}", "size": len(data), "encoding": "base64"}
    url = f"{shapes.API}/repos/{world.repository}/git/blobs/{sha}"
    return Reply(200, {**about, "url": url, "content": base64.encodebytes(data).decode()})


def add_tree(world: World, files: Mapping[str, str | bytes]) -> str:
    """Remember a tree of regular files; return its id, which is made up."""
    items: dict[str, Item] = {}
    for path, text in files.items():
        data = text if isinstance(text, bytes) else text.encode()
        sha = hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()
        world.blobs[sha] = data
        items[path] = Item("100644", "blob", sha, len(data))
    made = hashlib.sha1(repr(items).encode(), usedforsecurity=False).hexdigest()
    world.trees[made] = items
    return made


def _entry(url: str, path: str, item: Item) -> dict[str, Any]:
    kinds = {"blob": "blobs", "tree": "trees"}
    made = {"path": path, "mode": item.mode, "type": item.kind, "sha": item.sha}
    made |= {"url": f"{url}/{kinds[item.kind]}/{item.sha}"} if item.kind in kinds else {}
    return made if item.size is None else {**made, "size": item.size}


def _items(world: World, tree: str) -> dict[str, Item] | None:
    if tree in world.trees or world.objects is None:
        return world.trees.get(tree)
    listing = _git(world.objects, "ls-tree", "-r", "-t", "-l", "-z", "--full-tree", tree)
    if listing is None:
        return None
    records = (record.split("\t", 1) for record in listing.decode("utf-8", "replace").split("\0")[:-1])
    rows = ((path, about.split()) for about, path in records)
    found = {path: Item(mode, kind, sha, int(size) if size != "-" else None) for path, (mode, kind, sha, size) in rows}
    world.trees[tree] = found
    return found


def _git(repository: Path, *args: str) -> bytes | None:
    return Git.open(repository).store.try_run(*args)
