"""JavaScript workspaces, whoever runs them: their globs, their members, and the files at their root that govern them.

Source: https://docs.npmjs.com/cli/using-npm/workspaces, https://pnpm.io/workspaces
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from blastgate.manifests._json import as_object
from blastgate.manifests._text import decode, folder_of, inside, is_within, matches_glob, name_of, paths_named
from blastgate.manifests._yaml import YamlError, as_items, as_map, load
from blastgate.manifests.interface import GovernsClaim
from blastgate.model.snapshot import Snapshot

MAX_GLOBS = 200
MAX_FILES = 200  # that one glob of shared inputs may mean

GOVERNING = {
    "package-lock.json": "its lockfile pins their packages",
    "npm-shrinkwrap.json": "its lockfile pins their packages",
    "pnpm-lock.yaml": "its lockfile pins their packages",
    "yarn.lock": "its lockfile pins their packages",
    "bun.lock": "its lockfile pins their packages",
    "bun.lockb": "its lockfile pins their packages, and which moved is not read: it is binary",
    "pnpm-workspace.yaml": "it sets the workspace's shared versions",
    "tsconfig.base.json": "their compiler settings extend it",
}
# What only linters, formatters and test runners read: a task may list it as its input, yet nothing ships differently.
_OF_TOOLS = re.compile(
    r"(?:^|[.])(?:eslint|oxlint|oxfmt|prettier|biome|stylelint|editorconfig|jest|vitest|playwright|cypress|commitlint)"
    r"(?:rc|ignore)?(?:\.|$)"
)


def workspace_globs(path: str, package: dict[str, Any], snapshot: Snapshot) -> tuple[list[str], tuple[str, ...]]:
    """Collect the workspace globs of a package.json and of a pnpm-workspace.yaml beside it, with warnings."""
    globs, warnings = _declared_globs(folder_of(path), package, snapshot)
    if len(globs) > MAX_GLOBS:
        return globs[:MAX_GLOBS], (*warnings, f"{path}:1: only the first {MAX_GLOBS} workspace globs are read")
    return globs, warnings


def _declared_globs(folder: str, package: dict[str, Any], snapshot: Snapshot) -> tuple[list[str], tuple[str, ...]]:
    """``workspaces`` is a list, or yarn's object; pnpm's own file has the last word."""
    declared = package.get("workspaces")
    declared = as_object(declared).get("packages", declared)
    globs = [g for g in declared if isinstance(g, str)] if isinstance(declared, list) else []
    beside = f"{folder}/pnpm-workspace.yaml" if folder else "pnpm-workspace.yaml"
    if beside not in snapshot:
        return globs, ()
    try:
        documents = load(decode(snapshot.read(beside).data or b""))
    except YamlError as problem:
        return globs or ["**"], (f"{beside}:{problem.line}: {problem.why}",)
    patterns = [g for g in as_items(as_map(documents[0] if documents else None).get("packages")) if isinstance(g, str)]
    return (patterns or globs), ()


def members_of(folder: str, globs: Sequence[str], snapshot: Snapshot) -> list[str]:
    """List the folders below a workspace's root that its globs mean: those with a package.json."""
    wanted = [g for g in globs if not g.startswith("!")]
    unwanted = [g[1:] for g in globs if g.startswith("!")]
    found = []
    for path in paths_named(snapshot, "package.json") if wanted else ():
        root = folder_of(path)
        if not is_within(root, folder) or root == folder or "/node_modules/" in f"/{root}/":
            continue
        below = root[len(folder) + 1 :] if folder else root
        if any(matches_glob(g, below) for g in wanted) and not any(matches_glob(g, below) for g in unwanted):
            found.append(root)
    return found


def governed_by_root_files(
    folder: str, members: Iterable[str], snapshot: Snapshot, space: str = "npm"
) -> Iterator[GovernsClaim]:
    """Say of the lockfiles and shared settings in a folder that they govern these members."""
    members = list(members)
    for file, why in GOVERNING.items():
        path = f"{folder}/{file}" if folder else file
        if path in snapshot:
            for member in members:
                yield GovernsClaim(path, member, space, why)


def shared_files(folder: str, written: str, snapshot: Snapshot) -> list[str]:
    """List the files that an input of a task means, a path or a glob from a folder; settings of linters are none."""
    literal = written.split("*", 1)[0].rpartition("/")[0] if "*" in written else written
    place = inside(folder, literal)
    if place is None or written.startswith("!"):
        return []
    if "*" not in written:
        return [place] if place in snapshot and not _OF_TOOLS.search(name_of(place)) else []
    pattern = written[len(literal) :].lstrip("/")
    below = (path for path in snapshot.entries if is_within(path, place))
    cut = len(place) + 1 if place else 0
    found = [p for p in below if matches_glob(pattern, p[cut:]) and not _OF_TOOLS.search(name_of(p))]
    return sorted(found)[:MAX_FILES]
