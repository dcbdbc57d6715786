"""Ceilings against size limits: what is under one is not counted where a limit would lift it above that ceiling.

Files and lines are counted file by file, so tests that come with code make no change larger. What a change reaches is
one measure of all of it: there a ceiling holds only where every file is under one.
"""

from __future__ import annotations

from collections.abc import Iterable

from blastgate.classify.files import FileJudgement
from blastgate.classify.sizes import Excess
from blastgate.model.change import count_lines
from blastgate.model.classification import LEVELS
from blastgate.model.named import NamedTuple


class Held(NamedTuple):
    """A limit that a change fits only because of ceilings, and the files that are under them."""

    excess: Excess
    files: tuple[FileJudgement, ...]


def hold(found: Iterable[Excess], judged: tuple[FileJudgement, ...]) -> tuple[tuple[Excess, ...], tuple[Held, ...]]:
    """Part the exceeded limits into those that lift the level, counted anew, and those that ceilings hold down."""
    open_, held = [], []
    for excess in found:
        under = [_is_under(one, excess) for one in judged]
        left = _left(excess, [one for one, below in zip(judged, under, strict=True) if not below])
        if left is None:
            held.append(Held(excess, tuple(one for one, below in zip(judged, under, strict=True) if below)))
        else:
            open_.append(left)
    return tuple(open_), tuple(held)


def _is_under(one: FileJudgement, excess: Excess) -> bool:
    """Tell whether a ceiling of the limit's layer, or one below, holds a file that could be seen and has no floor."""
    ceiling = one.ceilings[excess.layer]
    if ceiling is None or one.floored or one.unseen:
        return False
    return LEVELS.index(ceiling) < LEVELS.index(excess.level)


def _left(excess: Excess, files: list[FileJudgement]) -> Excess | None:
    """Count the files under no ceiling; None where they fit the limit, or there is none."""
    if not files:
        return None
    measured = excess.measured
    if excess.code == "files":
        measured = len(files)
    elif excess.code == "lines":
        measured = count_lines(one.file for one in files)
    if measured is None or excess.measured is None:
        return excess
    return excess._replace(measured=measured, aside=excess.measured - measured) if measured > excess.limit else None
