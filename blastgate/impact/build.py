"""The dependency graph of one snapshot: components by their manifests, joined to the files and what they import."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from blastgate.impact.claims import AllClaims, read_claims
from blastgate.impact.components import Components, find_components
from blastgate.impact.files import FactsStore, FileGraph, build_file_graph
from blastgate.impact.folders import is_unshipped, role_of
from blastgate.impact.lifted import evidence_order, lifted_edges
from blastgate.impact.stored import Built
from blastgate.manifests.interface import EdgeClaim, GovernsClaim
from blastgate.model.graph import Edge, Governed, Graph, Unreadable
from blastgate.model.snapshot import Snapshot
from blastgate.policy.model import ComponentRule


def build_graph(snapshot: Snapshot, rules: tuple[ComponentRule, ...], facts: FactsStore) -> Graph:
    """Build the graph of one snapshot under the policy's component rules; the same snapshot gives the same graph."""
    return build(snapshot, rules, facts).graph


def build(snapshot: Snapshot, rules: tuple[ComponentRule, ...], facts: FactsStore) -> Built:
    """Build the graph of one snapshot, and tell which blobs steered it."""
    files = build_file_graph(snapshot, facts)
    claims = read_claims(snapshot)
    graph = join_graph(claims, rules, files, files.sources)
    settings = facts.steering()
    return Built(graph, claims.read | settings, settings, claims.manifests)


def join_graph(claims: AllClaims, rules: tuple[ComponentRule, ...], files: FileGraph, sources: frozenset[str]) -> Graph:
    """Join what manifests claim with what files import."""
    found = find_components(claims, rules)
    edges = [*found.edges, *_claimed_edges(claims.edges, found), *_shipped_edges(files, found)]
    return Graph(
        components=found.components,
        edges=_unique(edges),
        imports=files.imports,
        files=sources,
        governed=tuple(_governed(claims.governs, found)),
        unresolved=files.unresolved,
        unreadable=_unreadable(claims.unreadable, files.unreadable),
        warnings=tuple(sorted({*claims.warnings, *found.warnings})),
    )


def _claimed_edges(claims: Iterable[EdgeClaim], found: Components) -> Iterator[Edge]:
    """Resolve the claims at both ends. Development edges go nowhere; nobody ships on tests and examples."""
    for claim in claims:
        from_ = found.references.resolve(claim.from_, claim.evidence.rpartition(":")[0])
        if claim.dev or from_ is None or _is_of_tests(claim, from_ in found.unshipped):
            continue
        besides = frozenset() if from_ in found.unshipped else found.unshipped
        if claim.kind == "build":
            besides |= found.pulled
        for to in _targets(claim, found, besides):
            if to != from_:
                yield Edge(from_, to, claim.kind, claim.evidence)


def _is_of_tests(claim: EdgeClaim, unshipped: bool) -> bool:
    """A fixture's manifest is data; a test's manifest says nothing of the component it stands in.

    Nor do the services that an example runs beside it say what the product calls.
    """
    role = role_of(claim.evidence.rpartition("/")[0])
    runs = claim.kind == "runtime" and claim.from_.partition(":")[0] in ("path", "compose", "k8s")
    return role == "fixture" or (not unshipped and (role == "test" or (role == "example" and runs)))


def _targets(claim: EdgeClaim, found: Components, besides: frozenset[str]) -> tuple[str, ...]:
    """A folder that is copied into an image brings every component in it along, those of dot-folders left out."""
    named = found.references.candidates(claim.to, claim.evidence.rpartition(":")[0], besides)
    if claim.kind != "build" or not claim.to.startswith("path:"):
        return named
    below = found.references.below(claim.to[5:])
    return named + tuple(name for name in below if name not in besides and name not in found.hidden)


def _shipped_edges(files: FileGraph, found: Components) -> Iterator[Edge]:
    imports = {path: edges for path, edges in files.imports.items() if path not in files.tests}
    return lifted_edges(imports, found.components, found.references.owner)


def _unique(edges: Iterable[Edge]) -> tuple[Edge, ...]:
    """Keep one edge per pair and kind, the one with the smallest evidence; by path, then line as a number."""
    best: dict[tuple[str, str, str], Edge] = {}
    for edge in edges:
        key = (edge.from_, edge.to, edge.kind)
        before = best.get(key)
        if before is None or evidence_order(edge) < evidence_order(before):
            best[key] = edge
    return tuple(best[key] for key in sorted(best))


def _governed(claims: Iterable[GovernsClaim], found: Components) -> Iterator[Governed]:
    """Join the claims per file and reason; of two like files above a component, the nearer governs."""
    nearest: dict[tuple[str, str, str], tuple[int, set[tuple[str, bool]]]] = {}
    for claim in claims:
        for name in _members(claim, found):
            key = (claim.space, claim.why, name)
            depth = len(claim.root) if ":" not in claim.space else 0
            before = nearest.get(key)
            governing = (claim.path, not _runs(claim))
            if before is None or depth > before[0]:
                nearest[key] = (depth, {governing})
            elif depth == before[0]:
                before[1].add(governing)
    members: dict[tuple[str, str, bool], set[str]] = {}
    for (_, why, name), (_, files) in nearest.items():
        for path, whole in files:
            members.setdefault((path, why, whole), set()).add(name)
    for (path, why, whole), names in sorted(members.items()):
        if names != {found.references.owner(path)}:
            yield Governed(path, tuple(sorted(names)), why, whole=whole)


def _runs(claim: GovernsClaim) -> bool:
    """Tell whether a file says how one named thing is deployed: nothing changes for who imports its code."""
    space, named, _ = claim.space.partition(":")
    return bool(named) and space != "path"


def _members(claim: GovernsClaim, found: Components) -> Iterable[str]:
    """Find what a file governs; how an example runs a service is nothing to the service."""
    space, named, _ = claim.space.partition(":")
    if named:
        name = found.references.resolve(claim.space, claim.path)
        beside = space in ("compose", "k8s") and is_unshipped(claim.path.rpartition("/")[0])
        return () if name is None or (beside and name not in found.unshipped) else (name,)
    return found.references.answering(claim.space, claim.root)


def _unreadable(*groups: Iterable[Unreadable]) -> tuple[Unreadable, ...]:
    return tuple(sorted({item.path: item for group in groups for item in group}.values()))
