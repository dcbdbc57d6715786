"""The graph of a tree from that of another one which differs by plain modifications: only changed files are looked at.

No path comes, goes or changes its nature, and nothing that steers manifests or resolvers is touched: then components
stand, every other file resolves as before, and what is new lies in the imports of the modified files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType

from blastgate.impact.files import FactKey, FactsStore, Resolved, language_of, settle
from blastgate.impact.lifted import evidence_order, lifted_edges
from blastgate.impact.packed_imports import PackedImports
from blastgate.impact.references import owner_of
from blastgate.impact.stored import Built
from blastgate.languages.interface import Import, Language
from blastgate.model.graph import Edge, FileEdge, Graph, Unresolved
from blastgate.model.named import NamedTuple
from blastgate.model.snapshot import Content, Entry, Snapshot

MAX_MODIFIED = 2_000  # beyond, building anew is not slower

Key = tuple[str, str, str]


class Modified(NamedTuple):
    """One path that both trees have, with what each holds there."""

    path: str
    old: Entry
    new: Entry


class Differences(NamedTuple):
    """All that differs between two trees: what both have, and the paths that came and went."""

    modified: tuple[Modified, ...]
    came: frozenset[str] = frozenset()
    went: Mapping[str, Entry] = MappingProxyType({})


def differences(base: Mapping[str, Entry], head: Mapping[str, Entry]) -> Differences:
    """Compare the files of two trees."""
    changed = ((path, base.get(path), entry) for path, entry in head.items())
    return Differences(
        tuple(Modified(path, old, new) for path, old, new in changed if old is not None and old != new),
        frozenset(head.keys() - base.keys()),
        {path: base[path] for path in base.keys() - head.keys()},
    )


class Trees(NamedTuple):
    """How to read blobs of either tree, and the new one's snapshot, listed only where a name must be resolved anew."""

    read: Callable[[Iterable[str]], Iterator[Content]]
    snapshot: Callable[[], Snapshot]


class _Source(NamedTuple):
    """A modified source file, and its imports before and after."""

    path: str
    before: tuple[Import, ...]
    after: tuple[Import, ...]


def modify(base: Built, changes: Iterable[Modified], trees: Trees, facts: FactsStore) -> Built | None:
    """Return the graph of the new tree, equal to building it; None where it must be built."""
    changes = list(changes)
    if len(changes) > MAX_MODIFIED or not all(is_plain(change, base.steering) for change in changes):
        return None
    sources = _sources(base.graph, changes, trees, facts)
    if sources is None:
        return None
    found = {source.path: _resolved(base.graph, source, trees, facts) for source in sources}
    imports = {path: resolved.edges for path, resolved in found.items()}
    edges = _component_edges(base.graph, imports)
    if edges is None:
        return None
    graph = base.graph._replace(
        edges=edges,
        imports=replaced(base.graph.imports, imports),
        unresolved=_unresolved(base.graph.unresolved, found),
    )
    settings = facts.steering()
    return Built(graph, base.steering | settings, base.settings | settings, base.manifests)


def is_plain(change: Modified, steering: frozenset[str]) -> bool:
    """Tell whether a path stays a file of its kind, and steered nothing."""
    regular = change.old.mode.startswith("100") and change.new.mode.startswith("100")
    return (regular or change.old.mode == change.new.mode) and change.old.blob not in steering


def _sources(graph: Graph, changes: list[Modified], trees: Trees, facts: FactsStore) -> list[_Source] | None:
    """Find the imports of the modified source files, before and after; None where one cannot be read."""
    regular = [c for c in changes if c.path in graph.files and c.old.mode.startswith("100")]
    unreadable = {item.path for item in graph.unreadable}
    wanted: dict[FactKey, Language] = {}
    for change in regular:
        language = language_of(change.path)
        if language is None or change.path in unreadable:
            return None
        for blob in (change.old.blob, change.new.blob):
            key = facts.key(blob, language)
            if facts.get(key) is None:
                wanted[key] = language
    for (key, language), content in zip(wanted.items(), trees.read(key.blob for key in wanted), strict=True):
        if content.data is None:
            return None
        facts.scan(key, language, content.data)
    return [_source(change, facts) for change in regular]


def _source(change: Modified, facts: FactsStore) -> _Source:
    language = language_of(change.path)
    assert language is not None
    before, after = (facts.get(facts.key(entry.blob, language)) or () for entry in (change.old, change.new))
    return _Source(change.path, before, after)


def _resolved(graph: Graph, source: _Source, trees: Trees, facts: FactsStore) -> Resolved:
    """Resolve the imports of a file; where only their lines moved, the edges move with them."""
    edges = graph.imports.get(source.path, ())
    missing = [item for item in graph.unresolved if item.path == source.path]
    moved = _moved(source)
    if moved is not None:
        return Resolved(
            tuple(edge._replace(line=moved[edge.line]) for edge in edges),
            tuple(item._replace(line=moved[item.line]) for item in missing),
        )
    if not source.after:
        return Resolved((), ())
    return settle(facts, trees.snapshot(), source.path, source.after)


def _moved(source: _Source) -> dict[int, int] | None:
    """Map the old line of each import to its new one; None where more than lines changed, or a line was split."""
    if [(i.name, i.kind) for i in source.before] != [(i.name, i.kind) for i in source.after]:
        return None
    moved: dict[int, int] = {}
    for old, new in zip(source.before, source.after, strict=True):
        if moved.setdefault(old.line, new.line) != new.line:
            return None
    return moved


def _component_edges(graph: Graph, changed: Mapping[str, tuple[FileEdge, ...]]) -> tuple[Edge, ...] | None:
    """Bring the edges between components up to date; None where an edge loses the file that proved it."""
    edges: dict[Key, Edge] = {(e.from_, e.to, e.kind): e for e in graph.edges}
    owner = owner_of(graph)
    for path, imports in changed.items():
        before = _lifted(graph, path, graph.imports.get(path, ()), owner)
        after = _lifted(graph, path, imports, owner)
        if any(edges[key].evidence.rpartition(":")[0] == path for key in before.keys() - after.keys()):
            return None
        for key, edge in after.items():
            known = edges.get(key)
            own = known is not None and known.evidence.rpartition(":")[0] == path
            if known is None or own or evidence_order(edge) < evidence_order(known):
                edges[key] = edge
    return tuple(edges[key] for key in sorted(edges))


def _lifted(
    graph: Graph, path: str, imports: tuple[FileEdge, ...], owner: Callable[[str], str | None]
) -> dict[Key, Edge]:
    """Lift the imports of one file; of several for one pair of components, the first line proves it."""
    best: dict[Key, Edge] = {}
    for edge in lifted_edges({path: imports}, graph.components, owner):
        key = (edge.from_, edge.to, edge.kind)
        if key not in best or evidence_order(edge) < evidence_order(best[key]):
            best[key] = edge
    return best


def replaced(
    imports: Mapping[str, tuple[FileEdge, ...]], changed: Mapping[str, tuple[FileEdge, ...]]
) -> Mapping[str, tuple[FileEdge, ...]]:
    """Replace the imports of some files; of a packed graph, without reading the others."""
    if isinstance(imports, PackedImports):
        return imports.replaced(changed)
    return {path: edges for path, edges in {**imports, **changed}.items() if edges}


def _unresolved(before: tuple[Unresolved, ...], found: Mapping[str, Resolved]) -> tuple[Unresolved, ...]:
    kept = [item for item in before if item.path not in found]
    new = [item for resolved in found.values() for item in resolved.unresolved]
    return tuple(sorted((*kept, *new), key=lambda item: item.path))
