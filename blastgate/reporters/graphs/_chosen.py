"""The part of a graph that a drawing has room for."""

from __future__ import annotations

from collections.abc import Callable

from blastgate.model.named import NamedTuple
from blastgate.reporters.graphs.interface import Arrow, GraphView, arrows, nodes


class Room(NamedTuple):
    """How much may be drawn: nodes, edges, and all their characters, an edge having ``edge`` of them and a node
    those of ``node`` beside its name's."""

    nodes: int
    edges: int
    characters: int
    node: int
    edge: int


class Chosen(NamedTuple):
    """What is drawn, and how many nodes and edges are not."""

    names: list[str]
    links: list[Arrow]
    hidden: tuple[int, int]


def choose(view: GraphView, room: Room, written: Callable[[str], str]) -> Chosen:
    """Choose what fits, the affected and the focus first: edges with both ends, then nodes without edges."""
    near = {*view.affected, view.focus}
    every, names, links = arrows(view), dict[str, None](), list[Arrow]()
    left = room.characters
    for link in sorted(every, key=lambda a: (a.from_ not in near) + (a.to not in near)):
        new = {name for name in (link.from_, link.to) if name not in names}
        left -= room.edge + sum(room.node + len(written(name)) for name in new)
        if left < 0 or len(links) == room.edges or len(names) + len(new) > room.nodes:
            break
        links.append(link)
        names |= dict.fromkeys(sorted(new))
    known = nodes(view)
    for name in sorted(known, key=lambda n: n not in near):
        if name not in names:
            left -= room.node + len(written(name))
            if left < 0 or len(names) == room.nodes:
                break
            names[name] = None
    return Chosen(list(names), links, (len(known) - len(names), len(every) - len(links)))
