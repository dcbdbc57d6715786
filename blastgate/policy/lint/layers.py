"""Words of a layer that are looser than those of a layer below: they have no effect, since a layer only tightens.

Over a shipped pack that is a warning: a pack is where a team begins. Over a file of the organisation it is an error.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from blastgate.model.classification import LEVELS
from blastgate.model.verdict import OUTCOMES
from blastgate.policy.lint.finding import Finding, Severity
from blastgate.policy.lint.gate import ANSWERS, answers
from blastgate.policy.model import GateRow, Layer, Location, Policy
from blastgate.policy.reading.meaning import LIMITS
from blastgate.policy.settings import INDEPENDENCE, UNCHANGED_PATCH

T = TypeVar("T")
DELETE = "delete it, or do not extend that layer"


def lint_layers(policy: Policy) -> Iterator[Finding]:
    """Yield what a layer says and one below it does not allow, each at its place."""
    for index, layer in enumerate(policy.layers):
        below = policy.layers[:index]
        yield from _looser_limits(layer, below)
        yield from _looser_levels(layer, below)
        yield from _looser_guardrails(layer, below)
        yield from _looser_rows(layer, below)
        yield from _looser_settings(layer, below)
        if layer.mode == "observe" and policy.mode == "enforce":
            text = "`mode: observe` does not hold: another layer says enforce, or is the floor and says nothing"
            yield Finding("warning", Location(layer.source, 1), text, "change that layer")
        counting = [other for other in below if other.string_imports == "count"]
        if layer.string_imports == "ignore" and counting:
            text = f"`string_imports: ignore` has no effect: {counting[-1].source} says count"
            yield Finding(_severity(counting[-1]), Location(layer.source, 1), text, DELETE)


def _severity(other: Layer) -> Severity:
    return "warning" if other.is_pack else "error"


def _looser_limits(layer: Layer, below: tuple[Layer, ...]) -> Iterator[Finding]:
    for given in layer.levels:
        for limit in LIMITS:
            own = getattr(given.limits, limit)
            floors = [
                (value, other, lower.location)
                for other in below
                for lower in other.levels
                if lower.level == given.level and (value := getattr(lower.limits, limit)) is not None
            ]
            smallest = min(floors, key=lambda f: f[0], default=None)
            if own is not None and smallest and own > smallest[0]:
                value, other, place = smallest
                text = f"{given.level} `{limit}: {own}` has no effect: {place} says {value}, and a layer only tightens"
                yield Finding(_severity(other), given.location, text, DELETE)


def _looser_levels(layer: Layer, below: tuple[Layer, ...]) -> Iterator[Finding]:
    for rule in layer.categories:
        floors = ((other, r) for other in below for r in other.categories if r.category == rule.category)
        for other, floor in floors:
            if floor.at_least and (own := rule.at_least or rule.at_most) and _before(own, floor.at_least, LEVELS):
                place = f"{floor.location} says at least {floor.at_least}"
                text = f"{own} for {rule.category!r} has no effect where {place}"
                yield Finding(_severity(other), rule.location, text, DELETE)


def _looser_guardrails(layer: Layer, below: tuple[Layer, ...]) -> Iterator[Finding]:
    """The same guardrail, with the same options, that demands less."""
    for own in layer.guardrails:
        for lower, floor in ((other, s) for other in below for s in other.guardrails if s.id == own.id):
            if _before(own.then, floor.then, OUTCOMES) and dict(own.options) == dict(floor.options):
                text = f"`then: {own.then}` of {own.id} has no effect: {floor.location} says {floor.then}"
                yield Finding(_severity(lower), own.location, text, DELETE)


def _looser_rows(layer: Layer, below: tuple[Layer, ...]) -> Iterator[Finding]:
    """Rows that answer a case more mildly than the table of a file below; a pack's table is only where one begins."""
    for other in (other for other in below if layer.gate and other.gate and not other.is_pack):
        said: set[GateRow] = set()
        for level in LEVELS:
            for way in ANSWERS:
                own, floor = answers([layer.gate], level, way, None), answers([other.gate], level, way, None)
                if own and floor and own[0] not in said and _before(own[0].then, floor[0].then, OUTCOMES):
                    said.add(own[0])
                    text = (
                        f"row {own[0].index} ({own[0].then}) has no effect for a {level} change, AI-assisted {way}: "
                        f"{floor[0].location} says {floor[0].then}"
                    )
                    yield Finding("error", own[0].location, text, "make it at least as strict")


def _looser_settings(layer: Layer, below: tuple[Layer, ...]) -> Iterator[Finding]:
    """Settings beside the table: a file below that says nothing says the strictest."""
    files = [other for other in below if not other.is_pack]
    if layer.is_pack or not files:
        return
    if own := layer.approvals:
        said = [other.approvals for other in files]
        yield from _looser(own.location, own.independence, [s and s.independence for s in said], INDEPENDENCE)
        yield from _looser(own.location, own.unchanged_patch, [s and s.unchanged_patch for s in said], UNCHANGED_PATCH)
    if lowering := layer.lowering:
        for kind, level in lowering.levels.items():
            levels = [other.lowering.levels.get(kind) if other.lowering else None for other in files]
            yield from _looser(lowering.location, level, levels, LEVELS, kind)


def _looser(
    place: Location, own: T | None, said: Sequence[T | None], order: tuple[T, ...], name: str = "approvals"
) -> Iterator[Finding]:
    lowest = said[0] if said[0] is not None else order[-1]
    strictest = max((lowest, *(word for word in said[1:] if word is not None)), key=order.index)
    if own is not None and _before(own, strictest, order):
        word = "off" if strictest == "high" else strictest
        text = f"`{name}: {own}` has no effect: a file below says {word}, in words or by its silence"
        yield Finding("error", place, text, DELETE)


def _before(one: T, other: T, order: tuple[T, ...]) -> bool:
    return order.index(one) < order.index(other)
