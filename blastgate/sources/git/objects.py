"""Objects by id, through ``git cat-file --batch``: many per process, none over the cap held, none fetched."""

from __future__ import annotations

import re
import subprocess
import weakref
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import IO

from blastgate.model.named import NamedTuple
from blastgate.model.snapshot import MAX_FILE_BYTES, Content
from blastgate.sources.git.door import Git
from blastgate.sources.git.process import stop

ASKED_AT_ONCE = 128  # ids of 65 bytes: fewer than the smallest pipe holds, so writing never waits for reading
DRAIN_BYTES = 1 << 20
_is_id = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?").fullmatch

MISSING = Content(None, "the object is missing here (a partial clone, or a damaged one)")
DAMAGED = Content(None, "the object is damaged")
NO_ID = Content(None, "the object is unknown")


NO_FILE = Content(None, "no file")


class Found(NamedTuple):
    """One object: its kind (``commit``, ``tree``, ``blob``, ``tag``; empty when it is not here) and its bytes."""

    kind: str
    content: Content


class ObjectReader:
    """A blob reader over a repository's objects. Readings may be nested or left half-way: each has its own process,
    and the next one goes on with it."""

    def __init__(self, git: Git, limit: int = MAX_FILE_BYTES) -> None:
        self._git = git.store
        self._limit = limit

    def read(self, blobs: Iterable[str]) -> Iterator[Content]:
        """Yield one content per blob id, in the order asked; what cannot be read says why."""
        if self._git.remote is not None:
            blobs = self._git.supplied(list(blobs))
        ids = iter(blobs)
        while batch := list(islice(ids, ASKED_AT_ONCE)):
            for found in _read_batch(self._git, batch, self._limit):
                yield found.content if found.kind in ("blob", "") else NO_FILE


def read_object(git: Git, name: str) -> Found:
    """Read one object of any kind by its id, as far as it is here and not over the size cap."""
    found = next(_read_batch(git.store, [name], MAX_FILE_BYTES))
    if found.content is MISSING and git.remote is not None:
        found = next(_read_batch(git.store, git.supplied([name]), MAX_FILE_BYTES))
    return found


def _read_batch(git: Git, batch: list[str], limit: int) -> Iterator[Found]:
    """A damaged object ends the process: it is told, and a fresh process goes on after it."""
    idle = _idle(git)
    while batch:
        process = idle.pop() if idle else git.converse("cat-file", "--batch")
        done = 0
        try:
            for found in _answers(process, batch, limit):
                done += 1
                if done == len(batch) and process.poll() is None:
                    idle.append(process)
                yield found
        finally:
            if done < len(batch):
                stop(process)
        if done < len(batch):
            yield Found("", DAMAGED)
            done += 1
        batch = batch[done:]


def _idle(git: Git) -> list[subprocess.Popen[bytes]]:
    """Return the processes of a repository that wait for a question; they end with it."""
    if git.idle is None:
        git.idle = []
        weakref.finalize(git, _stop_all, git.idle)
    return git.idle


def _answers(process: subprocess.Popen[bytes], batch: list[str], limit: int) -> Iterator[Found]:
    """Ask for some ids at once and yield the answers; ends early when git does."""
    assert process.stdin
    assert process.stdout
    asked = [blob for blob in batch if _is_id(blob)]
    try:
        process.stdin.write("".join(f"{blob}\n" for blob in asked).encode())
        process.stdin.flush()
    except BrokenPipeError:
        return
    for blob in batch:
        found = _answer(process.stdout, limit) if _is_id(blob) else Found("", NO_ID)
        if found is None:
            return
        yield found


def _answer(out: IO[bytes], limit: int) -> Found | None:
    """Read one answer, ``<id> <type> <size>`` and that many bytes; None when git ended within it."""
    header = out.readline()
    if header.endswith(b" missing\n"):
        return Found("", MISSING)
    parts = header.split()
    if len(parts) != 3:
        return None
    kind, size = parts[1].decode("ascii", "replace"), int(parts[2])
    if size <= limit:
        data = out.read(size + 1)
        return Found(kind, Content(data[:-1])) if len(data) == size + 1 else None
    if not _drain(out, size + 1):
        return None
    return Found(kind, Content(None, f"{size:,} bytes, over the limit of {limit:,}"))


def _drain(out: IO[bytes], size: int) -> bool:
    while size:
        part = out.read(min(size, DRAIN_BYTES))
        if not part:
            return False
        size -= len(part)
    return True


def sizes(git: Git, blobs: list[str]) -> dict[str, int]:
    """Find the sizes in bytes of those blobs that are here; ids that are not are left out."""
    asked = sorted({blob for blob in blobs if _is_id(blob)})
    if not asked:
        return {}
    lines = "".join(f"{blob}\n" for blob in asked).encode()
    listing = git.store.run("cat-file", "--batch-check=%(objectname) %(objectsize)", input=lines)
    pairs = (line.split(" ") for line in listing.decode().splitlines())
    return {blob: int(size) for blob, size in pairs if size.isdigit()}


def _stop_all(processes: list[subprocess.Popen[bytes]]) -> None:
    while processes:
        stop(processes.pop())
