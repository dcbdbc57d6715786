"""One lockfile of one side: found by its kind, read once, with the file beside it where its kind wants that."""

from __future__ import annotations

from typing import cast

from blastgate import registry
from blastgate.lockfiles.kinds.interface import Lock, LockError, Lockfile
from blastgate.lockfiles.names import ROOM, kind_of
from blastgate.model.snapshot import Snapshot


def space_of(path: str) -> str:
    """Name the space of the references by which manifests ask for the packages of a lockfile."""
    return _kind(path).SPACE


def read_lock(path: str, snapshot: Snapshot) -> Lock:
    """Read a lockfile of a snapshot. Raises LockError for what is not there, too large, or none."""
    lock = _read(path, snapshot)
    beside = f"{path[: path.rfind('/') + 1]}go.mod"
    if path.endswith("go.sum") and beside in snapshot:
        from blastgate.lockfiles.kinds.go import built

        return built(lock, _read(beside, snapshot))
    return lock


def _kind(path: str) -> Lockfile:
    name = kind_of(path)
    if name is None:
        raise LockError("it is no lockfile that is read here")
    return cast(Lockfile, registry.load(ROOM, name))


def _read(path: str, snapshot: Snapshot) -> Lock:
    content = snapshot.read(path)
    if content.data is None:
        raise LockError(content.why)
    return _kind(path).read(content.data)
