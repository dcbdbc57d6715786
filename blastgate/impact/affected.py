"""Who is reached by a change: reverse reachability over files and components, with the shortest chain for each.

Files are followed precisely, import by import. A component that is reached through a manifest, build, contract or infra
edge is affected as a whole, and so is whoever depends on it in any way that ships code.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from blastgate.impact.extents import IMAGE, LEADS, SOURCES, WHOLE, Extent, extent_along, extents_in, says_how_it_runs
from blastgate.impact.files_reached import MAX_CHAIN, FileReach, reach_files
from blastgate.impact.places import is_quiet, is_used_unseen
from blastgate.impact.references import owner_of
from blastgate.model.graph import CODE_KINDS, SERVICE_KINDS, Component, Edge, Governed, Graph
from blastgate.model.impact import AffectedComponent, AffectedFile, Impact, Reach
from blastgate.model.named import NamedTuple

if TYPE_CHECKING:
    from blastgate.model.change import Change

Owner = Callable[[str], str | None]

AS_A_WHOLE = "component-as-a-whole"  # imports something of a component that is affected by more than its sources


class Reached(NamedTuple):
    """How a component was reached: hops, the chain from it to what changed, and why where no edge says it.

    ``code`` is the kind of reason of the first step from what changed that the edges alone do not prove.
    """

    distance: int
    via: tuple[Edge, ...]
    reason: str
    extent: Extent
    code: str = ""


class Radius(NamedTuple):
    """Everything reached from some paths, nearest first."""

    touched: tuple[str, ...]
    components: tuple[AffectedComponent, ...]
    files: tuple[AffectedFile, ...]
    source_files: int
    unmapped: tuple[str, ...]


def assess_impact(change: Change, graph: Graph | None) -> Impact:
    """Measure the blast radius of a change in the merged graph of base and head; None means that there is no graph."""
    paths = tuple(dict.fromkeys(path for file in change.files for path in file.paths))
    if graph is None:
        return _without_graph(paths)
    radius = radius_of(paths, graph)
    found = Impact(
        components_total=len(graph.components),
        services_total=sum(c.kind in SERVICE_KINDS for c in graph.components),
        touched=radius.touched,
        affected=radius.components,
        services_affected=_services(radius.components, "code"),
        services_at_runtime=_services(radius.components, "runtime"),
        affected_files=radius.source_files,
        unmapped=radius.unmapped,
        unreadable=graph.unreadable,
        warnings=graph.warnings,
    )
    return found if graph.imports_known or all(is_quiet(path) for path in paths) else _doubted(found, graph.at_least)


def _doubted(found: Impact, at_least: bool) -> Impact:
    """Take back what a graph without imports cannot know: affected files, and the reach where it is a lower bound."""
    if not at_least:
        return found._replace(affected_files=None)
    counts = f"services affected are unknown: at least {found.services_affected}"
    more = f", and {found.services_at_runtime} more at runtime" if found.services_at_runtime else ""
    return found._replace(
        services_affected=None,
        services_at_runtime=None,
        affected_files=None,
        warnings=(f"{counts}{more}", *found.warnings),
    )


def _without_graph(paths: tuple[str, ...]) -> Impact:
    """Nothing is known of dependents, so only prose and tests are sure to affect nobody."""
    if all(is_quiet(path) for path in paths):
        return Impact(unmapped=paths)
    warning = "no repository to build a dependency graph from: services affected are unknown"
    return Impact(
        services_affected=None,
        services_at_runtime=None,
        affected_files=None,
        unmapped=paths,
        warnings=(warning,),
    )


def radius_of(paths: Iterable[str], graph: Graph) -> Radius:
    """Find what depends on these paths. Tests and documentation among them touch their component and go no further."""
    paths = tuple(paths)
    owner = owner_of(graph)
    loud = [path for path in paths if not is_quiet(path)]
    files = reach_files(loud, graph)
    touched = {name for path in paths if (name := owner(path)) is not None}
    code = _spread(_seeds(loud, files, graph, owner), graph.edges, CODE_KINDS)
    runtime = _spread(code, graph.edges, CODE_KINDS | {"runtime"})
    by_name = {component.name: component for component in graph.components}
    found = [_affected(by_name[name], reached, "code") for name, reached in code.items()]
    found += [_affected(by_name[name], reached, "runtime") for name, reached in runtime.items() if name not in code]
    return Radius(
        touched=tuple(sorted(touched)),
        components=tuple(sorted(found, key=lambda a: (a.reach == "runtime", a.distance, a.name))),
        files=files.affected,
        source_files=files.source_files,
        unmapped=tuple(path for path in paths if owner(path) is None),
    )


def _affected(component: Component, reached: Reached, reach: Reach) -> AffectedComponent:
    place = (component.name, component.root, component.kind)
    return AffectedComponent(*place, reach, reached.distance, reached.via, reached.reason, reached.code)


def _services(affected: Iterable[AffectedComponent], reach: Reach) -> int:
    return sum(a.reach == reach and a.kind in SERVICE_KINDS for a in affected)


def _seeds(loud: Iterable[str], files: FileReach, graph: Graph, owner: Owner) -> dict[str, Reached]:
    """Find the components that changed themselves, that a root-wide file governs, or that files reach by imports."""
    seeds: dict[str, Reached] = {}
    extent_of = extents_in(graph, owner)
    judged = {governed.path for governed in graph.governed if governed.exact}
    for path in loud:
        if path not in judged:
            _keep(seeds, owner(path), Reached(0, (), "", extent_of(path)))
    changed = set(loud)
    for governed in graph.governed:
        if governed.path in changed:
            for name in governed.components:
                edge = Edge(name, governed.path, "manifest", governed.path)
                why = f"{governed.path}: {governed.why}"
                _keep(seeds, name, Reached(1, (edge,), why, _extent_of(governed), governed.code))
    for path, hops, via in _component_chains(files, owner):
        if path not in files.tests:
            _keep(seeds, owner(path), Reached(hops, via, "", WHOLE if is_used_unseen(path) else SOURCES))
    return seeds


def _extent_of(governed: Governed) -> Extent:
    if says_how_it_runs(governed.path):
        return IMAGE
    return WHOLE if governed.whole else SOURCES


def _keep(seeds: dict[str, Reached], name: str | None, reached: Reached) -> None:
    """Keep the shortest way to a component, and remember the most that any way reaches of it."""
    if name is None:
        return
    before = seeds.get(name)
    if before is None:
        seeds[name] = reached
        return
    nearer = reached if (reached.distance, reached.via) < (before.distance, before.via) else before
    seeds[name] = nearer._replace(extent=max(before.extent, reached.extent))


def _component_chains(files: FileReach, owner: Owner) -> Iterator[tuple[str, int, tuple[Edge, ...]]]:
    """Lift the chain of every reached file to the components it passes through; steps inside one vanish, and a file
    that belongs to none stands for itself.

    A chain is its first step and the chain of the next file, which is nearer and was lifted before.
    """
    lifted: dict[str, tuple[int, tuple[Edge, ...]]] = {}
    for path, step in files.steps.items():
        from_, to = owner(path) or path, owner(step.to) or step.to
        hops, via = lifted.get(step.to, (0, ()))
        if from_ != to:
            hops, via = hops + 1, (Edge(from_, to, step.kind, step.evidence), *via[: MAX_CHAIN - 1])
        lifted[path] = hops, via
        yield path, hops, via


def _spread(seeds: Mapping[str, Reached], edges: Iterable[Edge], kinds: frozenset[str]) -> dict[str, Reached]:
    """Follow edges backwards, nearest first, each only as far as what is affected leads along edges of its kind."""
    users: dict[str, list[Edge]] = {}
    for edge in edges:
        if edge.kind in kinds:
            users.setdefault(edge.to, []).append(edge)
    found: dict[str, Reached] = {}
    queue = [(reached.distance, name, reached) for name, reached in seeds.items()]
    heapq.heapify(queue)
    while queue:
        distance, name, reached = heapq.heappop(queue)
        before = found.get(name)
        if before is not None and before.extent >= reached.extent:
            continue
        found[name] = reached if before is None else before._replace(extent=reached.extent)
        for edge in users.get(name, ()):
            if edge.kind == "runtime" or edge.kind in LEADS[reached.extent]:
                via = (edge, *reached.via[: MAX_CHAIN - 1])  # not of a nearer way that reaches less of it
                code = reached.code or (AS_A_WHOLE if edge.kind == "import" else "")
                after = Reached(distance + 1, via, "", extent_along(edge), code)
                heapq.heappush(queue, (distance + 1, edge.from_, after))
    return found
