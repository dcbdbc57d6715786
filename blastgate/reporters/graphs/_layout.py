"""Where the boxes of a drawn graph stand: users on the left, what they depend on further to the right.

Layers after Sugiyama, Tagawa and Toda (1981): few arrows of cycles lead back (Eades, Lin and Smyth, 1993), a layer is
the longest way from whom nobody uses, and within a layer a box stands near the middle of its neighbours.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from statistics import fmean

from blastgate.model.named import NamedTuple
from blastgate.reporters.graphs.interface import Arrow

BOX_WIDTH, BOX_HEIGHT = 212, 30  # of an SVG's user units, as are all lengths here
COLUMN, ROW = 276, 42
MARGIN, ROWS, SWEEPS = 12, 26, 4
ALONE = 5  # boxes beside each other of those that nothing joins

Layers = list[list[str]]


class Place(NamedTuple):
    """The upper left corner of a box."""

    x: int
    y: int


class Layout(NamedTuple):
    """Where each box stands, and how large the whole is."""

    places: Mapping[str, Place]
    width: int
    height: int


def lay_out(names: Sequence[str], links: Sequence[Arrow]) -> Layout:
    """Place every name; the same graph is placed the same way."""
    joined = {end for link in links for end in (link.from_, link.to)}
    columns = _cut(_ordered(_layers([n for n in names if n in joined], links), links))
    tallest = max(map(len, columns), default=0)
    places = {
        name: Place(MARGIN + x * COLUMN, MARGIN + row * ROW + (tallest - len(column)) * ROW // 2)
        for x, column in enumerate(columns)
        for row, name in enumerate(column)
    }
    alone = [name for name in names if name not in joined]
    for at, name in enumerate(alone):
        places[name] = Place(MARGIN + at % ALONE * COLUMN, MARGIN + (tallest + at // ALONE) * ROW)
    rows = tallest + -(-len(alone) // ALONE)
    wide = max(len(columns), min(len(alone), ALONE), 1)
    return Layout(places, 2 * MARGIN + (wide - 1) * COLUMN + BOX_WIDTH, 2 * MARGIN + max(rows, 1) * ROW)


def _layers(names: Sequence[str], links: Sequence[Arrow]) -> Layers:
    order = {name: at for at, name in enumerate(_order(names, links))}
    depth = dict.fromkeys(order, 0)
    ahead = [link for link in links if order[link.from_] < order[link.to]]
    for link in sorted(ahead, key=lambda link: order[link.from_]):
        depth[link.to] = max(depth[link.to], depth[link.from_] + 1)
    layers: Layers = [[] for _ in range(1 + max(depth.values(), default=-1))]
    for name in names:
        layers[depth[name]].append(name)
    return layers


def _order(names: Sequence[str], links: Sequence[Arrow]) -> list[str]:
    """Order the names so that few arrows lead back: users first, and of a cycle who uses more than it is used."""
    uses: dict[str, set[str]] = {name: set() for name in names}
    users: dict[str, set[str]] = {name: set() for name in names}
    for link in links:
        if link.from_ != link.to:
            uses[link.from_].add(link.to)
            users[link.to].add(link.from_)
    first: list[str] = []
    last: list[str] = []
    left = dict.fromkeys(names)
    while left:
        name = next((n for n in left if not uses[n]), None)
        end = last if name is not None else first
        name = name or max(left, key=lambda n: (not users[n], len(uses[n]) - len(users[n])))
        end.append(name)
        del left[name]
        for other in uses[name]:
            users[other].discard(name)
        for other in users[name]:
            uses[other].discard(name)
    return first + last[::-1]


def _ordered(layers: Layers, links: Iterable[Arrow]) -> Layers:
    """Order each layer by the middle of its neighbours, from the left and back."""
    near: dict[str, list[str]] = {name: [] for layer in layers for name in layer}
    for link in links:
        near[link.from_].append(link.to)
        near[link.to].append(link.from_)
    at = {name: row - len(layer) / 2 for layer in layers for row, name in enumerate(layer)}
    for sweep in range(SWEEPS):
        for layer in layers if sweep % 2 == 0 else reversed(layers):
            middle = {name: fmean(at[other] for other in near[name]) if near[name] else at[name] for name in layer}
            layer.sort(key=lambda name: (middle[name], name))
            at |= {name: row - len(layer) / 2 for row, name in enumerate(layer)}
    return layers


def _cut(layers: Layers) -> Layers:
    """Cut a layer that is too tall into columns."""
    return [layer[at : at + ROWS] for layer in layers for at in range(0, len(layer), ROWS)]
