"""Lockfiles of every kind."""

from __future__ import annotations

from case_texts import CASES, cases_in

from blastgate import registry
from blastgate.lockfiles.kinds.interface import LockError
from blastgate.lockfiles.moved import compare
from blastgate.lockfiles.names import kind_of

ROOM = "blastgate.lockfiles.kinds"


def targets() -> tuple[str, ...]:
    """Every lockfile kind."""
    return registry.names(ROOM)


def seeds(target: str) -> list[bytes]:
    """Both sides of every case of the kind."""
    found = [cases_in(file) for file in sorted((CASES / "lockfiles").glob("*.yml"))]
    return [case[side].encode() for case in found if kind_of(case["path"]) == target for side in ("base", "head")]


def answer(target: str, data: bytes) -> object:
    """Read the packages, or be told by LockError; nothing moves between a lockfile and itself."""
    try:
        lock = registry.load(ROOM, target).read(data)
    except LockError as error:
        return str(error)
    assert compare(lock, lock) == ({}, {}, False)
    return lock
