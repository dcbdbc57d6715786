"""turbo.json: files that every package of a workspace, or one package, is built from beside its own.

Packages and what they depend on are in their package.json; ``dependsOn`` only orders tasks, so it is no edge.
Source: https://turborepo.com/docs/reference/configuration
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from blastgate.manifests._json import JsonError, as_object, load_object, texts_of
from blastgate.manifests._text import decode, folder_of, name_of
from blastgate.manifests._workspaces import shared_files
from blastgate.manifests.interface import Claims, GovernsClaim
from blastgate.model.snapshot import Snapshot

NAME = "turbo"
RANK = 60
FILES = ("turbo.json", "turbo.jsonc")

MAX_INPUTS = 50
ROOT = "$TURBO_ROOT$/"
UNSHIPPED = ("test", "lint", "e2e", "check", "format", "storybook")


def matches(path: str) -> bool:
    """Tell by its path whether a file is a turbo.json."""
    return path.endswith(("turbo.json", "turbo.jsonc")) and name_of(path) in ("turbo.json", "turbo.jsonc")


def read(path: str, data: bytes, snapshot: Snapshot) -> Claims:
    """Read the settings of a workspace (all packages) or of one package (what ``extends`` them)."""
    try:
        document = load_object(decode(data))
    except JsonError as problem:
        return Claims(warnings=(f"{path}:{problem.line}: {problem.why}",))
    folder = folder_of(path)
    if "extends" in document:
        files = _files(folder, _root_above(folder, snapshot), _inputs(document), snapshot)
        return Claims(governs=tuple(GovernsClaim(file, folder, "npm", "it is an input of its build") for file in files))
    shared = [*texts_of(document.get("globalDependencies")), *_inputs(document)]
    files = [file for file in _files(folder, folder, shared, snapshot) if file != path]
    governs = [GovernsClaim(file, folder, "npm", "it is an input of their builds") for file in files]
    return Claims(governs=(GovernsClaim(path, folder, "npm", "it sets how they are built"), *governs))


def _root_above(folder: str, snapshot: Snapshot) -> str:
    above = folder
    while above:
        above = folder_of(above)
        if f"{above}/turbo.json".lstrip("/") in snapshot:
            return above
    return folder


def _inputs(document: dict[str, Any]) -> Iterator[str]:
    """Yield the inputs of the tasks that lie above the package; its own files need no mention."""
    tasks = as_object(document.get("tasks")) or as_object(document.get("pipeline"))
    for name, task in tasks.items():
        if not any(word in name for word in UNSHIPPED):
            for written in texts_of(as_object(task).get("inputs")):
                if written.startswith((ROOT, "../")):
                    yield written


def _files(folder: str, root: str, inputs: list[str] | Iterator[str], snapshot: Snapshot) -> list[str]:
    found: set[str] = set()
    for written in list(dict.fromkeys(inputs))[:MAX_INPUTS]:
        place = root if written.startswith(ROOT) else folder
        found.update(shared_files(place, written.removeprefix(ROOT), snapshot))
    return sorted(found)
