"""What each changed file is: its level, its categories, and whether it could be seen at all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from blastgate.classify._by_path import STAND_IN, Said, by_paths
from blastgate.classify._criticality import Critical, critical_rules
from blastgate.classify.gate_files import CATEGORY, is_gate_file, policy_files
from blastgate.impact.places import is_test
from blastgate.model.change import SUBMODULE, SYMLINK, Change, FileChange, Patch
from blastgate.model.classification import LEVELS, Level, highest
from blastgate.model.impact import Impact
from blastgate.model.named import NamedTuple
from blastgate.policy.matching.match import LineRules, Rules, compile_rules, line_rules
from blastgate.policy.model import CategoryRule, ComponentRule, Policy

if TYPE_CHECKING:
    from blastgate.classify.lowering import Lowered

TESTS = "tests"  # the shipped category
# git-lfs/git-lfs on GitHub, its page "Git LFS Specification": the first lines of a pointer
POINTER = re.compile(r"version https://git-lfs\.github\.com/spec/v\d.{0,9}|oid sha256:[0-9a-f]{64}")


class FileJudgement(NamedTuple):
    """One changed file: ``rules`` are all that see it, at either path of a rename or by its lines.

    ``ceilings`` holds its ceiling per layer (None: it is under none); ``unseen`` says why it could not be looked at.
    ``critical`` is what its component is called; ``lowered`` why its level is less than all of these say; ``named`` are
    categories that attributes of the base give it. ``raised`` tells that a rule about lines gives it a floor;
    ``shipped`` names source that imports it although it looks like a test.
    """

    file: FileChange
    level: Level
    rules: Rules
    ceilings: tuple[Level | None, ...]
    floored: bool
    gate: bool
    unseen: str = ""
    critical: ComponentRule | None = None
    lowered: Lowered | None = None
    named: tuple[str, ...] = ()
    raised: bool = False
    shipped: str = ""

    @property
    def categories(self) -> tuple[str, ...]:
        """The categories of the file, sorted; the built-in one of the gate's own files too."""
        built_in = (CATEGORY,) if self.gate else ()
        return tuple(sorted({*(rule.category for rule in self.rules), *built_in, *self.named}))


def judge_files(change: Change, impact: Impact, policy: Policy) -> tuple[FileJudgement, ...]:
    """Judge every file of a change by the category rules of all layers, in the order of the change."""
    rules = tuple(rule for layer in policy.layers for rule in layer.categories)
    match = _Matchers(
        *_readers(rules, policy),
        policy,
        policy_files(policy),
        critical_rules(impact, policy),
        {unreadable.path: unreadable.why for unreadable in impact.unreadable},
    )
    judged = (_judge(file, change.patches.get(file.path), match) for file in change.files)
    if change.shipped:
        bare = _without_tests(rules, match)
        judged = (_shipping(one, change, match, bare) for one in judged)
    named = (_named(one, change, rules) for one in judged)
    return tuple(_lowered(named, change, impact, policy) if policy.lowering else named)


class _Matchers(NamedTuple):
    said: Said
    by_lines: LineRules
    policy: Policy
    own_files: frozenset[str]
    critical: Critical | None
    why: Mapping[str, str]


def _readers(rules: Rules, policy: Policy) -> tuple[Said, LineRules]:
    stand_ins = tuple(_stand_in(rule) for rule in rules if rule.added_lines or rule.removed_lines)
    return by_paths(compile_rules((*rules, *stand_ins)), policy.layers), line_rules(rules)


def _stand_in(rule: CategoryRule) -> CategoryRule:
    """Stand in for a rule about lines: it sees every path at which the rule would be asked (``unless`` excuses it)."""
    return rule._replace(category=rule.category + STAND_IN, paths=("**",), names=(), extensions=(), tokens=())


def _without_tests(rules: Rules, match: _Matchers) -> _Matchers:
    """Leave out the rule that knows tests, and let it excuse nothing: for what looks like a test, and ships."""
    bare = tuple(
        rule._replace(unless=tuple(name for name in rule.unless if name != TESTS))
        for rule in rules
        if rule.category != TESTS
    )
    said, by_lines = _readers(bare, match.policy)
    return match._replace(said=said, by_lines=by_lines)


def _shipping(judged: FileJudgement, change: Change, match: _Matchers, bare: _Matchers) -> FileJudgement:
    """Judge what ships as if it were no test: source imports it that no rule calls low either."""
    file = judged.file
    if judged.level == "high" or not any(is_test(path) or _is_called_test(judged) for path in file.paths):
        return judged
    users = (user for path in file.paths for user in change.shipped.get(path, ()))
    user = next((u for u in users if match.said((u,)).level != "low"), "")
    if not user:
        return judged
    again = _judge(file, change.patches.get(file.path), bare)
    level = highest((again.level, "medium"))
    rules = tuple(dict.fromkeys((*judged.rules, *again.rules)))
    return again._replace(level=level, shipped=user, ceilings=(None,) * len(judged.ceilings), rules=rules)


def _is_called_test(judged: FileJudgement) -> bool:
    return any(rule.category == TESTS for rule in judged.rules)


def _named(judged: FileJudgement, change: Change, rules: Rules) -> FileJudgement:
    """Add the categories whose attributes the base sets for a file, at either path of a rename."""
    marks = {name for path in judged.file.paths for name in change.marks.get(path, ())} if change.marks else None
    named = {rule.category for rule in rules if marks.intersection(rule.attributes)} if marks else None
    return judged._replace(named=tuple(sorted(named))) if named else judged


def _lowered(
    judged: Iterable[FileJudgement], change: Change, impact: Impact, policy: Policy
) -> Iterator[FileJudgement]:
    """Lower what is proven to change no behaviour; never the gate's own files, nor what lines or blindness raise."""
    from blastgate.classify.lowering import lower, proves_all

    found = lower(change, impact, policy.lowering)
    for one in judged:
        lowered = found.get(one.file.path)
        held = one.unseen or one.raised or (one.gate and not (lowered and lowered.steers))
        held = held or (lowered is not None and "exact_rename" in lowered.kinds and _known_by_name(one))
        if lowered is None or held or LEVELS.index(lowered.level) >= LEVELS.index(one.level):
            yield one
            continue
        ceilings = tuple(lowered.level if proves_all(lowered) else None for _ in one.ceilings)
        yield one._replace(
            level=lowered.level, lowered=lowered, ceilings=ceilings, floored=False, gate=False, critical=None
        )


def _known_by_name(judged: FileJudgement) -> bool:
    """Tell whether something finds the file by its name, and so would find another one, or none, after a rename."""
    return any(rule.at_least and rule.names for rule in judged.rules)


def _judge(file: FileChange, patch: Patch | None, match: _Matchers) -> FileJudgement:
    said = match.said(file.paths)
    by_lines = _by_lines(file, patch, match) if patch and said.asked else ()
    raised = tuple(rule.at_least for rule in by_lines if rule.at_least)
    gate = any(is_gate_file(path, match.own_files) for path in file.paths)
    unseen = _unseen(file, match.why) or (_elsewhere(file, patch) if patch else _unread(file, said.asked))
    critical = _most_critical(file, match.critical)
    built_in: tuple[Level, ...] = (*(("medium",) if unseen else ()), *(("high",) if gate else ()))
    called: tuple[Level, ...] = (critical.criticality,) if critical and critical.criticality else ()
    return FileJudgement(
        file,
        highest((said.level, *raised, *built_in, *called)),
        tuple(dict.fromkeys((*said.rules, *by_lines))) if by_lines else said.rules,
        said.ceilings,
        bool(gate or raised or critical or said.floored),
        gate,
        unseen,
        critical,
        raised=bool(raised),
    )


def _most_critical(file: FileChange, critical: Critical | None) -> ComponentRule | None:
    """Find what the more critical of the components of a file is called, at either path of a rename."""
    found = [rule for path in file.paths if (rule := critical(path))] if critical else []
    return max(found, key=lambda rule: LEVELS.index(rule.criticality or "low"), default=None)


def _by_lines(file: FileChange, patch: Patch, match: _Matchers) -> Rules:
    seen = (rule for path in file.paths for rule in match.by_lines(path, patch.added, patch.removed))
    return tuple(dict.fromkeys(seen))


def _unseen(file: FileChange, why: Mapping[str, str]) -> str:
    """Say why a file could not be looked at, whatever the rules; empty when it could."""
    modes = (file.old_mode, file.new_mode)
    if file.status == "submodule" or SUBMODULE in modes:
        return "a submodule's content is not in this repository"
    if SYMLINK in modes and not (file.old_blob and file.old_blob == file.new_blob):
        return "a symbolic link's target is not followed"
    told = next((why[path] for path in file.paths if path in why), "")
    if told:
        return told
    if file.is_veiled:
        return "its content is binary, and its name says source"
    uncounted = not file.binary and (file.additions is None or file.deletions is None)
    return "its lines could not be counted" if uncounted else ""


def _elsewhere(file: FileChange, patch: Patch) -> str:
    """Say that what runs lies outside of the repository: a pointer of Git LFS under a name of source."""
    if not file.is_source or not any(line.number < 4 and POINTER.fullmatch(line.text) for line in patch.added[:3]):
        return ""
    return "its content lies in Git LFS, and its name says source"


def _unread(file: FileChange, asked: Rules) -> str:
    """Say which rule about lines goes unanswered for a file whose lines were not read; empty when none does."""
    for rule in asked:
        if rule.at_least and ((rule.added_lines and file.additions) or (rule.removed_lines and file.deletions)):
            return f"its lines could not be read, and {rule.category.rstrip(STAND_IN)} ({rule.location}) looks at lines"
    return ""
