"""Nx: projects of a workspace by their project.json, implicit dependencies, and inputs that all of them share.

``dependsOn`` of a target only orders tasks, so it is no edge; tags are for people and lint rules.
Source: https://nx.dev/reference/project-configuration, https://nx.dev/reference/inputs
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from blastgate.manifests._json import JsonError, as_object, load_object, texts_of
from blastgate.manifests._text import Words, decode, folder_of, name_of
from blastgate.manifests._unparsed import kept_by_folder
from blastgate.manifests._workspaces import governed_by_root_files, shared_files
from blastgate.manifests.interface import Claims, ComponentClaim, EdgeClaim, GovernsClaim
from blastgate.model.graph import Kind
from blastgate.model.snapshot import Snapshot

NAME = "nx"
RANK = 22
FILES = ("project.json", "nx.json")

MAX_INPUTS = 50
WORKSPACE = "{workspaceRoot}/"
UNSHIPPED = ("test", "lint", "e2e", "typecheck", "storybook", "component-test", "format")


def matches(path: str) -> bool:
    """Tell by its path whether a file is a project.json or nx.json."""
    return path.endswith(("project.json", "nx.json")) and name_of(path) in ("project.json", "nx.json")


def read(path: str, data: bytes, snapshot: Snapshot) -> Claims:
    """Read one project as a component, or the workspace as what governs its projects."""
    folder, text = folder_of(path), decode(data)
    if name_of(path) == "project.json" and _workspace_above(folder, snapshot) is None:
        return Claims()  # another tool's
    try:
        document = load_object(text)
    except JsonError as problem:
        warning = f"{path}:{problem.line}: {problem.why}"
        return kept_by_folder(path, problem) if name_of(path) == "project.json" else Claims(warnings=(warning,))
    if name_of(path) == "nx.json":
        return Claims(governs=tuple(_shared(path, document, snapshot)))
    return _project(path, document, Words(text), snapshot)


def _workspace_above(folder: str, snapshot: Snapshot) -> str | None:
    while True:
        if (f"{folder}/nx.json" if folder else "nx.json") in snapshot:
            return folder
        if not folder:
            return None
        folder = folder_of(folder)


def _project(path: str, document: dict[str, Any], words: Words, snapshot: Snapshot) -> Claims:
    folder = folder_of(path)
    top = _workspace_above(folder, snapshot) or ""
    name = document.get("name")
    name = name if isinstance(name, str) and name else name_of(folder)
    line = words.line("name") if "name" in document else 1
    claim = ComponentClaim(folder, name, (f"nx:{name}",), _kind(name, document), f"{path}:{line}")
    edges = [
        EdgeClaim(f"path:{folder}", f"nx:{other}", "manifest", f"{path}:{words.line('implicitDependencies', other)}")
        for other in texts_of(document.get("implicitDependencies"))
        if not other.startswith("!")
    ]
    files = _files(top, _inputs(document, "targets"), snapshot)
    governs = tuple(GovernsClaim(file, folder, "nx", "it is an input of its build") for file in files)
    return Claims(components=(claim,), edges=tuple(edges), governs=governs)


def _kind(name: str, document: dict[str, Any]) -> Kind:
    if name.endswith("-e2e"):
        return "tool"
    return "app" if document.get("projectType") == "application" else "library"


def _shared(path: str, document: dict[str, Any], snapshot: Snapshot) -> Iterator[GovernsClaim]:
    """Nx rebuilds every project when nx.json or an input in the workspace's root changes."""
    folder = folder_of(path)
    for space in ("nx", "npm"):
        yield GovernsClaim(path, folder, space, "it sets how they are built")
        for file in _files(folder, _inputs(document, "targetDefaults"), snapshot):
            yield GovernsClaim(file, folder, space, "it is an input of their builds")
    yield from governed_by_root_files(folder, [folder], snapshot, "nx")


def _inputs(document: dict[str, Any], tasks: str) -> Iterator[str]:
    """Yield every input that is named, and those of the tasks whose output may ship."""
    for inputs in as_object(document.get("namedInputs")).values():
        yield from texts_of(inputs)
    for name, task in as_object(document.get(tasks)).items():
        if not any(word in name for word in UNSHIPPED):
            yield from texts_of(as_object(task).get("inputs"))


def _files(top: str, inputs: Iterable[str], snapshot: Snapshot) -> list[str]:
    wanted = dict.fromkeys(i.removeprefix(WORKSPACE) for i in inputs if i.startswith(WORKSPACE))
    found = (file for written in list(wanted)[:MAX_INPUTS] for file in shared_files(top, written, snapshot))
    return sorted(set(found))
