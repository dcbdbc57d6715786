"""Look for what a policy says and its writer can hardly mean. A policy with findings still judges."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from blastgate.model.classification import LEVELS
from blastgate.policy.finding import Finding
from blastgate.policy.lint_gate import lint_gate
from blastgate.policy.lint_paths import lint_paths
from blastgate.policy.meaning import LIMITS
from blastgate.policy.model import Group, Layer, Location, Policy
from blastgate.policy.people import effective_group, group_names, overruled_groups

CODEOWNERS_FILES = ("CODEOWNERS", ".github/CODEOWNERS", "docs/CODEOWNERS")


def lint(policy: Policy, files: Collection[str] | None) -> tuple[Finding, ...]:
    """Return everything found, in the order of layers and lines; ``files`` are all paths of the repository, if known.

    Errors are tables that leave a case undecided or are looser where they should be stricter; warnings are words
    without effect.
    """
    found = [*lint_gate(policy), *_no_effect(policy), *_groups(policy, files)]
    if files is not None:
        found += lint_paths(policy, files)
    order = {layer.source: index for index, layer in enumerate(policy.layers)}
    return tuple(sorted(set(found), key=lambda f: (order.get(f.location.file, -1), f.location.line, f.text)))


def _groups(policy: Policy, files: Collection[str] | None) -> Iterator[Finding]:
    asked = _asked_groups(policy)
    for name in group_names(policy):
        group = effective_group(policy, name)
        if group is None and name in asked:
            text = f"group {name!r} must approve and names nobody: such a change can never pass"
            yield Finding("warning", asked[name], text, f'name people under `people`, as in {name}: ["@login"]')
        elif group is not None and name in asked and group.codeowners and files is not None:
            yield from _no_codeowners(group, files)
    for upper, lower in overruled_groups(policy):
        text = f"this list of {upper.name!r} does not hold: {lower.location} names the group, and a layer only narrows"
        yield Finding("warning", upper.location, text, "name a part of the people listed there, or change that list")


def _no_codeowners(group: Group, files: Collection[str]) -> Iterator[Finding]:
    if not any(place in files for place in CODEOWNERS_FILES):
        text = f"group {group.name!r} is CODEOWNERS, and the repository has no such file"
        yield Finding("warning", group.location, text, f"add {CODEOWNERS_FILES[1]}, or list people")


def _asked_groups(policy: Policy) -> dict[str, Location]:
    asked: dict[str, Location] = {}
    for layer in policy.layers:
        for row in layer.gate:
            asked.update({name: row.location for name in row.by if name not in asked})
        for setting in layer.guardrails:
            by = setting.options.get("by", ())
            names = [name for name in by if isinstance(name, str)] if isinstance(by, tuple) else []
            asked.update({name: setting.location for name in names if name not in asked})
    return asked


def _no_effect(policy: Policy) -> Iterator[Finding]:
    """Words of a layer that a stricter layer below makes idle."""
    for index, layer in enumerate(policy.layers):
        below = policy.layers[:index]
        yield from _idle_limits(layer, below)
        yield from _idle_levels(layer, below)
        if layer.mode == "observe" and policy.mode == "enforce":
            text = "`mode: observe` does not hold: another layer says enforce"
            yield Finding("warning", Location(layer.source, 1), text, "change the layer that says enforce")


def _idle_limits(layer: Layer, below: tuple[Layer, ...]) -> Iterator[Finding]:
    for given in layer.levels:
        for limit in LIMITS:
            own = getattr(given.limits, limit)
            floors = [
                (value, lower.location)
                for other in below
                for lower in other.levels
                if lower.level == given.level and (value := getattr(lower.limits, limit)) is not None
            ]
            if own is not None and floors and own > min(floors, key=lambda f: f[0])[0]:
                value, location = min(floors, key=lambda f: f[0])
                text = (
                    f"{given.level} `{limit}: {own}` has no effect: {location} says {value}, and a layer only tightens"
                )
                yield Finding("warning", given.location, text, "delete it, or do not extend that layer")


def _idle_levels(layer: Layer, below: tuple[Layer, ...]) -> Iterator[Finding]:
    for rule in layer.categories:
        for floor in (r for other in below for r in other.categories if r.category == rule.category):
            if floor.at_least and (own := rule.at_least or rule.at_most) and _lower(own, floor.at_least):
                text = (
                    f"{own} for {rule.category!r} has no effect where {floor.location} says at least {floor.at_least}"
                )
                yield Finding("warning", rule.location, text, "delete it, or do not extend that layer")


def _lower(one: str, other: str) -> bool:
    levels: tuple[str, ...] = LEVELS
    return levels.index(one) < levels.index(other)
