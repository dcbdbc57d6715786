"""Lockfiles of a change, judged by the packages that moved in them: who needs one of those, instead of all governed.

Where that cannot be told (a side is missing, the file is not read, its settings moved), everything that the lockfile
governs stays affected, and the reason says why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from blastgate.impact.references import owner_of
from blastgate.lockfiles.names import kind_of
from blastgate.model.change import Change
from blastgate.model.graph import Governed, Graph
from blastgate.model.named import NamedTuple
from blastgate.model.snapshot import Snapshot

if TYPE_CHECKING:
    from blastgate.lockfiles.kinds.interface import Lock
    from blastgate.lockfiles.moved import Moved

MAX_TOLD = 3  # names of packages in one reason


class Locked(NamedTuple):
    """One lockfile of a change: its path, the components it governs, its owner among them, and what moved in it."""

    path: str
    space: str
    governed: frozenset[str]
    locks: tuple[Lock, Lock]
    moved: Moved


def judge_lockfiles(graph: Graph | None, change: Change, snapshots: Callable[[], Sequence[Snapshot]]) -> Graph | None:
    """Return the graph with each changed lockfile governing only who needs a package that moved in it.

    ``snapshots`` are those of base and head, asked for only when there is a lockfile in the change.
    """
    paths = tuple(dict.fromkeys(path for file in change.files for path in file.paths if kind_of(path)))
    if graph is None or not paths:
        return graph
    sides = snapshots()
    judged = [item for path in paths for item in _judged(graph, path, sides)]
    kept = [item for item in graph.governed if item.path not in {governed.path for governed in judged}]
    return graph._replace(governed=tuple(sorted((*kept, *judged), key=lambda g: (g.path, g.why))))


def _judged(graph: Graph, path: str, sides: Sequence[Snapshot]) -> Iterator[Governed]:
    """Say whom one lockfile affects; without a word about it, it stays as the graph has it."""
    from blastgate.lockfiles.kinds.interface import LockError
    from blastgate.lockfiles.moved import compare

    before = [item for item in graph.governed if item.path == path]
    owner = owner_of(graph)(path)
    governed = frozenset(name for item in before for name in item.components) | ({owner} if owner else frozenset())
    try:
        space, locks = _locks(path, sides)
        yield from list(_told(graph, Locked(path, space, governed, locks, compare(*locks)), sides[-1]))
    except LockError as problem:
        for item in before:
            yield item._replace(why=f"{item.why}; all of them count: {problem}", code="lockfile-not-judged")


def _locks(path: str, sides: Sequence[Snapshot]) -> tuple[str, tuple[Lock, Lock]]:
    """Read a lockfile at base and head. Raises LockError where either side has none that can be read."""
    from blastgate.lockfiles.kinds.interface import LockError
    from blastgate.lockfiles.read import read_lock, space_of

    if len(sides) < 2:
        raise LockError("there are no two sides to compare")
    if not all(path in side for side in sides):
        raise LockError("it is new or gone")
    return space_of(path), (read_lock(path, sides[0]), read_lock(path, sides[-1]))


def _told(graph: Graph, locked: Locked, head: Snapshot) -> Iterator[Governed]:
    from blastgate.impact.lock_users import users_of

    moved = locked.moved
    if moved.everything:
        yield _governed(
            locked, locked.governed, "its settings changed, which hold for all packages", "lockfile-settings"
        )
        return
    if not moved.changes:
        yield _governed(locked, frozenset(), "no package moved in it", "lockfile-moved")
        return
    found, unclaimed = users_of(graph, locked, head)
    if unclaimed:
        why = f"{_listed(moved, unclaimed)}; who needs that is not written there, so all of them count"
        yield _governed(locked, locked.governed, why, "lockfile-unlinked")
        return
    yield from _by_package(locked, found)


def _by_package(locked: Locked, found: Mapping[str, str]) -> Iterator[Governed]:
    """Tell each component the nearest package that moved for it; those with the same one are told together."""
    groups: dict[str, set[str]] = {}
    for component, name in found.items():
        if component in locked.governed:
            groups.setdefault(name, set()).add(component)
    if not groups:
        why = f"{_listed(locked.moved, list(locked.moved.changes))}, which nothing that ships needs"
        yield _governed(locked, frozenset(), why, "lockfile-moved")
    for name, components in sorted(groups.items()):
        yield _governed(locked, frozenset(components), _listed(locked.moved, [name]), "lockfile-moved")


def _governed(locked: Locked, components: frozenset[str], why: str, code: str) -> Governed:
    whole = locked.space != "go" or code != "lockfile-moved"
    exact = not any(lock.own for lock in locked.locks)
    return Governed(locked.path, tuple(sorted(components)), why, code=code, exact=exact, whole=whole)


def _listed(moved: Moved, names: Sequence[str]) -> str:
    shown = [f"{name} {moved.changes.get(name, '')}".strip() for name in names[:MAX_TOLD]]
    others = len(moved.changes) - len(shown)
    return f"it moves {', '.join(shown)}" + (f" (and {others} more)" if others > 0 else "")
