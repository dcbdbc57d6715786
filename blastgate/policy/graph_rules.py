"""What a policy says of the dependency graph; apart from all else, since ``affected`` needs nothing else of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from blastgate.model.named import NamedTuple

if TYPE_CHECKING:
    from blastgate.policy.model import ComponentRule


class GraphRules(NamedTuple):
    """The component rules of all layers, the floor's first, and whether imports by string count."""

    components: tuple[ComponentRule, ...] = ()
    string_imports: bool = False
