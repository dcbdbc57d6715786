"""Source files of every language."""

from __future__ import annotations

from case_texts import texts_of

from blastgate import registry

ROOM = "blastgate.languages"


def targets() -> tuple[str, ...]:
    """Every language."""
    return registry.names(ROOM)


def seeds(target: str) -> list[bytes]:
    """Sources and trees of its cases."""
    return texts_of(f"languages/{target}/*.yml")


def answer(target: str, data: bytes) -> object:
    """Find the imports; nothing may be raised."""
    return registry.load(ROOM, target).extract(data)
