"""Rules that meet no file of the repository, and rules whose level never shows because others answer first."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from blastgate.policy.layers.build import shipped
from blastgate.policy.layers.shipped import shipped_categories
from blastgate.policy.lint.finding import Finding
from blastgate.policy.matching.globs import compile_globs
from blastgate.policy.matching.match import compile_rules, file_level
from blastgate.policy.model import CategoryRule, Layer, Location, Policy
from blastgate.policy.reading.nearest import nearest

_GLOB_OPTIONS = ("only", "paths")


def lint_paths(policy: Policy, files: Collection[str]) -> Iterator[Finding]:
    """Yield the globs, roots and categories of a policy's own files that mean nothing in this repository."""
    ordered = sorted(files)
    for layer in policy.layers:
        if not layer.is_pack:
            yield from _idle_globs(layer, ordered)
            yield from _missing_roots(layer, ordered)
    yield from _shadowed(policy, ordered)


def _idle_globs(layer: Layer, files: list[str]) -> Iterator[Finding]:
    for glob, location in dict.fromkeys(_globs(layer)):
        matches = compile_globs((glob,))
        if not any(map(matches, files)):
            near = _nearest_path(glob, files)
            remedy = f"nearest path: {near}" if near else "check the folder names, or delete it"
            yield Finding("warning", location, f"{glob!r} matches no file", remedy)


def _globs(layer: Layer) -> Iterator[tuple[str, Location]]:
    for rule in layer.categories:
        if not rule.location.file.startswith("rules/"):
            yield from ((glob, rule.location) for glob in _own_paths(rule))
    for setting in layer.guardrails:
        for option in _GLOB_OPTIONS:
            value = setting.options.get(option)
            globs = [glob for glob in value if isinstance(glob, str)] if isinstance(value, tuple) else []
            yield from ((glob, setting.location) for glob in globs)
    for group in layer.groups:
        yield from ((glob, group.location) for glob, _ in group.by_path)


def _own_paths(rule: CategoryRule) -> tuple[str, ...]:
    """The globs a policy wrote itself; an extended category carries the shipped ones too, which may meet nothing."""
    theirs = shipped(rule.category).paths if rule.category in shipped_categories() else ()
    return tuple(glob for glob in rule.paths if glob not in theirs)


def _missing_roots(layer: Layer, files: list[str]) -> Iterator[Finding]:
    for rule in layer.components:
        if rule.root and not any(path.startswith(f"{rule.root}/") for path in files):
            near = _nearest_path(f"{rule.root}/**", files)
            remedy = f"nearest path: {near}" if near else "check the folder name"
            yield Finding("warning", rule.location, f"component {rule.name!r}: no file below {rule.root!r}", remedy)


def _nearest_path(glob: str, files: list[str]) -> str | None:
    """Follow the plain folders of a glob as far as they exist; name what is most like the first that does not."""
    place = ""
    for part in glob.split("/"):
        children = {path[len(place) :].partition("/")[0] for path in files if path.startswith(place)}
        if part not in children:
            near = nearest(part, children) if not set(part) & set("*?[{\\") else None
            return f"{place}{near}" if near else place.rstrip("/") or None
        place += f"{part}/"
    return None


def _shadowed(policy: Policy, files: list[str]) -> Iterator[Finding]:
    """A level that no file of the repository ends up with says nothing, though its matchers see files."""
    rules = tuple(rule for layer in policy.layers for rule in layer.categories)
    own = [rule for rule in rules if (rule.at_least or rule.at_most) and not rule.location.file.startswith("rules/")]
    if not own:
        return
    match = compile_rules(rules)
    waiting, others = set(own), dict[CategoryRule, CategoryRule]()
    for path in files:
        seen = match(path)
        for rule in waiting.intersection(seen):
            if file_level(seen, (), policy.layers) == (rule.at_least or rule.at_most):
                waiting.discard(rule)
            else:
                others.setdefault(rule, max(seen, key=lambda r: (r.at_least == "high", r.at_least == "medium")))
    for rule in own:
        if rule in waiting and rule in others:
            other = others[rule]
            text = f"category {rule.category!r} never decides: {_rival(other, rule)} is stricter on all its files"
            yield Finding("warning", rule.location, text, "delete it, or give the other an `unless`")


def _rival(other: CategoryRule, rule: CategoryRule) -> str:
    return f"{other.category!r} ({other.location})" if other is not rule else "a default level below it"
