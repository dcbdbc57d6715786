"""What earlier runs found out, kept on disk between runs: one folder per repository in the user's cache folder.

An entry is a file: a line with the format, length and checksum, then the bytes. What does not fit its first line is
removed and counts as missing; a new entry replaces the old one in one step, so that any number of processes may read
and write. When the disk refuses, one warning is told and the run goes on without. Nothing read here is ever executed.
"""

from __future__ import annotations

import os
import sys
import time
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from blastgate.model.named import NamedTuple

MAX_BYTES = 256_000_000  # of one repository's entries; the least recently used go first
MAX_ENTRY_BYTES = 128_000_000
STALE = 3_600.0  # seconds after which a file that was never finished is left over
PLATFORM: str = sys.platform
_FORMAT = b"blastgate-cache-1"


class Stored(NamedTuple):
    """One file of the cache: its name, size in bytes, and when it was last used (seconds since the epoch)."""

    path: Path
    size: int
    used: float


class Cache:
    """The entries of one repository; None as folder remembers nothing."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        self._told = False

    def load(self, name: str) -> bytes | None:
        """Read an entry, and note that it is in use; None when it is missing or damaged."""
        if self.folder is None:
            return None
        file = self.folder / name
        try:
            _refuse_foreign(self.folder)
            data = file.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            self._give_up(error)
            return None
        body = _checked(data)
        if body is None:
            self._remove(file)
            return None
        _touch(file)
        return body

    def save(self, name: str, data: bytes) -> None:
        """Keep an entry; does nothing where the disk refuses."""
        if self.folder is None or len(data) > MAX_ENTRY_BYTES:
            return
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _refuse_foreign(self.folder)
            _replace(self.folder / name, data)
            _evict(self.folder)
        except OSError as error:
            self._give_up(error)

    def names(self, ending: str) -> list[str]:
        """List the entries whose name has this ending, the last used first."""
        found = stored(self.folder) if self.folder is not None else []
        return [item.path.name for item in sorted(found, key=lambda i: -i.used) if item.path.name.endswith(ending)]

    def _remove(self, file: Path) -> None:
        try:
            file.unlink(missing_ok=True)
        except OSError as error:
            self._give_up(error)

    def _give_up(self, error: OSError) -> None:
        """Go on without a cache, and say so once."""
        if not self._told:
            why = error.strerror or type(error).__name__
            print(f"blastgate: warning: the cache is not used: {why}: {str(self.folder)!a}", file=sys.stderr)
        self._told = True
        self.folder = None


NO_CACHE = Cache(None)


class ReadOnlyCache(Cache):
    """A cache that is only looked into: whoever starts this run must leave nothing for the next one."""

    def save(self, name: str, data: bytes) -> None:
        """Keep nothing."""

    def _remove(self, file: Path) -> None:
        """Leave a damaged entry for whoever may write."""


def cache_of(common_dir: Path) -> Cache:
    """Open the cache of the repository with this common git folder; all its work trees share it."""
    home = root()
    return Cache(None if home is None else home / fingerprint([os.fsencode(os.path.realpath(common_dir))]))


def fingerprint(parts: Iterable[bytes]) -> str:
    """Tell texts of ours apart by two checksums and their length; nobody is kept from making two that are alike."""
    crc, adler, size = 0, 1, 0
    for part in parts:
        crc, adler, size = zlib.crc32(part, crc), zlib.adler32(part, adler), size + len(part)
    return f"{crc:08x}{adler:08x}{size:x}"


def root() -> Path | None:
    """Find the folder of all caches; None where the user has no place for one."""
    folder = _place()
    return folder / "repositories" if folder.is_absolute() else None


def _place() -> Path:
    """Ask platformdirs, but for the one place that the XDG base directory specification leaves on Linux."""
    if PLATFORM == "linux":
        return Path(os.environ.get("XDG_CACHE_HOME", "").strip() or Path("~/.cache").expanduser()) / "blastgate"
    from platformdirs import user_cache_path

    return user_cache_path("blastgate", appauthor=False)


def stored(folder: Path) -> list[Stored]:
    """List the files of one repository's cache; none where there is no folder."""
    try:
        return [_stat(entry) for entry in os.scandir(folder) if entry.is_file(follow_symlinks=False)]
    except OSError:
        return []


def repositories() -> Iterator[tuple[Path, list[Stored]]]:
    """Yield the folder of each repository that has a cache, with its files."""
    home = root()
    for folder in sorted(home.iterdir()) if home is not None and home.is_dir() else ():
        if folder.is_dir() and not folder.is_symlink():
            yield folder, stored(folder)


def remove(folder: Path) -> int:
    """Remove one repository's entries; return their bytes. Raises OSError when the disk refuses."""
    found = stored(folder)
    for item in found:
        item.path.unlink(missing_ok=True)
    return sum(item.size for item in found)


def _stat(entry: os.DirEntry[str]) -> Stored:
    found = entry.stat(follow_symlinks=False)
    return Stored(Path(entry.path), found.st_size, found.st_mtime)


def _checked(data: bytes) -> bytes | None:
    """Return the bytes of an entry; None unless format, length and checksum are right."""
    head, _, body = data.partition(b"\n")
    return body if head == _head(body) else None


def _head(body: bytes) -> bytes:
    return b"%s %d %08x" % (_FORMAT, len(body), zlib.crc32(body))


def _refuse_foreign(folder: Path) -> None:
    """Raise OSError for a folder that others own or may write: they could decide what is affected."""
    found = folder.lstat()
    if hasattr(os, "getuid") and (found.st_uid != os.getuid() or found.st_mode & 0o022):
        raise OSError(0, "others may write to it", str(folder))


def _replace(file: Path, data: bytes) -> None:
    import tempfile  # only where something is kept

    handle, name = tempfile.mkstemp(prefix=".new-", dir=file.parent)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(_head(data) + b"\n")
            out.write(data)
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _touch(file: Path) -> None:
    """Note the use of an entry; where that is refused, it only looks older than it is."""
    try:
        os.utime(file)
    except OSError:
        return


def _evict(folder: Path) -> None:
    """Remove what was never finished, then the least recently used entries beyond the bound."""
    now, total = time.time(), 0
    for item in sorted(stored(folder), key=lambda i: -i.used):
        unfinished = item.path.name.startswith(".new-")
        total += item.size
        if (unfinished and now - item.used > STALE) or (not unfinished and total > MAX_BYTES):
            item.path.unlink(missing_ok=True)
