"""Which packages moved between two versions of a lockfile, and which packages thereby differ in what they bring."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from blastgate.lockfiles.kinds.interface import Lock, Package
from blastgate.model.named import NamedTuple


class Moved(NamedTuple):
    """``reached`` maps the ids of either side that moved or need what moved to the nearest name that moved.
    ``changes`` says how each name moved, in order; ``everything``: settings differ, so that all did."""

    reached: Mapping[str, str]
    changes: Mapping[str, str]
    everything: bool


def compare(base: Lock, head: Lock) -> Moved:
    """Compare two versions of a lockfile: a package moved when its version, its source or what was hashed differs."""
    stays = {key for key, package in base.packages.items() if _stays(package, head.packages.get(key))}
    gone, new = base.packages.keys() - stays, head.packages.keys() - stays
    reached = {**_reached(base.packages, gone, head), **_reached(head.packages, new, base)}
    changes = _changes([base.packages[key] for key in gone], [head.packages[key] for key in new])
    return Moved(reached, changes, base.settings != head.settings)


def _stays(before: Package, after: Package | None) -> bool:
    """Files that go, and hashes where there were none, are no move; a file more is, for it may be the one installed."""
    if after is None or (before.version, before.source) != (after.version, after.source):
        return False
    return not before.hashes or bool(after.hashes and after.hashes <= before.hashes)


def _reached(packages: Mapping[str, Package], moved: set[str], other: Lock) -> dict[str, str]:
    """Follow needs backwards, nearest first; of several that are equally near, the first by name is told.

    A version that both sides have, only combined with others (peers), is told by the one of those that moved.
    """
    known = {(package.name, package.version, package.source) for package in other.packages.values()}
    combined = {key for key in moved if packages[key][:3] in known and not packages[key].hashes}
    reached = _spread(packages, moved - combined)
    return {**_spread(packages, moved), **reached}


def _spread(packages: Mapping[str, Package], moved: Iterable[str]) -> dict[str, str]:
    users: dict[str, list[str]] = {}
    for key, package in packages.items():
        for need in package.needs:
            users.setdefault(need, []).append(key)
    reached = {key: packages[key].name for key in sorted(moved)}
    now = list(reached)
    while now:
        after: dict[str, str] = {}
        for key in now:
            for user in users.get(key, ()):
                if user not in reached:
                    after[user] = min(after.get(user, reached[key]), reached[key])
        reached.update(after)
        now = sorted(after)
    return reached


def _changes(gone: Iterable[Package], new: Iterable[Package]) -> dict[str, str]:
    before: dict[str, set[str]] = {}
    after: dict[str, set[str]] = {}
    for package in gone:
        before.setdefault(package.name, set()).add(package.version)
    for package in new:
        after.setdefault(package.name, set()).add(package.version)
    return {name: _change(before.get(name), after.get(name)) for name in sorted(before.keys() | after.keys())}


def _change(before: set[str] | None, after: set[str] | None) -> str:
    if before is None:
        return f"new at {', '.join(sorted(after or ()))}"
    if after is None:
        return f"gone from {', '.join(sorted(before))}"
    if before == after:
        return f"{', '.join(sorted(after))} resolved anew"
    return f"{', '.join(sorted(before))} to {', '.join(sorted(after))}"
