"""The reasons of a classification: one sentence each, with what was measured, the limit, and the policy's line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from blastgate.classify.files import FileJudgement
from blastgate.classify.gate_files import CATEGORY
from blastgate.classify.sizes import Excess
from blastgate.model.classification import LEVELS, Level, Reason, highest
from blastgate.model.wording import count, some
from blastgate.policy.model import CategoryRule, ComponentRule, Policy
from blastgate.policy.settings import LoweringKind

# Codes in the order in which they are told within one level.
CODES = (
    "empty",
    "gate-config",
    "category",
    "criticality",
    "lowered",
    "services",
    "runtime-services",
    "files",
    "lines",
    "affected-files",
    "unreadable",
    "shipped",
    "ceiling",
    "default",
)


PROOFS: dict[LoweringKind, str] = {
    "comment_only": "only comments change",
    "formatting_only": "only the layout changes",
    "exact_rename": "only the name changes, within one component",
    "pinned_action": "only the version of an action changes",
}


def in_order(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """Sort reasons: the deciding ones first, then by kind and text, whatever order the facts came in."""
    return tuple(sorted(reasons, key=lambda r: (-LEVELS.index(r.level), CODES.index(r.code), r.text)))


def file_reasons(judged: tuple[FileJudgement, ...], policy: Policy) -> list[Reason]:
    """Give the reasons that lie in single files: gate files, categories, the default, what could not be seen."""
    gate = _paths(j for j in judged if j.gate)
    reasons = [] if not gate else [_gate_reason(gate)]
    reasons += _category_reasons(j for j in judged if not j.lowered)
    reasons += _critical_reasons(judged)
    reasons += _lowered_reasons(judged, policy)
    reasons += _unseen_reasons(judged)
    reasons += _shipped_reasons(judged)
    reasons += _default_reasons(judged, policy)
    return reasons


def size_reasons(found: Iterable[Excess]) -> list[Reason]:
    """Give one reason per measure: the limit that lifts the level most, the smallest where several do."""
    worst: dict[str, Excess] = {}
    for excess in sorted(found, key=lambda e: (-LEVELS.index(e.level), e.limit, e.layer)):
        worst.setdefault(excess.code, excess)
    return [Reason(e.code, _too_many(e), e.level, e.measured, e.limit) for e in worst.values()]


def ceiling_reason(judged: tuple[FileJudgement, ...], held: tuple[tuple[Excess, Level], ...]) -> Reason:
    """Say that every file is under a ceiling, and which size limits it holds against."""
    names = sorted({rule.category for j in judged for rule in j.rules if rule.at_most and not j.lowered})
    names += ["lowered"] if any(j.lowered for j in judged) else []
    sizes = "; ".join(reason.text for reason in size_reasons(excess for excess, _ in held))
    level = highest(tuple(cap for _, cap in held))
    text = f"every file is under a ceiling ({some(names)}), which holds against the size limits: {sizes}"
    return Reason("ceiling", text, level, paths=_paths(judged))


def _too_many(excess: Excess) -> str:
    below = LEVELS[LEVELS.index(excess.level) - 1]
    if excess.measured is None:
        return (
            f"{excess.noun} could not be counted, and unknown fits no limit: "
            f"{below} allows {excess.limit:,} ({excess.location})"
        )
    return f"{excess.measured:,} {excess.noun}, {below} allows {excess.limit:,} ({excess.location})"


def _gate_reason(paths: tuple[str, ...]) -> Reason:
    return Reason(CATEGORY, f"the gate's own files change, which is always high: {some(paths)}", "high", paths=paths)


def _critical_reasons(judged: tuple[FileJudgement, ...]) -> Iterator[Reason]:
    found: dict[ComponentRule, list[FileJudgement]] = {}
    for j in judged:
        if j.critical:
            found.setdefault(j.critical, []).append(j)
    for rule, files in found.items():
        paths, level = _paths(files), rule.criticality or "low"
        text = f"component {rule.name} is at least {level}: {some(paths)} ({rule.location})"
        yield Reason("criticality", text, level, paths=paths)


def _lowered_reasons(judged: tuple[FileJudgement, ...], policy: Policy) -> Iterator[Reason]:
    """Say what was proven of which files, what they are called for it, and which line of the policy allows it."""
    found: dict[tuple[str, Level], list[FileJudgement]] = {}
    for j in judged:
        if j.lowered:
            found.setdefault((" and ".join(PROOFS[kind] for kind in j.lowered.kinds), j.level), []).append(j)
    places = [str(layer.lowering.location) for layer in policy.layers if layer.lowering]
    for (why, level), files in found.items():
        paths = _paths(files)
        text = f"lowered to {level}: in {count(len(paths), 'file')} {why}: {some(paths)} ({', '.join(places)})"
        yield Reason("lowered", text, level, paths=paths)


def _category_reasons(judged: Iterable[FileJudgement]) -> Iterator[Reason]:
    """One reason per category and the level it gives; rules that give no level to any file have none."""
    found: dict[tuple[str, Level, str], tuple[list[FileJudgement], list[CategoryRule]]] = {}
    for j in judged:
        for rule, level, word in _speaking(j):
            files, rules = found.setdefault((rule.category, level, word), ([], []))
            files.append(j)
            rules.append(rule)
    for (category, level, word), (files, rules) in found.items():
        places = sorted({str(rule.location) for rule in rules})
        paths = _paths(files)
        yield Reason(
            "category", f"{category} is {word} {level}: {some(paths)} ({', '.join(places)})", level, paths=paths
        )


def _speaking(j: FileJudgement) -> Iterator[tuple[CategoryRule, Level, str]]:
    """The rules that give this file a level: its floors; where there is none, the ceilings that reach its level.

    The rule for the gate's own files has a reason of its own.
    """
    floors = [(r, r.at_least, "at least") for r in j.rules if r.at_least and not (j.gate and r.category == CATEGORY)]
    if floors:
        yield from ((rule, level, word) for rule, level, word in floors if level)
        return
    yield from ((rule, rule.at_most, "at most") for rule in j.rules if rule.at_most and rule.at_most == j.level)


def _unseen_reasons(judged: tuple[FileJudgement, ...]) -> Iterator[Reason]:
    by_why: dict[str, list[FileJudgement]] = {}
    for j in judged:
        if j.unseen:
            by_why.setdefault(j.unseen, []).append(j)
    for why, files in by_why.items():
        paths = _paths(files)
        text = f"{count(len(paths), 'file')} could not be seen, which is never low: {some(paths)} ({why})"
        yield Reason("unreadable", text, "medium", paths=paths)


def _shipped_reasons(judged: tuple[FileJudgement, ...]) -> Iterator[Reason]:
    files = [j for j in judged if j.shipped and not j.lowered]
    if files:
        paths = _paths(files)
        text = f"{count(len(paths), 'file')} called a test is imported by what ships, so no ceiling of tests holds"
        yield Reason("shipped", f"{text}: {some(paths)} ({files[0].shipped} does)", "medium", paths=paths)


def _default_reasons(judged: tuple[FileJudgement, ...], policy: Policy) -> Iterator[Reason]:
    by_level: dict[Level, list[FileJudgement]] = {}
    for j in judged:
        if j.lowered or j.shipped or (j.critical and j.critical.criticality == j.level):
            continue
        if not (j.gate or any(level == j.level for _, level, _ in _speaking(j)) or (j.unseen and j.level == "medium")):
            by_level.setdefault(j.level, []).append(j)
    for level, files in by_level.items():
        paths = _paths(files)
        said = next((layer.source for layer in policy.layers if layer.default_level == level), "built in")
        text = f"{count(len(paths), 'file')} at the default level {level}: {some(paths)} ({said})"
        yield Reason("default", text, level, paths=paths)


def _paths(judged: Iterable[FileJudgement]) -> tuple[str, ...]:
    return tuple(sorted({j.file.path for j in judged}))
