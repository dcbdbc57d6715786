"""From claims to components: one per root folder, joined and named as a maintainer of the repository would.

The steps: settle the roots (:mod:`blastgate.impact.roots`), join what has no folder of its own, give each a kind and a
unique name, and let the policy's ``components:`` have the last word.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from blastgate.impact.claims import AllClaims, Claimed
from blastgate.impact.folders import is_unshipped, role_of
from blastgate.impact.references import Declared, References
from blastgate.impact.rootless import RUNNABLE, join_rootless
from blastgate.impact.roots import Roots, declared_at, settle_roots
from blastgate.model.graph import NO_FILES, Component, Edge, Kind
from blastgate.model.named import NamedTuple
from blastgate.policy.model import ComponentRule

DEPLOYED = 10  # manifests below this rank say how a thing runs; they know best what is a service
STRONGEST: tuple[Kind, ...] = ("service", "app", "library", "infra", "docs", "tool")


class Draft(NamedTuple):
    """A component before it has its unique name: the names its manifests give it, best first."""

    root: str | None
    names: tuple[str, ...]
    kind: Kind
    source: str


@dataclass(frozen=True, slots=True)
class Components:
    """The components of a snapshot, what each answers to, and the edges and warnings of the policy's rules.

    ``unshipped`` are those that only tests and examples need, ``pulled`` those that somebody else builds, and
    ``hidden`` those in a dot-folder and images for tools: they steer what is built and ship nowhere.
    """

    components: tuple[Component, ...]
    references: References
    edges: tuple[Edge, ...] = ()
    warnings: tuple[str, ...] = ()
    unshipped: frozenset[str] = field(default_factory=frozenset)
    pulled: frozenset[str] = field(default_factory=frozenset)
    hidden: frozenset[str] = field(default_factory=frozenset)


def find_components(claims: AllClaims, rules: tuple[ComponentRule, ...] = ()) -> Components:
    """Join all claims into components and apply the policy's rules; the order of the claims never matters."""
    roots = settle_roots(claims.components)
    joined, alone = join_rootless(claims.components, roots)
    drafts: dict[str, Draft] = {}
    answers: dict[str, list[Claimed]] = {}
    for root in roots.kept:
        draft = _draft(root, roots, joined.get(root, ()))
        drafts[f"/{root}"] = draft
        answers[f"/{root}"] = [*roots.answering(root), *joined.get(root, ())]
    for name, group in alone.items():
        drafts[name] = Draft(None, (name,), _rootless_kind(group), min(c.claim.source for c in group))
        answers[name] = list(group)
    drafts, fixed = _overridden(drafts, rules)
    names = _unique_names(drafts, fixed)
    components = tuple(
        sorted((Component(names[key], d.root, d.kind, d.source) for key, d in drafts.items()), key=lambda c: c.name)
    )
    references = References(components, _declared(answers, names))
    edges, warnings = _rule_edges(components, rules)
    warnings += tuple(_without_files(rules, claims.paths))
    ruled = set(fixed.values())
    unshipped = frozenset(c.name for c in components if c.name not in ruled and c.root and is_unshipped(c.root))
    pulled = frozenset(c.name for c in components if c.root is None and c.kind == "infra")
    hidden = frozenset(
        c.name
        for c in components
        if c.kind not in RUNNABLE and ("/." in f"/{c.root or ''}" or _is_image(c.root, roots))
    )
    return Components(components, references, edges, warnings, unshipped, pulled, hidden)


def _is_image(root: str | None, roots: Roots) -> bool:
    """Tell whether nothing but Dockerfiles makes a component of a folder."""
    own = roots.claims.get(root or "", ())
    return bool(root) and bool(own) and all(c.manifest == "dockerfile" for c in own)


def _draft(root: str, roots: Roots, joined: Iterable[Claimed]) -> Draft:
    own = roots.claims[root]
    names = tuple(dict.fromkeys([*_preferred(root, own), root.rsplit("/", 1)[-1] or "."]))
    best = min(
        own, key=lambda c: (c.claim.kind is None, c.rank, STRONGEST.index(c.claim.kind or "tool"), c.claim.source)
    )
    return Draft(root, names, kind_of(root, [*own, *joined], only=len(roots.kept) == 1), best.claim.source)


def _preferred(root: str, own: Iterable[Claimed]) -> list[str]:
    """Order the names of a root by rank; where one manifest kind gives several, only the folder's own name counts."""
    by_rank: dict[int, set[str]] = {}
    for item in own:
        moved = item.claim.root != root and item.claim.name == (item.claim.root or "").rsplit("/", 1)[-1]
        if item.claim.name and item.claim.kind is not None and not moved:
            by_rank.setdefault(item.rank, set()).add(item.claim.name)
    folder = root.rsplit("/", 1)[-1]
    chosen = []
    for _, names in sorted(by_rank.items()):
        if len(names) == 1 or folder in names:
            chosen.append(folder if folder in names else min(names))
    return chosen


def kind_of(root: str, own: Iterable[Claimed], only: bool) -> Kind:
    """Decide the kind of a root: how it runs, then the most that any manifest says, within what its folder allows."""
    own = list(own)
    deployed: list[Kind] = [c.claim.kind for c in own if c.claim.kind is not None and _deploys(c)]
    said: list[Kind] = [kind for kind in deployed if kind != "infra"] or [
        c.claim.kind for c in own if c.claim.kind is not None
    ]
    if not said:
        return "tool" if root == "" and not only else _capped(root, "library", False)
    return _capped(root, min(said, key=STRONGEST.index), bool(deployed))


def _deploys(item: Claimed) -> bool:
    """A dev container or a script's own compose file runs no part of the product."""
    return item.rank < DEPLOYED and role_of(declared_at(item.claim).rpartition("/")[0]) != "tooling"


def _capped(root: str, kind: Kind, deployed: bool) -> Kind:
    role = role_of(root)
    if role in ("fixture", "test", "example"):
        return "tool"
    if deployed or kind == "infra":
        return kind
    if role == "tooling":
        return "tool"
    return "docs" if role == "docs" else kind


def _rootless_kind(group: Iterable[Claimed]) -> Kind:
    """Without a folder here it is somebody else's image, unless a Dockerfile of this repository builds it."""
    built = any(reference.startswith("dockerfile:") for c in group for reference in c.claim.references)
    return "service" if built and any(c.claim.kind == "service" for c in group) else "infra"


def _overridden(drafts: Mapping[str, Draft], rules: Iterable[ComponentRule]) -> tuple[dict[str, Draft], dict[str, str]]:
    """Let each rule change the component of its root or name, or add one; of several kinds the strongest stays."""
    changed = dict(drafts)
    fixed: dict[str, str] = {}
    kinds: dict[str, Kind] = {}
    names = {name: key for key, name in _unique_names(drafts, {}).items()}
    for rule in rules:
        root = rule.root.strip("/").removeprefix("./") if rule.root is not None else None
        root = "" if root == "." else root
        key = f"/{root}" if root is not None and f"/{root}" in changed else names.get(rule.name)
        if key is None:
            key = f"/{root}" if root is not None else rule.name
            changed[key] = Draft(root, (rule.name,), rule.kind or "service", str(rule.location))
        before = changed[key]
        kind = rule.kind or kinds.get(key) or before.kind
        kinds[key] = min(kind, kinds.get(key, kind), key=STRONGEST.index)
        changed[key] = Draft(root if root is not None else before.root, (rule.name,), kinds[key], before.source)
        fixed[key] = rule.name
        names[rule.name] = key
    return changed, fixed


def _unique_names(drafts: Mapping[str, Draft], fixed: Mapping[str, str]) -> dict[str, str]:
    """Give every component its first name, and the second of the same name its root instead; what ships goes first."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for key in sorted(drafts, key=lambda k: _precedence(k, drafts[k], k in fixed)):
        draft = drafts[key]
        first = draft.names[0]
        second = draft.kind if draft.root is None else draft.root or "."
        wanted = [first, f"{first} ({second})"] if draft.root is None else [first, second, f"{first} ({second})"]
        name = next((n for n in wanted if n not in taken), f"{first} ({key})")
        while name in taken:
            name += "'"
        names[key] = name
        taken.add(name)
    return names


def _precedence(key: str, draft: Draft, fixed: bool) -> tuple[bool, bool, bool, bool, int, str]:
    """What a thing is goes before how it is deployed: the chart of a service does not take its name."""
    unshipped = draft.root is not None and role_of(draft.root) in ("fixture", "example", "test", "tooling")
    return (not fixed, unshipped, draft.root is None, draft.kind == "infra", (draft.root or "").count("/"), key)


def _declared(answers: Mapping[str, Iterable[Claimed]], names: Mapping[str, str]) -> dict[str, list[Declared]]:
    found: dict[str, list[Declared]] = {}
    for key, group in answers.items():
        for item in group:
            for reference in item.claim.references:
                found.setdefault(reference, []).append(Declared(names[key], declared_at(item.claim)))
    return found


def _without_files(rules: Iterable[ComponentRule], paths: Collection[str]) -> Iterator[str]:
    """Tell of each root that a rule gives and under which nothing is: a misspelt folder owns nothing, silently."""
    for rule in rules if paths else ():
        folder = (rule.root or "").removeprefix("./").strip("/")
        if folder not in ("", ".") and not any(path.startswith(f"{folder}/") for path in paths):
            yield f"{rule.location}: component {rule.name!r}: {rule.root!r} {NO_FILES}"


def _rule_edges(
    components: Iterable[Component], rules: Iterable[ComponentRule]
) -> tuple[tuple[Edge, ...], tuple[str, ...]]:
    known = {component.name for component in components}
    edges, warnings = [], []
    for rule in rules:
        if rule.name not in known:
            lost = "a later entry has the same root, so neither its name nor its depends_on counts"
            warnings.append(f"{rule.location}: component {rule.name!r}: {lost}")
        for target in rule.depends_on:
            if target not in known:
                warnings.append(f"{rule.location}: component {target!r} of depends_on is unknown")
            elif target != rule.name and rule.name in known:
                edges.append(Edge(rule.name, target, "manifest", str(rule.location)))
    return tuple(edges), tuple(warnings)
