"""Which components need a package that moved: by the lockfile's own list of projects, by manifests, or by imports."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from blastgate.impact.claims import read_claims
from blastgate.impact.files_reached import reach_files
from blastgate.impact.folders import is_tool_settings
from blastgate.impact.places import is_quiet
from blastgate.impact.references import Owner, owner_of
from blastgate.lockfiles.kinds.interface import Index
from blastgate.model.graph import Graph
from blastgate.model.named import NamedTuple
from blastgate.model.snapshot import Snapshot

if TYPE_CHECKING:
    from blastgate.impact.locked import Locked

MAX_FILES = 30_000  # sources that are searched; with more, each of them counts as importing everything

# How a source names what it takes in. A string that is no import counts too: better one too many.
PATTERNS = {
    "npm": (
        re.compile(rb"[\"'`]((?:@[\w.~-]{1,100}/)?[\w.~-]{1,200})(?:/[^\"'`\s]{0,300})?[\"'`]"),
        (".js", ".jsx", ".mjs", ".cjs", ".ts", ".tsx", ".mts", ".cts", ".vue", ".svelte", ".astro"),
    ),
    "pypi": (re.compile(rb"^[ \t]{0,80}(?:import|from)[ \t]{1,9}(\w{1,100})", re.MULTILINE), (".py", ".pyi")),
    "go": (re.compile(rb"\"([^\"\s]{1,300})\""), (".go",)),
}


class Asked(NamedTuple):
    """What a component asks for: packages that ship with it, and those that count where its sources import them."""

    shipped: set[str]
    imported: set[str]


def users_of(graph: Graph, locked: Locked, head: Snapshot) -> tuple[dict[str, str], list[str]]:
    """Map each component that needs a moved package to the nearest one; and list moved names that nobody asks for by
    name where the lockfile does not say who needs them."""
    if locked.space == "go":
        return _by_imports(graph, locked, head)
    if locked.space == "gradle-alias":
        from blastgate.impact.alias_users import users_by_alias

        return users_by_alias(graph, locked, head)
    asked = _asked(graph, locked, head)
    reached = locked.moved.reached
    found: dict[str, str] = {}
    wanted: dict[str, dict[str, str]] = {}
    for component, ids in asked.items():
        names = sorted(reached[key] for key in ids.shipped if key in reached)
        if names:
            found[component] = names[0]
        else:
            wanted[component] = {_name_of(key, locked): reached[key] for key in ids.imported if key in reached}
    found.update(_imported(graph, locked.space, wanted, head))
    if not any(ids.shipped or ids.imported for ids in asked.values()):
        return {}, list(locked.moved.changes)
    linked = all(lock.linked for lock in locked.locks)
    known = {_name_of(key, locked) for ids in asked.values() for key in (*ids.shipped, *ids.imported)}
    return found, [] if linked else [name for name in locked.moved.changes if name not in known]


def _name_of(key: str, locked: Locked) -> str:
    package = locked.locks[1].packages.get(key) or locked.locks[0].packages[key]
    return package.name


def _asked(graph: Graph, locked: Locked, head: Snapshot) -> dict[str, Asked]:
    """Collect what each governed component asks for. What the top asks for, the others may import without saying so."""
    owner = owner_of(graph)
    top = owner(locked.path)
    direct = _listed_users(locked, owner) if any(lock.users for lock in locked.locks) else {}
    asked = direct or _claimed_users(graph, locked, head)
    above = asked.get(top or "", Asked(set(), set()))
    for component in locked.governed:
        mine = asked.setdefault(component, Asked(set(), set()))
        if component != top:
            mine.imported.update(above.shipped, above.imported)
    return asked


def _listed_users(locked: Locked, owner: Owner) -> dict[str, Asked]:
    folder = locked.path[: locked.path.rfind("/") + 1]
    asked: dict[str, Asked] = {}
    for lock in locked.locks:
        for place, needs in lock.users.items():
            name = owner(f"{folder}{place}/x" if place else f"{folder}x")
            if name is not None:
                mine = asked.setdefault(name, Asked(set(), set()))
                mine.shipped.update(needs.shipped)
                mine.imported.update(needs.dev)
    return asked


def _claimed_users(graph: Graph, locked: Locked, head: Snapshot) -> dict[str, Asked]:
    """Read the manifests that stand in the roots of the governed components, for the packages that they name."""
    roots = {c.root: c.name for c in graph.components if c.name in locked.governed and c.root is not None}
    entries = {path: entry for path, entry in head.entries.items() if path[: path.rfind("/") + 1].rstrip("/") in roots}
    claims = read_claims(Snapshot(head.tree, entries, head.reader))
    indexes = [Index(lock.packages) for lock in locked.locks]
    asked: dict[str, Asked] = {}
    for edge in claims.edges:
        space, _, name = edge.to.partition(":")
        component = roots.get(edge.from_.removeprefix("path:"))
        if space == locked.space and component is not None:
            mine = asked.setdefault(component, Asked(set(), set()))
            for index in indexes:
                (mine.imported if edge.dev else mine.shipped).update(index.named(name))
    return asked


def _imported(
    graph: Graph, space: str, wanted: Mapping[str, Mapping[str, str]], head: Snapshot
) -> Iterator[tuple[str, str]]:
    """Yield the components whose shipped sources import a package that they do not declare for shipping."""
    wanted = {component: names for component, names in wanted.items() if names}
    if not wanted or space not in PATTERNS:
        return
    owner = owner_of(graph)
    names = {name for found in wanted.values() for name in found}
    for path, hits in _mentions(graph, space, names, head, lambda path: owner(path) in wanted):
        component = owner(path) or ""
        labels = sorted(wanted[component][name] for name in hits if name in wanted[component])
        if labels:
            yield component, labels[0]


def _mentions(
    graph: Graph, space: str, names: Iterable[str], head: Snapshot, counts: Callable[[str], bool]
) -> Iterator[tuple[str, set[str]]]:
    """Search the shipped sources for packages by name; one that cannot be read mentions all."""
    pattern, endings = PATTERNS[space]
    written = {name.replace("-", "_") if space == "pypi" else name: name for name in sorted(names)}
    sources = (path for path in sorted(graph.files) if path.endswith(endings) and counts(path))
    files = [path for path in sources if not is_quiet(path) and not is_tool_settings(path)]
    if len(files) > MAX_FILES:
        yield from ((path, set(written.values())) for path in files)
        return
    for path, content in head.read_many([path for path in files if path in head]):
        hits = set(written.values())
        if content.data is not None:
            found = {hit.decode("utf-8", "replace") for hit in pattern.findall(content.data)}
            hits = {written[name] for hit in found for name in _ways(space, hit) if name in written}
        if hits:
            yield path, hits


def _ways(space: str, hit: str) -> Iterator[str]:
    """Yield the packages that a name in a source may mean: a Go import path is of the module that it begins with."""
    yield hit
    while space == "go" and "/" in hit:
        hit = hit.rpartition("/")[0]
        yield hit


def _by_imports(graph: Graph, locked: Locked, head: Snapshot) -> tuple[dict[str, str], list[str]]:
    """Go builds a package of what its files import: follow the files that import a moved module."""
    folder = locked.path[: locked.path.rfind("/") + 1]
    owner = owner_of(graph)
    files: dict[str, set[str]] = {}
    for path, hits in _mentions(graph, "go", locked.moved.changes, head, lambda path: path.startswith(folder)):
        for name in hits:
            files.setdefault(name, set()).add(path)
    found: dict[str, str] = {}
    for name, changed in sorted(files.items()):
        reach = reach_files(changed, graph)
        for path in (*changed, *(path for path in reach.steps if path not in reach.tests)):
            component = owner(path)
            if component is not None:
                found.setdefault(component, name)
    return found, [name for name in locked.moved.changes if name not in files]
