"""Blobs by id, through ``git cat-file --batch``: many per process, none over the cap held, none fetched."""

from __future__ import annotations

import re
import subprocess
import weakref
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import IO

from blastgate.model.snapshot import MAX_FILE_BYTES, Content
from blastgate.sources.git import Git
from blastgate.sources.process import stop

ASKED_AT_ONCE = 128  # ids of 65 bytes: fewer than the smallest pipe holds, so writing never waits for reading
DRAIN_BYTES = 1 << 20
_is_id = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?").fullmatch

MISSING = Content(None, "the object is missing here (a partial clone, or a damaged one)")
DAMAGED = Content(None, "the object is damaged")
NO_ID = Content(None, "the object is unknown")


class ObjectReader:
    """A blob reader over a repository's objects. Readings may be nested or left half-way: each has its own process."""

    def __init__(self, git: Git, limit: int = MAX_FILE_BYTES) -> None:
        self._git = git.store
        self._limit = limit
        self._idle: list[subprocess.Popen[bytes]] = []
        weakref.finalize(self, _stop_all, self._idle)

    def read(self, blobs: Iterable[str]) -> Iterator[Content]:
        """Yield one content per blob id, in the order asked; what cannot be read says why."""
        ids = iter(blobs)
        while batch := list(islice(ids, ASKED_AT_ONCE)):
            yield from self._read_batch(batch)

    def _read_batch(self, batch: list[str]) -> Iterator[Content]:
        """A damaged object ends the process: it is told, and a fresh process goes on after it."""
        while batch:
            process = self._idle.pop() if self._idle else self._git.converse("cat-file", "--batch")
            done = 0
            try:
                for content in _answers(process, batch, self._limit):
                    done += 1
                    yield content
            finally:
                if done == len(batch) and process.poll() is None:
                    self._idle.append(process)
                else:
                    stop(process)
            if done < len(batch):
                yield DAMAGED
                done += 1
            batch = batch[done:]


def _answers(process: subprocess.Popen[bytes], batch: list[str], limit: int) -> Iterator[Content]:
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
        content = _answer(process.stdout, limit) if _is_id(blob) else NO_ID
        if content is None:
            return
        yield content


def _answer(out: IO[bytes], limit: int) -> Content | None:
    """Read one answer, ``<id> <type> <size>`` and that many bytes; None when git ended within it."""
    header = out.readline()
    if header.endswith(b" missing\n"):
        return MISSING
    parts = header.split()
    if len(parts) != 3:
        return None
    size = int(parts[2])
    if parts[1] == b"blob" and size <= limit:
        data = out.read(size + 1)
        return Content(data[:-1]) if len(data) == size + 1 else None
    if not _drain(out, size + 1):
        return None
    return Content(None, f"{size:,} bytes, over the limit of {limit:,}" if parts[1] == b"blob" else "no file")


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
