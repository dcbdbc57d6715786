"""Splits of a change into parts that come free on their own: by component, and by what the files are.

Each part is judged as a change of its own, so the work is bounded by the number of parts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from blastgate.guardrails.interface import Case
from blastgate.model.change import FileChange
from blastgate.model.verdict import OUTCOMES, Outcome, WayForward, WayPart, strictest
from blastgate.model.wording import count, some

MOST_PARTS = 8  # a change that falls into more is not split

Files = tuple[FileChange, ...]
Parts = Mapping[str, list[FileChange]]


def splits(case: Case, now: Outcome, judge: Callable[[Files], Outcome]) -> Iterator[WayForward]:
    """Yield the splits of which some part is milder than ``now``; ``judge`` decides on some files alone."""
    seen: list[set[Files]] = []
    for parts in (_by_component(case), _by_kind(case)):
        groups = {tuple(files) for files in parts.values()}
        if 1 < len(parts) <= MOST_PARTS and groups not in seen:
            seen.append(groups)
            judged = tuple(WayPart(name, len(files), judge(tuple(files))) for name, files in sorted(parts.items()))
            yield from _worth(judged, now)


def _worth(parts: tuple[WayPart, ...], now: Outcome) -> Iterator[WayForward]:
    whole = strictest(tuple(part.outcome for part in parts))
    if _milder(whole, now):
        listed = ", ".join(f"{part.name} ({count(part.files, 'file')})" for part in parts)
        yield WayForward(f"split it into {len(parts)} changes: {listed}", whole, parts)
        return
    free = [part for part in parts if _milder(part.outcome, now)]
    if free:
        held = [part.name for part in parts if not _milder(part.outcome, now)]
        number = count(sum(part.files for part in free), "file")
        text = f"split off {some([part.name for part in free])} ({number}), each a change of its own"
        yield WayForward(
            f"{text}; {now} stays for {some(held)}", strictest(tuple(part.outcome for part in free)), parts
        )


def _milder(outcome: Outcome, than: Outcome) -> bool:
    return OUTCOMES.index(outcome) < OUTCOMES.index(than)


def _by_component(case: Case) -> Parts:
    """One part per touched component, and one for the files beside them."""
    parts: dict[str, list[FileChange]] = {}
    touched = (a for a in case.impact.affected if a.distance == 0)
    roots = {a.root: a.name for a in touched if a.root is not None}
    for file in case.change.files:
        parts.setdefault(_owner(file.path, roots), []).append(file)
    return parts


def _owner(path: str, roots: Mapping[str, str]) -> str:
    """Find the touched component with the longest root above a path."""
    folder = path
    while folder:
        folder = folder.rpartition("/")[0]
        if folder in roots:
            return roots[folder]
    return "the rest"


def _by_kind(case: Case) -> Parts:
    """One part for the files of each level; of the high ones, one for each set of categories."""
    found = {file.path: file for file in case.classification.files}
    parts: dict[str, list[FileChange]] = {}
    for file in case.change.files:
        level, categories = found[file.path].level, found[file.path].categories
        name = " and ".join(categories) if level == "high" and categories else f"what is {level}"
        parts.setdefault(name, []).append(file)
    return parts
