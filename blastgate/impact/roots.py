"""Which folders are roots of components, after the claims that a maintainer would fold into another are folded."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass

from blastgate.impact.claims import Claimed
from blastgate.impact.folders import is_unshipped, role_of
from blastgate.manifests.interface import ComponentClaim

BUILT = frozenset({"compose", "skaffold"})


@dataclass(frozen=True, slots=True)
class Roots:
    """The roots that stay, the claims made for each, and which other folders were folded into which root."""

    kept: tuple[str, ...]
    claims: Mapping[str, tuple[Claimed, ...]]
    folded: Mapping[str, tuple[str, ...]]

    def answering(self, root: str) -> list[Claimed]:
        """List the claims whose references mean this root; a fixture's names never do."""
        folders = [root, *self.folded.get(root, ())]
        return [c for folder in folders if role_of(folder) != "fixture" for c in self.claims[folder]]


def declared_at(claim: ComponentClaim) -> str:
    """Return the path of the file that makes a claim."""
    return claim.source.rpartition(":")[0]


def settle_roots(claimed: Iterable[Claimed]) -> Roots:
    """Group the claims by root and fold: sources into their project, tests and helpers into their component."""
    claims = _by_root(claimed)
    shelves = {folder for root, own in claims.items() if not _is_soft(own) for folder in _above(root)}
    kept: dict[str, None] = {}
    folded: dict[str, list[str]] = {}
    for root in sorted(claims, key=lambda r: (r.count("/") if r else -1, r)):
        above = _nearest_above(root, kept, claims)
        if above is not None and _belongs_to(root, above, claims):
            folded.setdefault(above, []).append(root)
        elif not (_is_soft(claims[root]) and root in shelves):  # only the shelf that components stand on
            kept[root] = None
    return Roots(
        tuple(kept),
        {root: tuple(found) for root, found in claims.items()},
        {root: tuple(found) for root, found in folded.items()},
    )


def _by_root(claimed: Iterable[Claimed]) -> dict[str, list[Claimed]]:
    claimed = [c for c in claimed if not _is_test_backing(c)]
    moved = _dockerfiles_moved(claimed)
    placed = [
        (moved.get(c.claim.references[:1], c.claim.root) if c.manifest == "dockerfile" else c.claim.root, c)
        for c in claimed
    ]
    lifts = _lifts({root for root, _ in placed if root is not None})
    claims: dict[str, list[Claimed]] = {}
    for root, item in placed:
        if root is not None:
            claims.setdefault(lifts.get(root, root), []).append(item)
    return claims


def _is_test_backing(item: Claimed) -> bool:
    """A database that only tests or examples run is no part of the product, whatever they mount into it."""
    root = item.claim.root
    return item.claim.kind == "infra" and item.manifest == "compose" and bool(root) and is_unshipped(root or "")


def _dockerfiles_moved(claimed: Iterable[Claimed]) -> dict[tuple[str, ...], str]:
    """A Dockerfile that compose or skaffold builds in another context is of that context, not of its own folder."""
    moved: dict[tuple[str, ...], set[str]] = {}
    for item in claimed:
        if item.manifest in BUILT and item.claim.root is not None:
            for reference in item.claim.references:
                if reference.startswith("dockerfile:"):
                    moved.setdefault((reference,), set()).add(item.claim.root)
    return {reference: found.pop() for reference, found in moved.items() if len(found) == 1}


def _lifts(roots: set[str]) -> dict[str, str]:
    """``cart/src`` beside nothing but ``cart/tests`` means ``cart``."""
    lifts, in_order = {}, sorted(roots)
    for root in roots:
        parent = root.removesuffix("/src")
        if parent == root:
            continue
        below = in_order[bisect_left(in_order, parent + "/") : bisect_left(in_order, parent + "0")]  # "0" follows "/"
        beside = [r[len(parent) + 1 :] for r in below if not f"{r}/".startswith(root + "/")]
        if all(role_of(relative) in ("test", "fixture", "tooling") for relative in beside):
            lifts[root] = parent
    return lifts


def _above(root: str) -> Iterator[str]:
    """Yield the folders above one, the nearest first, without the top."""
    while (at := root.rfind("/")) >= 0:
        root = root[:at]
        yield root


def _nearest_above(root: str, kept: Container[str], claims: Mapping[str, list[Claimed]]) -> str | None:
    found = next((folder for folder in _above(root) if folder in kept), None)
    return "" if found is None and root and "" in kept and not _coordinates(claims[""]) else found


def _coordinates(own: Iterable[Claimed]) -> bool:
    """A top-level manifest that only coordinates, or only lists requirements, has no parts to fold."""
    return all(c.claim.kind in ("tool", None) for c in own)


def _belongs_to(root: str, above: str, claims: Mapping[str, list[Claimed]]) -> bool:
    own = claims[root]
    inner = role_of(root[len(above) :].strip("/"))
    if _is_soft(own) or inner == "fixture":
        return True
    if inner == "test":
        return not any(c.manifest in BUILT or c.manifest == "dockerfile" for c in own)
    helper = all(c.manifest == "dockerfile" or c.claim.kind is None for c in own)
    return helper and above != "" and any(c.manifest in BUILT or c.manifest == "dockerfile" for c in claims[above])


def _is_soft(own: Iterable[Claimed]) -> bool:
    """Somebody uses the folder, nobody calls it a component."""
    return all(c.claim.kind is None for c in own)
