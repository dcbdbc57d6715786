"""The dependency graph of a change: kept from an earlier run, brought up to date by what differs, or built.

A graph is kept by the id of its tree, with a digest of everything else that it depends on: what the policy says of it
and the code that builds it. So a kept graph is the one that would be built, and a warm run answers as a cold one.
"""

from __future__ import annotations

import json
import os
import struct
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from blastgate import __version__
from blastgate.impact.files import FactsStore
from blastgate.impact.merge import merge
from blastgate.impact.modified import Differences, Trees, is_plain, modify
from blastgate.impact.packed_imports import machine
from blastgate.impact.stored import Built, pack_graph, unpack_graph
from blastgate.model.graph import Graph
from blastgate.model.snapshot import BlobReader, Content, Entry, Snapshot
from blastgate.model.wording import some
from blastgate.sources.cache import Cache, cache_of, fingerprint
from blastgate.sources.git.objects import DAMAGED, MISSING
from blastgate.sources.git.process import MISSING_REMEDY
from blastgate.sources.sides import Side, differing, differing_between

if TYPE_CHECKING:
    from blastgate.policy.graph_rules import GraphRules

ROOMS = (
    "impact",
    "languages",
    "lockfiles",
    "lockfiles/kinds",
    "manifests",
    "model",
)  # the code that a graph depends on
NEAR = 3  # graphs of other trees that are looked at when there is none of this one
ABSENT = f"not here (a partial clone), so what is affected through them is not seen; {MISSING_REMEDY}"
MAX_PATCHED = 2_000  # paths that differ: beyond, building anew is not slower
ASSETS = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".ico", ".mp4", ".woff", ".woff2", ".ttf", ".pdf", ".zip")
FEW = 20  # files: a graph is kept again when more than these have changed since


def read_graph(sides: list[Side], rules: GraphRules, cached: bool | Cache = True) -> Graph | None:
    """Read the graphs of base and head as one; None without any tree. ``cached`` keeps them between runs, in the
    repository's own cache or in one that is given."""
    if not sides:
        return None
    cache = cached if isinstance(cached, Cache) else cache_of(sides[0].git.common_dir) if cached else Cache(None)
    shelf = Shelf(cache, rules)
    base, head = shelf.graph_of(sides[0]), sides[-1]
    if head is sides[0]:
        return _with_absence(base.graph)
    changed = differing(sides[0], head)
    after = shelf.moved_by(base, changed, head) if changed is not None else None
    return _with_absence(merge(base.graph, (after or shelf.graph_of(head)).graph))


def _with_absence(graph: Graph) -> Graph:
    """Warn of files whose objects are not here: without them, few who depend on each other seem to be none."""
    absent = [item.path for item in graph.unreadable if item.why == MISSING.why]
    return graph._replace(warnings=(f"{some(absent)}: {ABSENT}", *graph.warnings)) if absent else graph


class Shelf:
    """The graphs at hand under some rules for them: in memory what base and head share, on disk what is kept."""

    def __init__(self, cache: Cache, rules: GraphRules) -> None:
        self._cache = cache
        self._components = rules.components
        self._facts = FactsStore(rules.string_imports)
        self._recalled = False
        self._ending = f"-{settings_digest(rules)}.graph"
        self._memory = f"{_code()}.imports"

    def graph_of(self, side: Side) -> Built:
        """Return the graph of one tree."""
        found = self._kept(f"{side.tree}{self._ending}") if side.committed else None
        found = found or (self._near(side) if side.committed else None)
        if found is None:
            found, whole = self._build(side)
            if whole:
                self._keep(side, found)
        return found

    def _build(self, side: Side) -> tuple[Built, bool]:
        """Build a graph, and tell whether every object that it asked for is here: what is not may come later."""
        from blastgate.impact.build import build  # with every reader of manifests: a warm run needs none

        reader = _Watching(side.snapshot.reader)
        snapshot = Snapshot(side.snapshot.tree, side.snapshot.entries, reader)
        if side.git.remote is not None:
            side.git.supplied([entry.blob for path, entry in snapshot.entries.items() if _may_say(path, entry)])
        self._recall()
        before = self._facts.scanned
        found = build(snapshot, self._components, self._facts)
        if self._cache.folder is not None and self._facts.scanned - before > FEW:
            self._cache.save(self._memory, json.dumps(self._facts.rows()).encode())
        return found, reader.whole

    def _recall(self) -> None:
        """Take over the imports of blobs that an earlier run read; once, when something must be built."""
        data = None if self._recalled else self._cache.load(self._memory)
        self._recalled = True
        try:
            rows = json.loads(data) if data is not None else {}
        except ValueError:
            rows = {}
        if rows:
            self._facts.recall(rows)

    def moved_by(self, base: Built, changed: Differences, side: Side) -> Built | None:
        """Bring a graph up to date with what differs; None where that takes building."""
        if not (changed.came or changed.went):
            found = modify(base, changed.modified, Trees(side.reader.read, lambda: side.snapshot), self._facts)
            if found is not None:
                return found
        if not all(is_plain(change, base.settings) for change in changed.modified):
            return None
        if len(changed.modified) + len(changed.came) + len(changed.went) > MAX_PATCHED:
            return None
        if any(entry.blob in base.settings for entry in changed.went.values()):
            return None
        return self._patched(base, changed, side)

    def _patched(self, base: Built, changed: Differences, side: Side) -> Built | None:
        """Read manifests and the imports in question again; None where an object is not here."""
        from blastgate.impact.patched_paths import patch_paths

        reader = _Watching(side.snapshot.reader)
        self._recall()
        head = Snapshot(side.snapshot.tree, side.snapshot.entries, reader)
        found = patch_paths(base, changed, head, self._facts, self._components)
        return found if reader.whole else None

    def moved(self, known: Built, from_: Side, to: Side) -> Built:
        """Return the graph of a tree from that of another: by what differs, else built; it is kept nowhere."""
        changed = differing(from_, to)
        found = self.moved_by(known, changed, to) if changed is not None else None
        return found or self._build(to)[0]

    def _near(self, side: Side) -> Built | None:
        """Bring a kept graph of another tree up to date, one that differs by few files."""
        for name in islice(self._cache.names(self._ending), NEAR):
            changed = differing_between(side.git, name.removesuffix(self._ending), side.tree)
            base = self._kept(name) if changed is not None else None
            found = self.moved_by(base, changed, side) if base and changed is not None else None
            if found is not None and changed is not None:
                if changed.came or changed.went or len(changed.modified) > FEW:
                    self._keep(side, found)
                return found
        return None

    def _kept(self, name: str) -> Built | None:
        data = self._cache.load(name)
        try:
            return None if data is None else unpack_graph(data)
        except (ValueError, TypeError, IndexError, struct.error):
            return None

    def _keep(self, side: Side, built: Built) -> None:
        if side.committed and self._cache.folder is not None:
            self._cache.save(f"{side.tree}{self._ending}", pack_graph(built))


def _may_say(path: str, entry: Entry) -> bool:
    """Tell whether a file may say something of the graph; pictures and the like need not be fetched."""
    return entry.mode.startswith("100") and not path.lower().endswith(ASSETS)


class _Watching:
    """A blob reader that remembers whether an object was missing or damaged."""

    def __init__(self, reader: BlobReader) -> None:
        self._reader = reader
        self.whole = True

    def read(self, blobs: Iterable[str]) -> Iterator[Content]:
        """Yield one content per blob id."""
        for content in self._reader.read(blobs):
            if content.data is None and content in (MISSING, DAMAGED):
                self.whole = False
            yield content


def settings_digest(rules: GraphRules) -> str:
    """Digest what a graph depends on beside the tree."""
    if not any(rules):
        return _code()
    from hashlib import sha256  # rules are written by others: no two may be taken for one another

    return f"{_code()}-{sha256(repr(rules).encode('utf-8', 'backslashreplace')).hexdigest()[:32]}"


@cache
def _code() -> str:
    """Digest the code that makes graphs of trees, and the machine's way to write numbers."""
    files = (file for room in ROOMS for file in _files(f"{Path(__file__).parent}/{room}"))
    return fingerprint([f"{__version__}\0{machine()}".encode(), *(part for file in files for part in file)])


def _files(room: str) -> Iterator[tuple[bytes, bytes]]:
    """Yield the name and the bytes of each module of a room; plain calls, since every run reads them all."""
    for name in sorted(os.listdir(room)):  # noqa: PTH208
        if name.endswith(".py"):
            with open(f"{room}/{name}", "rb", buffering=0) as file:  # noqa: PTH123
                yield name.encode(), file.read()
