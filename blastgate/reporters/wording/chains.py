"""How something is reached: the chain of names and the place that proves its first step."""

from __future__ import annotations

from collections.abc import Sequence

from blastgate.model.graph import Edge


def chain(via: Sequence[Edge], keep: int = 6) -> str:
    """Draw ``checkout → cart → shared-lib``; a longer chain loses its middle, and says how much of it."""
    if not via:
        return ""
    names = [via[0].from_, *(edge.to for edge in via)]
    if len(names) > keep:
        left_out = len(names) - keep + 1
        names = [*names[: keep - 2], f"({left_out} more)", names[-1]]
    return " → ".join(names)


def proof(via: Sequence[Edge]) -> str:
    """Name the file and line that prove the first step of a chain."""
    return via[0].evidence if via else ""
