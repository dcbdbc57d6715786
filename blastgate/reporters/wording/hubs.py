"""Many components that one library reaches: named once, with a count, instead of told by each of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from blastgate.model.impact import AffectedComponent
from blastgate.model.wording import short

MANY = 10  # components: fewer are read one by one
MOST = 0.75  # of them


def through(affected: Sequence[AffectedComponent], write: Callable[[str], str] = short) -> str:
    """Say ``62 of 63 components through core`` where most chains pass through one; empty where there is none.

    ``write`` writes its name. Of several it is the one farthest from the change: what is touched is told anyway.
    """
    if len(affected) < MANY:
        return ""
    passed = Counter(edge.to for component in affected for edge in component.via)
    distances = {component.name: component.distance for component in affected}
    hubs = [name for name, number in passed.items() if name in distances and number >= MOST * len(affected)]
    hub = max(hubs, key=lambda name: (distances[name], name), default=None)
    return "" if hub is None else f"{passed[hub]:,} of {len(affected):,} components through {write(hub)}"
