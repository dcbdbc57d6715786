"""What ``blastgate graph --format json`` writes. Field names are the output contract."""

from __future__ import annotations

from blastgate.model.graph import Component, Edge
from blastgate.model.named import NamedTuple


class ComponentGraph(NamedTuple):
    """The components and what joins them (``--level component``)."""

    schema_version: int
    components: tuple[Component, ...]
    edges: tuple[Edge, ...]


class FileGraph(NamedTuple):
    """The files and their imports (``--level file``): each edge is ``[from, to, kind]``."""

    schema_version: int
    files: tuple[str, ...]
    edges: tuple[tuple[str, str, str], ...]
