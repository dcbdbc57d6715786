"""Claims without a folder (an image in compose, a workload in Kubernetes): of a component here, or infrastructure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from blastgate.impact.claims import Claimed
from blastgate.impact.folders import is_unshipped, role_of
from blastgate.impact.roots import Roots, declared_at

RUNNABLE = frozenset({"service", "app"})


def join_rootless(
    claimed: Iterable[Claimed], roots: Roots
) -> tuple[dict[str, list[Claimed]], dict[str, list[Claimed]]]:
    """Join each rootless claim to the root it is built from; return those by root, and the rest by their name.

    A claim joins by image, by the name another file of the same project gives it, or by the name of a service's
    folder. What stays is infrastructure, unless only an example or a test asks for it: then it is nothing of ours.
    """
    answering = _answering(roots)
    by_name = _runnable_by_name(roots)
    joined: dict[str, list[Claimed]] = {}
    alone: dict[str, list[Claimed]] = {}
    for item in claimed:
        if item.claim.root is not None:
            continue
        root = _root_of(item, answering, by_name)
        if root is not None:
            joined.setdefault(root, []).append(item)
        elif not is_unshipped(_folder(item)) and item.manifest != "dockerfile":
            alone.setdefault(item.claim.name, []).append(item)
    return joined, alone


def _folder(item: Claimed) -> str:
    return declared_at(item.claim).rpartition("/")[0]


def _answering(roots: Roots) -> dict[str, dict[str, list[str]]]:
    """Map each reference to the roots that answer to it and the folders of the files that say so."""
    found: dict[str, dict[str, list[str]]] = {}
    for root in roots.kept:
        for item in roots.answering(root):
            for reference in item.claim.references:
                found.setdefault(reference, {}).setdefault(root, []).append(_folder(item))
    return found


def _runnable_by_name(roots: Roots) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for root in roots.kept:
        if role_of(root) in ("product", "tooling") and any(c.claim.kind in RUNNABLE for c in roots.claims[root]):
            for name in {root.rsplit("/", 1)[-1], *(c.claim.name for c in roots.claims[root] if c.claim.kind)}:
                found.setdefault(name, set()).add(root)
    return found


def _root_of(
    item: Claimed, answering: Mapping[str, Mapping[str, list[str]]], by_name: Mapping[str, set[str]]
) -> str | None:
    here = _folder(item)
    for reference in item.claim.references:
        if reference.startswith("topic:"):  # who sends to the same topic is not the same component
            continue
        candidates = answering.get(reference, {})
        if reference.startswith("compose:"):
            same = [r for r, folders in candidates.items() if any(_related(here, folder) for folder in folders)]
        else:
            same = list(candidates)
        if len(same) == 1:
            return same[0]
    if is_unshipped(here):
        return None
    named = by_name.get(item.claim.name, set())
    return next(iter(named)) if len(named) == 1 else None


def _related(folder: str, other: str) -> bool:
    """Compose files of one project stand in one folder or below one another."""
    return f"{folder}/".startswith(f"{other}/") or f"{other}/".startswith(f"{folder}/") or "" in (folder, other)
