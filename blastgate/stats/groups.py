"""To which groups a commit belongs: by the tools it shows, or by the paths it touches."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache

from blastgate.attribution.attribute import AUTHORSHIP
from blastgate.classify.gate_files import is_gate_file, policy_files
from blastgate.impact.references import owner_among
from blastgate.model.attribution import CommitAttribution
from blastgate.model.classification import highest
from blastgate.model.graph import Component
from blastgate.model.named import NamedTuple
from blastgate.model.stats import GroupKind, Landed
from blastgate.policy.matching.match import compile_rules, file_level
from blastgate.policy.model import Policy

NO_FILES, NO_COMPONENT, TOP = "(no files)", "(no component)", "./"
PATHS_KEPT = 200_000
NameOf = Callable[[str], str]


class Grouping(NamedTuple):
    """How commits are grouped: each path has a name; ``whole`` puts a commit into one group only (its level)."""

    kind: GroupKind
    name_of: NameOf
    whole: Callable[[Iterable[str]], str] | None = None


def by_tool() -> Grouping:
    """Group by AI tool: a commit belongs to every tool that it shows."""
    return Grouping("tool", lambda _: "")


def by_directory(depth: int) -> Grouping:
    """Group by the first ``depth`` folders of each path; files above that have the folder they stand in."""

    def name_of(path: str) -> str:
        folders = path.split("/")[:-1][:depth]
        return "/".join(folders) + "/" if folders else TOP

    return Grouping("directory", _kept(name_of))


def by_component(components: Iterable[Component]) -> Grouping:
    """Group by the component that owns each path."""
    owner = owner_among(components)
    return Grouping("component", _kept(lambda path: owner(path) or NO_COMPONENT))


def by_level(policy: Policy) -> Grouping:
    """Group by the highest level that the policy's path categories give; no size limits, no graph, no lines."""
    match = compile_rules(tuple(rule for layer in policy.layers for rule in layer.categories))
    own_files = policy_files(policy)

    def name_of(path: str) -> str:
        return "high" if is_gate_file(path, own_files) else file_level(match(path), (), policy.layers)

    return Grouping("level", _kept(name_of), lambda names: highest(tuple(names)))  # type: ignore[arg-type]


def lines_by_group(landed: Landed, judged: CommitAttribution, grouping: Grouping) -> dict[str, int]:
    """Name the groups of a commit, each with the lines it adds there."""
    added = sum(file.added for file in landed.files)
    if grouping.kind == "tool":
        return dict.fromkeys(tools_of(judged), added)
    found: dict[str, int] = {}
    for file in landed.files:
        name = grouping.name_of(file.path)
        found[name] = found.get(name, 0) + file.added
    if not found:
        return {NO_FILES: 0}
    return found if grouping.whole is None else {grouping.whole(found): added}


def tools_of(judged: CommitAttribution) -> tuple[str, ...]:
    """Name the tools that an AI-assisted commit shows as its makers, sorted; none for any other state."""
    if judged.state != "ai":
        return ()
    return tuple(sorted({e.tool for e in judged.evidence if e.role in AUTHORSHIP and e.strength != "weak"}))


def _kept(name_of: NameOf) -> NameOf:
    """Remember the names of paths: a history touches the same ones again and again."""
    return lru_cache(maxsize=PATHS_KEPT)(name_of)
