"""The impact of merged changes, one after the other: kept from an earlier run, else by a graph that moves with them.

Neighbours on a line of history share a tree, so its graph is brought from one to the next by what differs. What was
found is kept by the ids of both commits with a digest of all that a graph depends on, as graphs are: under another
policy that says the same of graphs nothing has to be built again. What was found without some objects (a partial clone)
is kept with their ids, and holds until one of them is here.
"""

from __future__ import annotations

import json
import zlib

from blastgate.errors import SourceError
from blastgate.impact.affected import assess_impact
from blastgate.impact.locked import judge_lockfiles
from blastgate.impact.merge import merge
from blastgate.impact.stored import Built
from blastgate.kept_graphs import Shelf, settings_digest
from blastgate.model.change import Change
from blastgate.model.codec import decode, encode
from blastgate.model.graph import Graph
from blastgate.model.impact import Impact
from blastgate.policy.graph_rules import GraphRules
from blastgate.sources.cache import Cache, cache_of
from blastgate.sources.git.door import Git
from blastgate.sources.git.objects import DAMAGED, MISSING, ObjectReader
from blastgate.sources.git.trees import entry_at
from blastgate.sources.sides import Side, of_commits

MOST_KEPT = 5_000  # changes, the latest found
MOST_ABSENT = 100  # objects of one change that are not here
Kept = tuple[Impact, tuple[str, ...]]  # with the objects that it was found without


class ImpactShelf:
    """The impacts of changes between commits of one repository, under some rules for graphs."""

    def __init__(self, git: Git, rules: GraphRules, cached: bool) -> None:
        self._git = git
        self._cache = cache_of(git.common_dir) if cached else Cache(None)
        self._graphs = Shelf(self._cache, rules)
        self._name = f"{settings_digest(rules)}.impacts"
        self._kept = self._load()
        self._fresh = 0
        self._built: dict[str, tuple[Side, Built]] = {}

    def of(self, change: Change) -> Impact:
        """Assess what a change between two commits affects; chains are left out, and what it does not touch and could
        not be read. Raises SourceError where a tree is not here."""
        key = f"{change.base} {change.head}"
        known = self._kept.get(key)
        if known is not None:
            return known[0]
        whole = assess_impact(change, self.graph_of(change))
        impact, absent = _brief(whole, change), self._absent(whole, change)
        if absent is not None:
            self._kept[key] = impact, absent
            self._fresh += 1
        return impact

    def _absent(self, impact: Impact, change: Change) -> tuple[str, ...] | None:
        """Name the objects that are not here; None where some are damaged, or too many are not here."""
        paths = [item.path for item in impact.unreadable if item.why == MISSING.why]
        if len(paths) > MOST_ABSENT or any(item.why == DAMAGED.why for item in impact.unreadable):
            return None
        trees = [side.tree for side in of_commits(self._git, change.base, change.head)] if paths else []
        found = (entry_at(self._git, tree, path) for tree in trees for path in paths)
        return tuple(sorted({entry.blob for entry in found if entry is not None}))

    def graph_of(self, change: Change) -> Graph | None:
        """Return the graph of both sides of a change, as ``check`` has it. Raises SourceError as :meth:`of` does."""
        both = of_commits(self._git, change.base, change.head)
        return judge_lockfiles(self._merged(both), change, lambda: [side.snapshot for side in both])

    def keep(self) -> None:
        """Keep what was found for the next run."""
        if self._fresh:
            rows = {key: [encode(impact), absent] for key, (impact, absent) in list(self._kept.items())[-MOST_KEPT:]}
            self._cache.save(self._name, zlib.compress(json.dumps(rows).encode(), 1))

    def _load(self) -> dict[str, Kept]:
        data = self._cache.load(self._name)
        try:
            rows = json.loads(zlib.decompress(data)) if data is not None else {}
            kept = {key: (decode(Impact, row), tuple(map(str, absent))) for key, (row, absent) in rows.items()}
        except (ValueError, TypeError, zlib.error, AttributeError, SourceError):
            return {}
        here = self._here({blob for _, absent in kept.values() for blob in absent})
        return {key: one for key, one in kept.items() if here.isdisjoint(one[1])}

    def _here(self, blobs: set[str]) -> set[str]:
        """Tell which objects have come since."""
        wanted = sorted(blobs)
        contents = ObjectReader(self._git).read(wanted) if wanted else ()
        return {blob for blob, content in zip(wanted, contents, strict=True) if content != MISSING}

    def _merged(self, sides: list[Side]) -> Graph:
        head = self._moved_to(sides[-1])  # of a newest-first line, the base of the change before
        base = self._moved_to(sides[0])
        return merge(base.graph, head.graph)

    def _moved_to(self, side: Side) -> Built:
        """Find the graph of a tree; of others only the last one is remembered."""
        known = self._built.get(side.tree)
        if known is None:
            near = next(iter(self._built.values()), None)
            found = self._graphs.moved(near[1], near[0], side) if near else self._graphs.graph_of(side)
            known = side, found
        self._built = {side.tree: known}
        return known[1]


def _brief(impact: Impact, change: Change) -> Impact:
    touched = {path for file in change.files for path in file.paths}
    return impact._replace(
        affected=tuple(item._replace(via=()) for item in impact.affected),
        unreadable=tuple(item for item in impact.unreadable if item.path in touched),
    )
