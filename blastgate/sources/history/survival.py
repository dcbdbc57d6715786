"""Which commit each line at a head is from, by ``git blame``; remembered per file content, for blame is slow.

Format: git-blame(1) "INCREMENTAL OUTPUT": each run of lines begins with ``<commit> <old line> <line> <count>``.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from blastgate.errors import SourceError
from blastgate.model.change import SUBMODULE, SYMLINK
from blastgate.model.snapshot import Entry
from blastgate.sources.git.door import Git
from blastgate.sources.git.objects import ObjectReader
from blastgate.sources.history.blame_cache import BlameCache, Lines
from blastgate.sources.snapshot import read_snapshot

MAX_BLAMED_BYTES = 1_000_000
BINARY_WITHIN = 8_000  # bytes that git looks at for a NUL (xdiff-interface.c, FIRST_FEW_BYTES)
WORKERS = min(8, os.cpu_count() or 1)  # git processes at once
_run = re.compile(rb"^([0-9a-f]{40}(?:[0-9a-f]{24})?) \d+ \d+ (\d+)$", re.MULTILINE)
Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Blamed:
    """Lines at a head by commit id; ``files`` were blamed, ``skipped`` were not."""

    lines: Counter[str] = field(default_factory=Counter)
    files: int = 0
    skipped: int = 0


def read_survival(git: Git, head: str, cache: BlameCache, progress: Progress) -> Blamed:
    """Blame every text file at a head (a commit id), at most 1 MB each; ``progress`` hears how many of how many.

    What is cached holds for a path with the same content while all the commits it names are still behind the head.
    Raises SourceError when history that blame needs is not here.
    """
    files, skipped = _text_files(git, head)
    reached = _reached(git, head) if files else frozenset[str]()
    found = Blamed(skipped=skipped)
    whole = False
    try:
        for done, lines in enumerate(_each(git, head, files, reached, cache), 1):
            found.lines.update(lines)
            found.files += 1
            progress(done, len(files))
        whole = True
    finally:
        cache.save(whole)
    return found


def _each(
    git: Git, head: str, files: list[tuple[str, str]], reached: frozenset[str], cache: BlameCache
) -> Iterator[Lines]:
    """Yield the lines of each file in order, asking git for a few files ahead."""
    history: Git | None = None
    with ThreadPoolExecutor(WORKERS) as pool:
        ahead: deque[tuple[str, str, Lines | Future[Lines]]] = deque()
        try:
            for path, blob in files:
                known = cache.get(path, blob)
                if known is None or not reached.issuperset(known):
                    history = history or _with_changed_paths(git, head)
                    ahead.append((path, blob, pool.submit(_blame, history, head, path)))
                else:
                    ahead.append((path, blob, known))
                if len(ahead) > 4 * WORKERS:
                    yield _taken(ahead, cache)
            while ahead:
                yield _taken(ahead, cache)
        finally:
            pool.shutdown(cancel_futures=True)


def _taken(ahead: deque[tuple[str, str, Lines | Future[Lines]]], cache: BlameCache) -> Lines:
    path, blob, lines = ahead.popleft()
    if isinstance(lines, Future):
        lines = lines.result()
        cache.put(path, blob, lines)
    return lines


def _with_changed_paths(git: Git, head: str) -> Git:
    """Return the same objects with a commit graph beside them that knows which paths each commit changed.

    Blame then skips most commits unread (git-commit-graph(1) "--changed-paths"): about four times as fast, and the
    graph takes as long as one ``git log --raw``. Nothing is written into the repository; a shallow one has no graph.
    """
    store = git.store
    folder = Path(tempfile.mkdtemp(prefix="blastgate-"))
    (folder / "info").mkdir()
    objects = os.fsencode(store.environment["GIT_OBJECT_DIRECTORY"])
    (folder / "info" / "alternates").write_bytes(objects + b"\n")
    beside = store.using(GIT_OBJECT_DIRECTORY=str(folder)).owning(folder)
    beside.try_run("commit-graph", "write", "--stdin-commits", "--changed-paths", input=head.encode())
    return beside


def _blame(history: Git, head: str, path: str) -> Lines:
    code, out, err = history.ask("blame", "--incremental", head, "--", path)
    if code:
        first = err.decode("utf-8", "replace").strip().split("\n")[0][:200]
        hint = "clone again without --filter, or leave out --surviving"
        raise SourceError(f"cannot be blamed: {first}", path, hint)
    lines: Counter[str] = Counter()
    for sha, count in _run.findall(out):
        lines[sha.decode()] += int(count)
    return dict(lines)


def _text_files(git: Git, head: str) -> tuple[list[tuple[str, str]], int]:
    """List path and blob of the files to blame, and count those that are left out."""
    entries = read_snapshot(git, head).entries
    regular = [(path, entry.blob) for path, entry in entries.items() if _is_regular(entry)]
    reader = ObjectReader(git, MAX_BLAMED_BYTES)
    contents = reader.read(blob for _, blob in regular)
    kept = [file for file, content in zip(regular, contents, strict=True) if _is_text(content.data)]
    return kept, len(entries) - len(kept)


def _is_regular(entry: Entry) -> bool:
    return entry.mode not in (SYMLINK, SUBMODULE)


def _is_text(data: bytes | None) -> bool:
    return data is not None and b"\0" not in data[:BINARY_WITHIN]


def _reached(git: Git, head: str) -> frozenset[str]:
    listing: Iterable[bytes] = git.store.run("rev-list", head).split()
    return frozenset(sha.decode() for sha in listing)
