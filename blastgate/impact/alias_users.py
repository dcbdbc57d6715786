"""Which projects of a Gradle build use an alias of its version catalog that moved: by their scripts, read as text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from blastgate.impact.references import Owner, owner_of
from blastgate.manifests._code import Code
from blastgate.manifests._gradle_aliases import Alias, aliases_in
from blastgate.model.graph import Graph
from blastgate.model.snapshot import Snapshot

if TYPE_CHECKING:
    from blastgate.impact.locked import Locked

MAX_SCRIPTS = 20_000
MAX_BYTES = 500_000
SCRIPTS = (".gradle", ".kts")
SOURCES = (".kt", ".groovy", ".java")  # of the plugins that a build is built with


def users_by_alias(graph: Graph, locked: Locked, head: Snapshot) -> tuple[dict[str, str], list[str]]:
    """Map each project that uses an alias that moved to what moved, and list what moved under no alias that is seen.

    What the top's own script takes as a plugin is set for all projects.
    """
    owner, reached = owner_of(graph), locked.moved.reached
    known = {key for lock in locked.locks for key in lock.packages}
    top = locked.path.rpartition("gradle/")[0]
    found: dict[str, str] = {}
    seen: set[str] = set()
    for path, alias in _used(graph, owner, top, head):
        name = _longest(alias.name, known) if alias is not None else ""
        seen.add(name)
        labels = reached.values() if alias is None else [reached[name]] if name in reached and not alias.dev else ()
        shared = name.startswith("plugins.") and path.rpartition("/")[0] == top.rstrip("/")
        for label in labels:
            for component in locked.governed if shared else _set_up_by(path, graph, owner):
                found[component] = min(found.get(component, label), label)
    told = {label for name, label in reached.items() if name in seen}
    return found, [name for name in locked.moved.changes if name not in told]


def _used(graph: Graph, owner: Owner, top: str, head: Snapshot) -> Iterator[tuple[str, Alias | None]]:
    """Yield what scripts below the top of a build use, and the sources of its plugins; of one that is not read, None:
    it may use anything."""
    tools = {component.name for component in graph.components if component.kind == "tool"}
    below = [path for path in sorted(head.entries) if path.startswith(top)]
    paths = [p for p in below if p.endswith(SCRIPTS) or (p.endswith(SOURCES) and owner(p) in tools)]
    yield from ((path, None) for path in paths[MAX_SCRIPTS:])
    for path, content in head.read_many(paths[:MAX_SCRIPTS]):
        if content.data is None or len(content.data) > MAX_BYTES:
            yield path, None
            continue
        code = Code(content.data.decode("utf-8", "replace"))
        for alias in aliases_in(code, strings=owner(path) in tools and path.rpartition("/")[0] != top.rstrip("/")):
            yield path, alias


def _longest(accessor: str, known: set[str]) -> str:
    """Take the calls from an accessor: ``okhttp.core.get`` means ``okhttp.core``."""
    while accessor not in known and "." in accessor:
        accessor = accessor.rpartition(".")[0]
    return accessor


def _set_up_by(path: str, graph: Graph, owner: Owner) -> set[str]:
    """Name the project of a script, and those that it sets up."""
    own = owner(path)
    governed = {name for item in graph.governed if item.path == path for name in item.components}
    return governed | ({own} if own else set())
