"""Manifests of every kind, among the files of a case."""

from __future__ import annotations

from functools import cache

from case_texts import CASES, cases_in

from blastgate import registry
from blastgate.testing import snapshot_of

ROOM = "blastgate.manifests"


@cache
def _cases(kind: str) -> list[tuple[str, dict[str, str]]]:
    found = (cases_in(file) for file in sorted((CASES / "manifests" / kind).glob("*.yml")))
    return [(case["path"], case["files"]) for case in found]


def targets() -> tuple[str, ...]:
    """Every manifest kind."""
    return registry.names(ROOM)


def seeds(target: str) -> list[bytes]:
    """The manifest of every case, behind the byte that chooses its surroundings."""
    return [bytes([at]) + files[path].encode() for at, (path, files) in enumerate(_cases(target))]


def answer(target: str, data: bytes) -> object:
    """Read the claims; nothing may be raised."""
    path, files = _cases(target)[data[0] % len(_cases(target)) if data else 0]
    return registry.load(ROOM, target).read(path, data[1:], snapshot_of(files | {path: data[1:]}))
