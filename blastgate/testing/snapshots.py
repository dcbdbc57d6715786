"""Snapshots from plain dicts: no repository needed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping

from blastgate.model.snapshot import Content, Entry, Snapshot


class MemoryReader:
    """A blob reader over a dict; ids it does not hold answer as missing."""

    def __init__(self, blobs: Mapping[str, bytes]) -> None:
        self.blobs = blobs

    def read(self, blobs: Iterable[str]) -> Iterator[Content]:
        """Yield one content per blob id."""
        for blob in blobs:
            data = self.blobs.get(blob)
            yield Content(data, "" if data is not None else "the object is missing")


def snapshot_of(files: Mapping[str, str | bytes]) -> Snapshot:
    """Build a snapshot of regular files from their texts, as git would name them."""
    datas = {path: text if isinstance(text, bytes) else text.encode() for path, text in files.items()}
    ids = {path: blob_id(data) for path, data in datas.items()}
    reader = MemoryReader({ids[path]: data for path, data in datas.items()})
    entries = {path: Entry("100644", ids[path]) for path in sorted(datas)}
    return Snapshot(blob_id(repr(sorted(ids.items())).encode()), entries, reader)


def blob_id(data: bytes) -> str:
    """Compute git's id of a blob (SHA-1 object format)."""
    return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()
