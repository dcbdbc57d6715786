"""What the paths of a file say of it, before anybody looks at its lines: asked once for each set of rules."""

from __future__ import annotations

from collections.abc import Callable

from blastgate.model.classification import Level, highest
from blastgate.model.named import NamedTuple
from blastgate.policy.matching.match import PathRules, Rules, file_ceiling, file_level
from blastgate.policy.model import Layer

STAND_IN = "\0"  # ends the category of a stand-in for a rule about lines; no category of a policy holds it


class ByPath(NamedTuple):
    """The rules that see a path of a file, those about lines that want to be asked, and what the former say."""

    rules: Rules
    asked: Rules
    level: Level
    ceilings: tuple[Level | None, ...]
    floored: bool


Said = Callable[[tuple[str, ...]], ByPath]


def by_paths(rules_of: PathRules, layers: tuple[Layer, ...]) -> Said:
    """Return the function from the paths of a file to what they say; many files of a change share one answer."""
    known: dict[tuple[int, ...], tuple[list[Rules], ByPath]] = {}  # holds the rules, so that none takes their identity

    def look_up(paths: tuple[str, ...]) -> ByPath:
        found = [rules_of(path) for path in paths]
        key = tuple(map(id, found))
        entry = known.get(key)
        if entry is None:
            entry = known[key] = (found, _said(found, layers))
        return entry[1]

    return look_up


def _said(found: list[Rules], layers: tuple[Layer, ...]) -> ByPath:
    by_path = [tuple(rule for rule in rules if not rule.category.endswith(STAND_IN)) for rules in found]
    return ByPath(
        tuple(dict.fromkeys(rule for rules in by_path for rule in rules)),
        tuple(rule for rules in found for rule in rules if rule.category.endswith(STAND_IN)),
        highest(tuple(file_level(rules, (), layers) for rules in by_path)),
        tuple(_ceiling(by_path, layer) for layer in range(len(layers))),
        any(rule.at_least and not rule.at_most for rules in by_path for rule in rules),
    )


def _ceiling(by_path: list[Rules], layer: int) -> Level | None:
    """A rename is under a ceiling when both of its paths are; the higher one counts."""
    ceilings = [file_ceiling(rules, layer) for rules in by_path]
    known = tuple(ceiling for ceiling in ceilings if ceiling)
    return highest(known) if len(known) == len(ceilings) else None
