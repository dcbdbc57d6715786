"""Why one thing affects another: the shortest chain, or that there is none."""

from __future__ import annotations

from collections.abc import Sequence

from blastgate.impact.affected import Radius, radius_of
from blastgate.impact.references import owner_of
from blastgate.model.graph import Edge, Graph
from blastgate.model.impact import AffectedComponent, Reach
from blastgate.model.named import NamedTuple

UNCHANGED = "it is what changes"
PART = "part-of-component"  # a file that no import leads from, in a component that is affected another way


class Why(NamedTuple):
    """How something is reached: ``via`` leads from it to what changes. No ``reach``: it is not. ``backwards`` tells
    that, instead, a change of it would reach what was asked about. ``code`` is as in :class:`AffectedComponent`."""

    reach: Reach | None
    via: tuple[Edge, ...] = ()
    reason: str = ""
    backwards: bool = False
    code: str = ""


def explain(changed: Sequence[str], wanted: str | Sequence[str], graph: Graph) -> Why:
    """Say why a change of some files affects a component (its name) or any of some files."""
    radius = radius_of(changed, graph)
    why = _component(wanted, radius) if isinstance(wanted, str) else _file(wanted, changed, radius, graph)
    if why.reach is not None:
        return why
    owner = owner_of(graph)
    back = radius_of(files_of(wanted, graph) if isinstance(wanted, str) else wanted, graph)
    reached = {file.path for file in back.files} | {component.name for component in back.components}
    return why._replace(backwards=any(path in reached or owner(path) in reached for path in changed))


def _component(name: str, radius: Radius) -> Why:
    found = next((component for component in radius.components if component.name == name), None)
    return Why(None) if found is None else _of(found)


def _file(wanted: Sequence[str], changed: Sequence[str], radius: Radius, graph: Graph) -> Why:
    """A file is reached by imports, or as a part of a component that is affected by another way than its files."""
    if set(wanted) & set(changed):
        return Why("code", reason=UNCHANGED)
    names = set(wanted)
    nearest = next((file for file in radius.files if file.path in names), None)
    if nearest is not None:
        return Why("code", nearest.via)
    owner = owner_of(graph)
    owners = {owner(path) for path in wanted}
    whole = next((c for c in radius.components if c.name in owners and _as_a_whole(c)), None)
    if whole is None:
        return Why(None)
    return _of(whole)._replace(reason=whole.reason or f"as a part of {whole.name}", code=whole.code or PART)


def _as_a_whole(component: AffectedComponent) -> bool:
    return bool(component.reason) or any(edge.kind != "import" for edge in component.via)


def _of(component: AffectedComponent) -> Why:
    touched = "one of its files changes" if component.distance == 0 else ""
    return Why(component.reach, component.via, component.reason or touched, code=component.code)


def files_of(name: str, graph: Graph) -> list[str]:
    """List the files of a component."""
    owner = owner_of(graph)
    return [path for path in sorted(graph.files) if owner(path) == name]
