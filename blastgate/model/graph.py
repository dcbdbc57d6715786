"""The dependency graph: files and what they import, components and what joins them."""

from __future__ import annotations

from collections.abc import Mapping, Set
from types import MappingProxyType
from typing import Literal

from blastgate.model.named import NamedTuple

Kind = Literal["service", "app", "library", "infra", "docs", "tool"]
EdgeKind = Literal["import", "type-import", "manifest", "runtime", "build", "contract", "infra"]

SERVICE_KINDS: frozenset[str] = frozenset({"service", "app"})
CODE_KINDS: frozenset[str] = frozenset({"import", "manifest", "build", "contract", "infra"})  # what ships differently

NO_FILES = "has no file below it, so it owns nothing"  # ends a warning of a root that a policy gives


class Component(NamedTuple):
    """A unit of the repository: unique name, root folder (``""`` is the top, None when it has none here, as a database
    that compose only pulls), kind, and the line that declares it."""

    name: str
    root: str | None
    kind: Kind
    source: str


class Edge(NamedTuple):
    """``from_`` depends on ``to``, proven at ``evidence`` (``path:line``). Ends are component names, or file paths."""

    from_: str
    to: str
    kind: EdgeKind
    evidence: str


class FileEdge(NamedTuple):
    """One resolved import of a file: the file imported, the kind, and the 1-based line that says so."""

    to: str
    kind: EdgeKind
    line: int


class Unresolved(NamedTuple):
    """An import that looks internal and was not found: counted and shown, never guessed."""

    path: str
    line: int
    name: str


class Unreadable(NamedTuple):
    """A file the graph could not read, and why."""

    path: str
    why: str


class Governed(NamedTuple):
    """A root-wide file (lockfile, shared settings): a change to ``path`` affects all these components, for ``why``.

    ``code`` is the kind of reason. ``exact``: the file was judged by what moved in it, and affects nobody else, not
    even the component that it stands in; ``whole``: its components are affected as a whole, not in some of their files.
    """

    path: str
    components: tuple[str, ...]
    why: str
    code: str = "root-wide"
    exact: bool = False
    whole: bool = True


class Graph(NamedTuple):
    """The graph of one snapshot.

    ``edges`` are the component edges, import edges between components included (with ``dev`` and test ones left out).
    ``imports`` maps a file to its resolved imports. ``warnings`` are sentences about manifests that did not parse.
    ``imports_known``: false where no source was read, so nothing is known of affected files. ``at_least``: what it says
    of reach is a lower bound, and the reach itself unknown.
    """

    components: tuple[Component, ...] = ()
    edges: tuple[Edge, ...] = ()
    imports: Mapping[str, tuple[FileEdge, ...]] = MappingProxyType({})
    files: Set[str] = frozenset()
    governed: tuple[Governed, ...] = ()
    unresolved: tuple[Unresolved, ...] = ()
    unreadable: tuple[Unreadable, ...] = ()
    warnings: tuple[str, ...] = ()
    imports_known: bool = True
    at_least: bool = False
