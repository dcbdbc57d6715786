"""How far a change reaches, as a level, and the reasons for it. Knows nothing of people."""

from __future__ import annotations

from typing import Literal

from blastgate.model.named import NamedTuple

Level = Literal["low", "medium", "high"]
LEVELS: tuple[Level, ...] = ("low", "medium", "high")


def highest(levels: tuple[Level, ...]) -> Level:
    """Return the highest of some levels; low where there are none."""
    return max(levels, key=LEVELS.index, default="low")


class Reason(NamedTuple):
    """Why a change has (at least) this level; ``measured`` and ``limit`` stand for size limits, None elsewhere.

    A ``measured`` of None beside a ``limit`` means that it could not be measured: unknown fits no limit.
    """

    code: str
    text: str
    level: Level
    measured: int | None = None
    limit: int | None = None
    paths: tuple[str, ...] = ()


class Bound(NamedTuple):
    """What still fits a level: the limit of one measure (by the code of its reason), the smallest of all layers."""

    code: str
    level: Level
    limit: int


class FileLevel(NamedTuple):
    """What one file's categories (or the policy's default) give it, before any size limit."""

    path: str
    level: Level
    categories: tuple[str, ...] = ()


class Classification(NamedTuple):
    """The level of a change, the categories it touches, every reason, the deciding ones first, and the size limits."""

    level: Level
    categories: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()
    files: tuple[FileLevel, ...] = ()
    limits: tuple[Bound, ...] = ()
