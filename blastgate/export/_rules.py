"""From a policy to path rules: every layer counts, and no layer opens what another closes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from blastgate.export.interface import PathRules
from blastgate.guardrails.interface import texts
from blastgate.policy.model import GuardrailSetting, Policy

OWN = (".blastgate.yml",)  # an agent that may edit the policy is held by none


def path_rules(policy: Policy) -> PathRules:
    """Collect what ``ai_paths`` and ``protected_paths`` of all layers say; a rule that only warns stops no agent."""
    only = [s for s in _settings(policy, "ai-paths") if s.then in ("block", "review")]
    protecting = list(_settings(policy, "protected-paths"))
    protected = _paths(s for s in protecting if s.then == "block")
    return PathRules(
        _common([texts(s, "only") for s in only]) if only else None,
        bool(only) and all(s.then == "review" for s in only),
        tuple(dict.fromkeys((*OWN, *protected))),
        tuple(glob for glob in _paths(s for s in protecting if s.then == "review") if glob not in protected),
        tuple(_notes(policy, only, protecting)),
    )


def _settings(policy: Policy, name: str) -> Iterator[GuardrailSetting]:
    yield from (s for layer in policy.layers for s in layer.guardrails if s.id == name)


def _paths(found: Iterable[GuardrailSetting]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(glob for setting in found for glob in texts(setting, "paths")))


def _common(layers: list[tuple[str, ...]]) -> tuple[str, ...]:
    """Keep the globs of any layer that lie within every layer: what is open to an agent is open in all of them."""
    globs = dict.fromkeys(glob for layer in layers for glob in layer)
    return tuple(glob for glob in globs if all(any(_is_within(glob, outer) for outer in layer) for layer in layers))


def _is_within(glob: str, outer: str) -> bool:
    folder = outer.removesuffix("**")
    plain = outer.endswith("/**") and not set(folder) & set("*?[{\\")
    return glob == outer or outer == "**" or (plain and glob.startswith(folder) and "{" not in glob)


def _notes(policy: Policy, only: list[GuardrailSetting], protecting: list[GuardrailSetting]) -> Iterator[str]:
    if not only and not protecting:
        yield "the policy sets neither ai_paths nor protected_paths: only the policy and these settings are protected"
    if policy.mode == "observe":
        yield "the policy only observes (mode: observe); these settings refuse all the same"
    if any(texts(setting, "allow") for setting in protecting):
        yield "protected_paths lets groups of people in; an agent is kept out whoever drives it"
    if len(only) > 1:
        yield "several layers set ai_paths: open is what all of them open"
