"""What ``blastgate init`` found in a repository, and where delicate files live."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from blastgate.model.graph import Component
from blastgate.model.named import NamedTuple
from blastgate.policy.matching.globs import escape_glob
from blastgate.policy.matching.match import compile_rules
from blastgate.policy.model import CategoryRule

ANY_NAME = "_"  # a file name that says nothing: what sees it, sees the folder


class Delicate(NamedTuple):
    """A category that is high and sees files here: how many, the folders it sees as globs, and files beside these."""

    category: str
    files: int
    folders: tuple[str, ...]
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """All that was found at ``head`` (a short commit id; empty before the first commit).

    ``owners_file`` is the path of CODEOWNERS or empty; ``tools`` are AI tools with the number of the last ``commits``
    that show them, most first.
    """

    head: str = ""
    components: tuple[Component, ...] = ()
    delicate: tuple[Delicate, ...] = ()
    owners_file: str = ""
    tools: tuple[tuple[str, int], ...] = ()
    commits: int = 0
    warnings: tuple[str, ...] = field(default=())


def find_delicate(paths: Iterable[str], rules: tuple[CategoryRule, ...]) -> tuple[Delicate, ...]:
    """Find what each rule with the floor high sees among these paths, most files first."""
    high = tuple(rule for rule in rules if rule.at_least == "high")
    match = compile_rules(high)

    @cache
    def folder_of(folder: str, category: str) -> str:
        """Return the highest folder at or above this one that the category sees as a whole; empty where none is."""
        above = folder_of(folder.rpartition("/")[0], category) if folder else ""
        seen = folder and any(rule.category == category for rule in match(f"{folder}/{ANY_NAME}"))
        return above or (folder if seen else "")

    files: dict[str, int] = {}
    folders: dict[str, dict[str, int]] = {}
    others: dict[str, list[str]] = {}
    for path in paths:
        for category in {rule.category for rule in match(path)}:
            files[category] = files.get(category, 0) + 1
            folder = folder_of(path.rpartition("/")[0], category)
            if folder:
                counts = folders.setdefault(category, {})
                counts[folder] = counts.get(folder, 0) + 1
            else:
                others.setdefault(category, []).append(path)
    return tuple(
        Delicate(category, files[category], _globs(folders.get(category, {})), tuple(sorted(others.get(category, ()))))
        for category in sorted(files, key=lambda name: (-files[name], name))
    )


def _globs(folders: dict[str, int]) -> tuple[str, ...]:
    """Write folders as globs, those with most files first; a name that is no text can't stand in a policy."""
    ordered = sorted(folders, key=lambda folder: (-folders[folder], folder))
    return tuple(f"{escape_glob(folder)}/**" for folder in ordered if folder.isprintable())
