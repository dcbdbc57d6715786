"""A policy that can be judged by: every rule knows the file and line it comes from.

A policy is a stack of layers, the floor first. No layer can loosen another: limits take the smallest, category rules
add up, each gate table is asked and the strictest answer holds, guardrails add up.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from blastgate.model.classification import Level
from blastgate.model.graph import Kind
from blastgate.model.named import NamedTuple
from blastgate.model.verdict import Outcome
from blastgate.policy.graph_rules import GraphRules
from blastgate.policy.settings import (
    Approvals,
    ApprovalsSetting,
    LoweringKind,
    LoweringSetting,
    Obligation,
    OverrideSetting,
    join_approvals,
    join_lowering,
    join_override,
)

if TYPE_CHECKING:
    from blastgate.model.assessment import Mode, Trust

Answer = Literal["any", "yes", "no"]
UnknownAttribution = Literal["treat_as_ai", "treat_as_none"]
UnlinkedAuthors = Literal["block", "warn"]
StringImports = Literal["ignore", "count"]
SmallerGraph = Literal["unknown", "accept"]


class Location(NamedTuple):
    """A place in a policy file: the file as the user knows it and the 1-based line."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


class Limits(NamedTuple):
    """What still fits a level; None means no limit. A measure that is unknown fits no limit."""

    max_services: int | None = None
    max_runtime_services: int | None = None
    max_files: int | None = None
    max_lines: int | None = None
    max_affected_files: int | None = None


class LevelLimits(NamedTuple):
    """The limits of one level in one layer."""

    level: Level
    limits: Limits
    location: Location


class CategoryRule(NamedTuple):
    """One layer's rule for one category.

    Matchers (a path is matched as git writes it; a rename is asked at both of its paths, one at a time):

    - ``paths``: globs over the whole path, anchored at the top, letter case counts
      (:mod:`blastgate.policy.matching.globs`).
    - ``names``: the same globs over the last part of the path alone (``Dockerfile*``, ``test_*.py``).
    - ``extensions``: ends of the last part, with the dot, letter case ignored (``.md``, ``.tf.json``).
    - ``tokens``: whole words of any one part of the path, split at camelCase humps, digits and everything that is no
      letter, letter case ignored. ``auth`` sees ``services/auth/x`` and ``userAuth.ts``, not ``authoring/``; a token
      of several words (``feature-store``) sees them side by side in one part (``featureStore``, ``feature_store``).
    - ``added_lines`` / ``removed_lines``: RE2 expressions searched in each added or removed line.
    - ``attributes``: git attributes that ``.gitattributes`` of the base sets for the path. They give the name of the
      category alone: whoever may write that file neither lowers nor raises a level.

    A file matches when any matcher does and no category of ``unless`` matches it. ``unless`` looks at the other
    category's own path matchers only (its ``unless`` and its line matchers do not count), in this layer and the ones
    below it: so order never matters, and no layer switches off a rule of its floor.

    ``at_least`` gives a matching file a floor, ``at_most`` a ceiling, neither only a name. The level of a file is what
    :func:`blastgate.policy.matching.match.file_level` says: asked layer by layer, the highest answer holds. Line
    matchers only raise. A change whose every file is under a ceiling (``file_ceiling`` there) is not lifted above the
    highest of these ceilings by the size limits of that layer. ``layer`` is the rule's layer by index.
    """

    category: str
    location: Location
    at_least: Level | None = None
    at_most: Level | None = None
    paths: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    extensions: tuple[str, ...] = ()
    tokens: tuple[str, ...] = ()
    added_lines: tuple[str, ...] = ()
    removed_lines: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    about: str = ""
    layer: int = 0


class GateRow(NamedTuple):
    """One row of a gate table. ``author`` is ``any`` or a group; ``by`` are the groups that must each approve once."""

    index: int  # type: ignore[assignment]  # hides the method of tuples, which nobody needs of a row
    level: Level | Literal["any"]
    ai_assisted: Answer
    author: str
    then: Outcome
    by: tuple[str, ...]
    text: str
    location: Location


class GuardrailSetting(NamedTuple):
    """One layer's setting of one guardrail: its kebab-case id, its options as validated, and what it demands."""

    id: str
    then: Outcome
    options: Mapping[str, object]
    location: Location


class ComponentRule(NamedTuple):
    """An entry of ``components:``: it overrides a discovered component of this name or root, or adds one.

    ``criticality`` is a floor for its files; ``owners`` own what lies below its root.
    """

    name: str
    location: Location
    root: str | None = None
    kind: Kind | None = None
    depends_on: tuple[str, ...] = ()
    criticality: Level | None = None
    owners: tuple[str, ...] = ()


class OwnTool(NamedTuple):
    """An AI tool that a team adds: its name and its marks, with the keys of a file of ``rules/ai_tools``."""

    name: str
    location: Location
    marks: Mapping[str, object]


class Group(NamedTuple):
    """A group of people: explicit members (``@login``, ``@org/team``, ``name@example.com``), members by path (a glob
    and who owns what it matches; every match counts), or CODEOWNERS. Beside CODEOWNERS, ``by_path`` comes first."""

    name: str
    location: Location
    members: tuple[str, ...] = ()
    codeowners: bool = False
    by_path: tuple[tuple[str, tuple[str, ...]], ...] = ()


class Layer(NamedTuple):
    """One policy file or pack, compiled. What it does not speak of is empty, and then it has no say in it."""

    name: str
    source: str
    digest: str
    mode: Mode | None = None
    levels: tuple[LevelLimits, ...] = ()
    default_level: Level | None = None
    categories: tuple[CategoryRule, ...] = ()
    gate: tuple[GateRow, ...] = ()
    groups: tuple[Group, ...] = ()
    emails: Mapping[str, str] = MappingProxyType({})
    guardrails: tuple[GuardrailSetting, ...] = ()
    components: tuple[ComponentRule, ...] = ()
    unknown_attribution: UnknownAttribution | None = None
    ai_tools: tuple[OwnTool, ...] = ()
    unlinked_authors: UnlinkedAuthors | None = None
    smaller_graph: SmallerGraph | None = None
    approvals: ApprovalsSetting | None = None
    lowering: LoweringSetting | None = None
    obligations: tuple[Obligation, ...] = ()
    override: OverrideSetting | None = None
    string_imports: StringImports | None = None

    @property
    def is_pack(self) -> bool:
        """Tell whether this is a pack that comes with blastgate."""
        return self.source == f"rules/policies/{self.name}.yml"


class Policy(NamedTuple):
    """The layers to judge by, the floor first. ``digest`` is the SHA-256 of all layers; ``source`` names the file."""

    source: str
    digest: str
    trust: Trust
    layers: tuple[Layer, ...]

    @property
    def mode(self) -> Mode:
        """Enforce, unless no layer enforces and one says observe; a floor that says nothing enforces.

        The floor is the lowest of several files: packs say what a file may leave open, files above it can't loosen it.
        """
        modes = {layer.mode for layer in self.layers if layer.mode is not None}
        files = [layer for layer in self.layers if not layer.is_pack]
        silent_floor = len(files) > 1 and files[0].mode is None
        return "observe" if modes == {"observe"} and not silent_floor else "enforce"

    @property
    def components(self) -> tuple[ComponentRule, ...]:
        """The component rules of every layer, the floor's first."""
        return tuple(rule for layer in self.layers for rule in layer.components)

    @property
    def graph_rules(self) -> GraphRules:
        """What the layers say of the dependency graph; one that counts imports by string is enough."""
        return GraphRules(self.components, any(layer.string_imports == "count" for layer in self.layers))

    @property
    def ai_tools(self) -> tuple[tuple[OwnTool, ...], ...]:
        """The AI tools that the layers add, layer by layer, the floor's first: none may weaken those of another."""
        return tuple(layer.ai_tools for layer in self.layers if layer.ai_tools)

    @property
    def accepts_smaller_graph(self) -> bool:
        """Tell whether reach by a graph of manifests alone counts: where the lowest file says so and none objects."""
        said = [layer.smaller_graph for layer in self.layers if not layer.is_pack]
        return bool(said) and said[0] == "accept" and "unknown" not in said

    @property
    def approvals(self) -> Approvals:
        """Whose approval counts."""
        return join_approvals(self.layers)

    @property
    def override(self) -> OverrideSetting | None:
        """Who may let a change go ahead against the policy; None where nobody may."""
        return join_override(self.layers)

    @property
    def unknown_attribution(self) -> UnknownAttribution:
        """What an unknown attribution counts as in a high change: AI, unless the floor says otherwise and no layer
        objects (what the floor leaves unsaid is the default, and no layer loosens it)."""
        said = [layer.unknown_attribution for layer in self.layers]
        return "treat_as_none" if said[:1] == ["treat_as_none"] and "treat_as_ai" not in said else "treat_as_ai"

    @property
    def unlinked_authors(self) -> UnlinkedAuthors:
        """What authors without an account get: block, unless the lowest file says warn and none above it objects."""
        said = [layer.unlinked_authors for layer in self.layers if not layer.is_pack]
        return "warn" if said[:1] == ["warn"] and "block" not in said else "block"

    @property
    def lowering(self) -> dict[LoweringKind, Level]:
        """The kinds of lowering that are on, each with the level it lowers a file to."""
        return join_lowering(self.layers)

    @property
    def obligations(self) -> tuple[Obligation, ...]:
        """What the layers oblige pull requests to show, the floor's first."""
        return tuple(obligation for layer in self.layers for obligation in layer.obligations)

    @property
    def reads_lines(self) -> bool:
        """Tell whether any rule needs the text of changed lines (patches cost time to read)."""
        rules = [rule for layer in self.layers for rule in layer.categories]
        return any(rule.added_lines or rule.removed_lines for rule in rules) or any(
            layer.guardrails for layer in self.layers
        )
