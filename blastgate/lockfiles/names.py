"""Which file is a lockfile of which kind, by its name: asked for every changed path, so no kind is loaded for it.

A file in which people set versions for a whole workspace is judged in the same way.
"""

from __future__ import annotations

from functools import cache

from blastgate import registry

ROOM = "blastgate.lockfiles.kinds"


@cache
def kinds() -> dict[str, str]:
    """Map each name of a lockfile to its kind."""
    return {file: name for name in registry.names(ROOM) for file in registry.texts(ROOM, name, "FILES")}


def kind_of(path: str) -> str | None:
    """Name the kind of a lockfile; None for any other file."""
    return kinds().get(path[path.rfind("/") + 1 :])
