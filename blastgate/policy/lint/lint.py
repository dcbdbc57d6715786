"""Look for what a policy says and its writer can hardly mean. A policy with findings still judges."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from blastgate.policy.lint.finding import Finding
from blastgate.policy.lint.gate import lint_gate
from blastgate.policy.lint.layers import lint_layers
from blastgate.policy.lint.paths import lint_paths
from blastgate.policy.model import Group, Location, Policy
from blastgate.policy.people import effective_group, group_names, overruled_groups

CODEOWNERS_FILES = ("CODEOWNERS", ".github/CODEOWNERS", "docs/CODEOWNERS")


def lint(policy: Policy, files: Collection[str] | None) -> tuple[Finding, ...]:
    """Return everything found, in the order of layers and lines; ``files`` are all paths of the repository, if known.

    Errors are tables that leave a case undecided or are looser where they should be stricter, and layers that are
    looser than a file they stand on; warnings are words without effect.
    """
    found = [*lint_gate(policy), *lint_layers(policy), *_groups(policy, files)]
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
