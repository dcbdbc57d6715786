"""What a manifest file offers. Manifests claim; :mod:`blastgate.impact.components` joins the claims.

A reference names a component in a space of names: ``path:services/cart`` (the component that owns this folder or
file), ``npm:@shop/cart``, ``pypi:shop-cart``, ``go:example.com/shop/cart``, ``compose:cart``, ``image:shop/cart``.
A ``host:cart`` is whatever answers under that name: a compose or Kubernetes service, or an application that calls
itself so; ``topic:orders`` are those who send to a topic or queue.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from blastgate.model.graph import EdgeKind, Kind
from blastgate.model.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class ComponentClaim:
    """Here is a component: its root folder (``""`` is the top, None when it has no folder, as an ``image:``-only
    compose service), the name this manifest gives it, its references, what kind it would be, and ``path:line``."""

    root: str | None
    name: str
    references: tuple[str, ...]
    kind: Kind | None
    source: str


@dataclass(frozen=True, slots=True)
class EdgeClaim:
    """``from_`` depends on ``to`` (both references); a ``dev`` edge never propagates."""

    from_: str
    to: str
    kind: EdgeKind
    evidence: str
    dev: bool = False


@dataclass(frozen=True, slots=True)
class GovernsClaim:
    """A change to ``path`` affects every component below ``root`` that has a reference in ``space`` (``npm``; empty
    means any), because ``why``."""

    path: str
    root: str
    space: str
    why: str


@dataclass(frozen=True, slots=True)
class Claims:
    """All that one manifest file says. ``warnings`` name the place (``path:line``) of what could not be read."""

    components: tuple[ComponentClaim, ...] = ()
    edges: tuple[EdgeClaim, ...] = ()
    governs: tuple[GovernsClaim, ...] = ()
    warnings: tuple[str, ...] = ()


class Manifest(Protocol):
    """A manifest kind is one module with these names, and one more where it can be said.

    ``FILES`` are all names that such files have, whole (``pom.xml``) or by their extension (``*.yml``): the kind is
    asked of these alone. One without it is asked of every path of the tree.
    ``WORDS``: in lower case, the path of each such file has one of them; most paths of a tree have none.
    """

    NAME: str
    RANK: int  # whose name a component takes when several manifests claim one root: the lowest wins

    def matches(self, path: str) -> bool:
        """Tell by its path whether a file is a manifest of this kind."""

    def read(self, path: str, data: bytes, snapshot: Snapshot) -> Claims:
        """Read one manifest; bad input becomes a warning and a component kept by its folder, never an exception."""
