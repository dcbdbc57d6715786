"""Who is affected by a change, and the chain that proves it."""

from __future__ import annotations

from typing import Literal

from blastgate.model.graph import Edge, Kind, Unreadable
from blastgate.model.named import NamedTuple

Reach = Literal["code", "runtime"]


class AffectedComponent(NamedTuple):
    """A component that is touched (distance 0) or reaches one that is; ``via`` is the shortest chain, nearest first,
    the first 200 edges of a longer one.

    ``reason`` says why where no edge does. ``code`` is the kind of reason wherever the chain rests on more than edges,
    at its end or on its way; empty where its edges prove all of it.
    """

    name: str
    root: str | None
    kind: Kind
    reach: Reach
    distance: int
    via: tuple[Edge, ...] = ()
    reason: str = ""
    code: str = ""


class AffectedFile(NamedTuple):
    """A file that reaches a changed file through imports; ``via`` leads from it to the changed file."""

    path: str
    distance: int
    via: tuple[Edge, ...] = ()


class Impact(NamedTuple):
    """The blast radius.

    ``services_affected`` counts services and apps reached by code edges (touched ones included),
    ``services_at_runtime`` the further ones that only a runtime edge reaches. Both are None where no graph could be
    built: unknown, never zero. ``affected_files`` counts source files reached by imports, changed ones included.
    ``unmapped`` are changed files that no component owns. ``warnings`` say what part of the graph is missing.
    """

    components_total: int = 0
    services_total: int = 0
    touched: tuple[str, ...] = ()
    affected: tuple[AffectedComponent, ...] = ()
    services_affected: int | None = 0
    services_at_runtime: int | None = 0
    affected_files: int | None = 0
    unmapped: tuple[str, ...] = ()
    unreadable: tuple[Unreadable, ...] = ()
    warnings: tuple[str, ...] = ()
