"""Trees and blobs from the API: all files of a commit in one call, and few of them read, each checked by its id.

Sources: docs.github.com, "REST API endpoints for Git trees" (100,000 entries, 7 MB, then ``truncated``) and "... for
Git blobs" (base64); Pro Git, "Git Objects", for the id of a blob.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable, Iterator

from blastgate.errors import SourceError
from blastgate.model.snapshot import MAX_FILE_BYTES, Content, Entry, Snapshot
from blastgate.sources.github.client import GitHub
from blastgate.sources.github.payload import Payload

MODE = re.compile(r"[0-7]{6}")
MOST_ENTRIES = 200_000  # more than GitHub lists
FOLDER = "tree"
NOT_ASKED = Content(None, "not read: GitHub is asked for a bounded number of files only")
GONE = Content(None, "GitHub has it not")
OTHER = Content(None, "what GitHub sent is another file than asked for")
HINT = "run again; if it stays, run the gate with git"


class Blobs:
    """A blob reader over the API that asks for ``left`` more blobs at most; each is asked for once."""

    def __init__(self, github: GitHub, left: int) -> None:
        self._github = github
        self.left = left
        self.sizes: dict[str, int] = {}
        self._known: dict[str, Content] = {}

    def read(self, blobs: Iterable[str]) -> Iterator[Content]:
        """Yield one content per blob id, in the order asked; what is not read says why. Raises GitHubError."""
        for blob in blobs:
            yield self._read(blob)

    def _read(self, blob: str) -> Content:
        if blob in self._known:
            return self._known[blob]
        size = self.sizes.get(blob, 0)
        if size > MAX_FILE_BYTES:
            return Content(None, f"{size:,} bytes, over the limit of {MAX_FILE_BYTES:,}")
        if self.left <= 0:
            return NOT_ASKED
        self.left -= 1
        found = self._known[blob] = self._asked(blob)
        return found

    def _asked(self, blob: str) -> Content:
        answer = self._github.find("git/get-blob", file_sha=blob)
        if answer is None:
            return GONE
        found = Payload(answer, f"blob {blob[:12]}")
        try:
            data = base64.b64decode(found.text("content", "")) if found.text("encoding") == "base64" else b""
        except (binascii.Error, ValueError):
            return OTHER
        return Content(data) if _id_of(data, len(blob)) == blob else OTHER


def read_tree(github: GitHub, tree: str, blobs: Blobs) -> Snapshot | None:
    """List all files of a tree by its id; None where GitHub cuts the list short, or has none.

    Raises SourceError for a list that no tree of git can be.
    """
    where = f"tree {tree[:60]}"
    answer = github.find("git/get-tree", tree_sha=tree, recursive=1)
    found = Payload(answer or {"truncated": True}, where)
    if found.truth("truncated"):
        return None
    entries: dict[str, Entry] = {}
    for item in found.items("tree", MOST_ENTRIES):
        if item.choice("type", (FOLDER, "blob", "commit")) == FOLDER:
            continue
        path, entry = item.text("path"), Entry(item.like(MODE, "mode", "a mode"), item.sha("sha"))
        if path in entries or not _is_path(path):
            raise SourceError(f"lists {path[:80]!a}, which is no path, or twice", where, HINT)
        entries[path] = entry
        blobs.sizes[entry.blob] = item.number("size", 0)
    return Snapshot(found.sha("sha"), entries, blobs)


def _is_path(path: str) -> bool:
    return "\0" not in path and not {"", ".", ".."}.intersection(path.split("/"))


def _id_of(data: bytes, length: int) -> str:
    made = hashlib.sha256 if length == 64 else hashlib.sha1
    return made(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()
