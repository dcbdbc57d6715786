"""What ``git blame`` said, kept between runs per path and content: commit ids, counts, and digests of paths."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from hashlib import sha256

from blastgate.sources.cache import Cache

NAME = "blame-1"  # of the entry; another format gets another number
MAX_UNPACKED = 256 << 20  # bytes
Lines = Mapping[str, int]


class BlameCache:
    """Lines by commit for a path with a content; what one run did not use is not kept for the next."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache
        packed = cache.load(NAME)
        self._known = {} if packed is None else _unpacked(packed)
        self._used: dict[str, Lines] = {}
        self._changed = False

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

    def save(self, whole: bool) -> None:
        """Write what was used, and after a run that was cut short (not ``whole``) what was known before, too."""
        if self._changed:
            self._cache.save(NAME, _packed(self._used if whole else {**self._known, **self._used}))


def _key(path: str, blob: str) -> str:
    return sha256(f"{blob}:{path}".encode("utf-8", "surrogateescape")).hexdigest()[:32]


def _packed(known: Mapping[str, Lines]) -> bytes:
    """Write commit ids once, and per file ``[index, count, ...]``."""
    ids: dict[str, int] = {}
    files = {
        key: [number for sha, count in lines.items() for number in (ids.setdefault(sha, len(ids)), count)]
        for key, lines in known.items()
    }
    return zlib.compress(json.dumps([list(ids), files], separators=(",", ":")).encode(), 1)


def _unpacked(body: bytes) -> dict[str, Lines]:
    """Read an entry; one that another program wrote is as good as none."""
    try:
        ids, files = json.loads(zlib.decompressobj().decompress(body, MAX_UNPACKED))
        return {key: _lines(ids, row) for key, row in files.items()}
    except (zlib.error, ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return {}


def _lines(ids: list[str], row: list[int]) -> Lines:
    lines = dict(zip((ids[index] for index in row[::2]), row[1::2], strict=True))
    if not all(isinstance(sha, str) and isinstance(count, int) and count > 0 for sha, count in lines.items()):
        raise ValueError("no counts by commit")
    return lines
