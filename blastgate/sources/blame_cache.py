"""What ``git blame`` said, kept in the user's cache folder: one file per repository, bounded, checksummed.

Only commit ids, counts and digests of paths are in it. It can be deleted at any time; the figures stay the same.
"""

from __future__ import annotations

import json
import os
import tempfile
import zlib
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from blastgate.sources.git import Git

FORMAT = "blastgate blame 1"
MAX_BYTES = 64 << 20  # of one repository's file, packed or not; what does not fit is not kept
MAX_FILES = 50  # repositories; the ones used longest ago are dropped
Lines = Mapping[str, int]


class BlameCache:
    """Lines by commit for a path with a content. A damaged, foreign or unwritable cache is as good as none."""

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self._known = _load(file) if file else {}
        self._used: dict[str, Lines] = {}
        self._changed = False

    @classmethod
    def of(cls, git: Git) -> BlameCache:
        """Open the cache of a repository, in the user's cache folder."""
        import platformdirs  # only here: the import is slow

        name = sha256(os.fsencode(git.common_dir)).hexdigest()[:32]
        return cls(Path(platformdirs.user_cache_dir("blastgate")) / "blame" / name)

    def get(self, path: str, blob: str) -> Lines | None:
        """Find what blame said of a path with this content."""
        key = _key(path, blob)
        found = self._known.get(key)
        if found is not None:
            self._used[key] = found
        return found

    def put(self, path: str, blob: str, lines: Lines) -> None:
        """Keep what blame said."""
        self._used[_key(path, blob)] = lines
        self._changed = True

    def save(self) -> None:
        """Write what was used, atomically; on a disk that cannot be written nothing happens."""
        if self._file is None or not self._changed:
            return
        data = _packed(self._used)
        if len(data) > MAX_BYTES:
            return
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(dir=self._file.parent, prefix=".new-")
            with os.fdopen(handle, "wb") as new:
                new.write(data)
            Path(temporary).replace(self._file)
            _drop_oldest(self._file.parent)
        except OSError:
            return


def _key(path: str, blob: str) -> str:
    return sha256(f"{blob}:{path}".encode("utf-8", "surrogateescape")).hexdigest()[:32]


def _packed(known: Mapping[str, Lines]) -> bytes:
    """Write a header line with a checksum, then JSON: commit ids once, and per file ``[index, count, ...]``."""
    ids: dict[str, int] = {}
    files = {
        key: [number for sha, count in lines.items() for number in (ids.setdefault(sha, len(ids)), count)]
        for key, lines in known.items()
    }
    body = zlib.compress(json.dumps([list(ids), files], separators=(",", ":")).encode(), 1)
    return f"{FORMAT} {sha256(body).hexdigest()}\n".encode() + body


def _load(file: Path) -> dict[str, Lines]:
    try:
        if file.stat().st_size > MAX_BYTES:
            return {}
        header, _, body = file.read_bytes().partition(b"\n")
    except OSError:
        return {}
    if header != f"{FORMAT} {sha256(body).hexdigest()}".encode():
        return {}
    return _unpacked(body)


def _unpacked(body: bytes) -> dict[str, Lines]:
    """Read what has the right checksum; another program could still have written it."""
    inflate = zlib.decompressobj()
    try:
        ids, files = json.loads(inflate.decompress(body, 4 * MAX_BYTES))
        return {key: dict(zip((ids[i] for i in row[::2]), row[1::2], strict=True)) for key, row in files.items()}
    except (zlib.error, ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return {}


def _drop_oldest(folder: Path) -> None:
    files = sorted(folder.iterdir(), key=lambda file: file.stat().st_mtime, reverse=True)
    for file in files[MAX_FILES:]:
        file.unlink(missing_ok=True)
