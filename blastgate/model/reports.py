"""What ``affected`` and ``graph --unresolved`` answer. Field names are the output contract."""

from __future__ import annotations

from blastgate.model.graph import Edge, Unresolved
from blastgate.model.impact import AffectedComponent, AffectedFile, Reach
from blastgate.model.named import NamedTuple


class AffectedReport(NamedTuple):
    """Who depends on some paths: components and files, nearest first. ``warnings`` say what was not seen."""

    schema_version: int
    paths: tuple[str, ...]
    components: tuple[AffectedComponent, ...]
    files: tuple[AffectedFile, ...]
    warnings: tuple[str, ...] = ()


class WhyReport(NamedTuple):
    """Why a change of ``paths`` affects ``to``, a component or path: ``via`` leads from it to what changes, nearest
    first. ``reach`` is None where it does not; ``backwards`` tells that it would the other way round."""

    schema_version: int
    paths: tuple[str, ...]
    to: str
    reach: Reach | None
    via: tuple[Edge, ...]
    reason: str
    backwards: bool
    code: str = ""
    warnings: tuple[str, ...] = ()


class UnresolvedReport(NamedTuple):
    """The imports of a graph that look internal and lead to no file. ``warnings`` say what was not seen."""

    schema_version: int
    unresolved: tuple[Unresolved, ...]
    warnings: tuple[str, ...] = ()
