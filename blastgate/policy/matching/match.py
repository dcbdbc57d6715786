"""Which category rules see a file, by its path and by its changed lines; and the level they give it.

Compiled once per policy: whatever many rules there are, a path costs a few dictionary look-ups.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from blastgate.model.change import Line
from blastgate.model.classification import Level, highest
from blastgate.model.named import NamedTuple
from blastgate.policy.matching.expressions import LineMatcher, TextMatcher, compile_lines, compile_text
from blastgate.policy.matching.globs import MaskMatcher, compile_masks
from blastgate.policy.matching.tokens import phrases_of, words_of
from blastgate.policy.model import CategoryRule, Layer

Rules = tuple[CategoryRule, ...]
PathRules = Callable[[str], Rules]
LineRules = Callable[[str, tuple[Line, ...], tuple[Line, ...]], Rules]

REMEMBERED = 50_000  # folders: the files of a change share them
DEFAULT_LEVEL: Level = "medium"  # of a file that no rule of a policy knows, where the policy does not say


def compile_rules(rules: Rules) -> PathRules:
    """Return the function from a path to the rules whose path matchers see it, ``unless`` honoured, in given order."""
    masks = _raw_masks(rules)
    excused = _excuses(rules, rules)

    @lru_cache(maxsize=REMEMBERED)
    def of_mask(seen: int) -> Rules:
        return tuple(rule for i, rule in enumerate(rules) if seen >> i & 1 and not seen & excused[i])

    return lambda path: of_mask(masks(path))


def line_rules(rules: Rules) -> LineRules:
    """Return the function from a path, its added and its removed lines to the rules whose line matchers see them.

    ``unless`` is honoured by the path. Expressions are RE2 (time linear in the line) and compiled on first use.
    """
    readers = tuple(rule for rule in rules if rule.added_lines or rule.removed_lines)
    wanted = {name for rule in readers for name in rule.unless}
    excusers = tuple(rule for rule in rules if rule.category in wanted)
    masks = _raw_masks(excusers)
    asked = [
        (rule, excused, _lines_of(rule.added_lines), _lines_of(rule.removed_lines))
        for rule, excused in zip(readers, _excuses(readers, excusers), strict=True)
    ]
    any_gain = compile_text(expression for rule in readers for expression in rule.added_lines)
    any_loss = compile_text(expression for rule in readers for expression in rule.removed_lines)

    def match(path: str, added: tuple[Line, ...], removed: tuple[Line, ...]) -> Rules:
        gained, lost = _Text.of(added, any_gain), _Text.of(removed, any_loss)
        if gained is None and lost is None:
            return ()
        seen = masks(path)
        open_ = (entry for entry in asked if not seen & entry[1])
        return tuple(rule for rule, _, gains, losses in open_ if _sees(gains, gained) or _sees(losses, lost))

    return match


class _Lines(NamedTuple):
    """The expressions of one rule: a test of one line, and a look at many at once."""

    matches: LineMatcher
    look: TextMatcher


class _Text(NamedTuple):
    """Changed lines, and the same as one text."""

    lines: tuple[Line, ...]
    joined: bytes

    @classmethod
    def of(cls, lines: tuple[Line, ...], look: TextMatcher) -> _Text | None:
        """Join lines; None where no rule can see one of them."""
        if not lines:
            return None
        joined = "\n".join([line.text for line in lines]).encode("utf-8", "replace")
        return cls(lines, joined) if look(joined) >= 0 else None


def _lines_of(expressions: tuple[str, ...]) -> _Lines | None:
    matcher = compile_lines(expressions)
    return None if matcher is None else _Lines(matcher, compile_text(expressions))


def file_level(by_path: Rules, by_lines: Rules, layers: tuple[Layer, ...]) -> Level:
    """Return the level of one path of a file, from the rules that see it.

    Each layer is asked together with those below it: the highest floor of its rules; where none has a floor, the
    highest ceiling; where no rule knows the file, the highest ``default_level`` so far. Rules that match by lines only
    raise. The highest answer of all layers holds, so no layer lowers what one below it says; where nobody says
    anything, the file is medium.
    """
    answers = tuple(level for index in range(len(layers)) for level in _answers(by_path, layers[: index + 1]))
    raised = tuple(rule.at_least for rule in by_lines if rule.at_least)
    return highest((answers or (DEFAULT_LEVEL,)) + raised)


def file_ceiling(by_path: Rules, layer: int) -> Level | None:
    """Return the ceiling of a file as layer ``layer`` and those below it see it; None when it is under none.

    A rule with a floor and no ceiling leaves the file open: size limits apply to it.
    """
    speaking = [rule for rule in by_path if rule.layer <= layer and (rule.at_least or rule.at_most)]
    ceilings = [rule.at_most for rule in speaking if rule.at_most]
    return highest(tuple(ceilings)) if speaking and len(ceilings) == len(speaking) else None


def _answers(by_path: Rules, layers: tuple[Layer, ...]) -> tuple[Level, ...]:
    known = [rule for rule in by_path if rule.layer < len(layers)]
    floors = tuple(rule.at_least for rule in known if rule.at_least)
    ceilings = tuple(rule.at_most for rule in known if rule.at_most)
    return floors or ceilings or tuple(layer.default_level for layer in layers if layer.default_level)


def _sees(rule: _Lines | None, text: _Text | None) -> bool:
    """Look at all lines at once; what may match is asked of the line where it does, then of every line."""
    if rule is None or text is None or (place := rule.look(text.joined)) < 0:
        return False
    near = text.lines[text.joined.count(b"\n", 0, place) :][:1]
    return any(rule.matches(line.text) for line in (*near, *text.lines))


def _excuses(rules: Rules, excusers: Rules) -> list[int]:
    """For each rule, the bits of the rules that excuse it: its ``unless`` categories, in its own layer or below."""
    bits: dict[str, list[tuple[int, int]]] = {}
    for i, excuser in enumerate(excusers):
        bits.setdefault(excuser.category, []).append((excuser.layer, 1 << i))
    return [
        sum(bit for name in set(rule.unless) for layer, bit in bits.get(name, ()) if layer <= rule.layer)
        for rule in rules
    ]


@lru_cache(maxsize=8)
def _raw_masks(rules: Rules) -> MaskMatcher:
    """Return the function from a path to the bits of the rules whose own path matchers see it."""
    paths = compile_masks((glob, 1 << i) for i, rule in enumerate(rules) for glob in rule.paths)
    names = compile_masks((f"**/{glob}", 1 << i) for i, rule in enumerate(rules) for glob in rule.names)
    endings = _merge((ending.lower(), 1 << i) for i, rule in enumerate(rules) for ending in rule.extensions)
    by_token = _token_masks(
        _merge((" ".join(words_of(t)), 1 << i) for i, rule in enumerate(rules) for t in rule.tokens)
    )
    by_folder = lru_cache(maxsize=REMEMBERED)(lambda folder: by_token(folder.split("/")))

    def masks(path: str) -> int:
        folder, _, name = path.rpartition("/")
        return paths(path) | names(name) | _by_ending(name, endings) | by_folder(folder) | by_token((name,))

    return masks


def _merge(entries: Iterable[tuple[str, int]]) -> dict[str, int]:
    merged: dict[str, int] = {}
    for text, bits in entries:
        merged[text] = merged.get(text, 0) | bits
    return merged


def _by_ending(name: str, endings: Mapping[str, int]) -> int:
    """Look up every end of a name that begins with a dot: ``x.tf.json`` has two."""
    found, lowered = 0, name.lower()
    at = lowered.rfind(".")
    while at >= 0:
        found |= endings.get(lowered[at:], 0)
        at = lowered.rfind(".", 0, at)
    return found


def _token_masks(tokens: Mapping[str, int]) -> Callable[[Iterable[str]], int]:
    """Return the function from parts of a path to the bits of their tokens; most parts have no first word of one."""
    first = {phrase.partition(" ")[0] for phrase in tokens}

    def masks(parts: Iterable[str]) -> int:
        found = 0
        for part in parts:
            if not first.isdisjoint(words_of(part)):
                for phrase in phrases_of(part) & tokens.keys():
                    found |= tokens[phrase]
        return found

    return masks
