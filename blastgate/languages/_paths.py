"""Path arithmetic that resolvers share; all paths are repository paths without a leading slash."""

from __future__ import annotations

from collections.abc import Iterable


def match_pattern(pattern: str, name: str) -> str | None:
    """Match a name against a pattern with at most one ``*``; return what the star stands for (nothing: ``""``)."""
    before, star, after = pattern.partition("*")
    if not star:
        return "" if pattern == name else None
    fits = len(name) >= len(before) + len(after) and name.startswith(before) and name.endswith(after)
    return name[len(before) : len(name) - len(after)] if fits else None


def folders_up(folder: str) -> tuple[str, ...]:
    """List a folder and those above it, nearest first; the top is ``""``."""
    found = [folder]
    while folder:
        folder = folder.rpartition("/")[0]
        found.append(folder)
    return tuple(found)


def nearest_first(roots: Iterable[str], folder: str) -> list[str]:
    """Order folders by how many leading folders they share with ``folder``, then by depth, then by name."""
    near = folder.split("/")
    return sorted(roots, key=lambda root: (-_common(root.split("/"), near), root.count("/"), root))


def _common(one: list[str], other: list[str]) -> int:
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count
