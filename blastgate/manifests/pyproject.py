"""pyproject.toml: PEP 621, poetry, uv, hatch and pdm; local paths, workspaces, entry points and lockfiles.

Source: https://packaging.python.org/en/latest/specifications/pyproject-toml/, https://docs.astral.sh/uv/concepts/projects/
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from blastgate.manifests._json import as_object, texts_of
from blastgate.manifests._python import first_word, normal, requirement_edges, target
from blastgate.manifests._text import Words, decode, folder_of, inside, name_of
from blastgate.manifests._toml import TomlError, load_toml
from blastgate.manifests._unparsed import kept_by_folder
from blastgate.manifests.interface import Claims, ComponentClaim, EdgeClaim, GovernsClaim
from blastgate.model.graph import Kind
from blastgate.model.named import NamedTuple
from blastgate.model.snapshot import Snapshot

NAME = "pyproject"
RANK = 21
FILES = ("pyproject.toml",)

LOCKFILES = ("uv.lock", "poetry.lock", "pdm.lock", "pylock.toml")


class Requirement(NamedTuple):
    """One requirement of a project: the words that place it, what it means, whether only for development."""

    words: tuple[str, ...]
    to: str | None
    dev: bool


def matches(path: str) -> bool:
    """Tell by its path whether a file is a pyproject.toml."""
    return path.endswith("pyproject.toml") and name_of(path) == "pyproject.toml"


def read(path: str, data: bytes, snapshot: Snapshot) -> Claims:
    """Read one pyproject.toml; one that only holds the settings of tools claims nothing."""
    folder, text = folder_of(path), decode(data)
    try:
        document = load_toml(text)
    except TomlError as problem:
        return kept_by_folder(path, problem)
    words = Words(text)
    edges = [
        EdgeClaim(f"path:{folder}", item.to, "manifest", f"{path}:{words.line(*item.words)}", item.dev)
        for item in _requirements(folder, document)
        if item.to is not None
    ]
    edges += _dynamic_edges(folder, document, snapshot)
    return Claims(
        components=tuple(_component(folder, document, words, path)),
        edges=tuple(edges),
        governs=tuple(_governs(folder, snapshot)),
    )


def _component(folder: str, document: dict[str, Any], words: Words, path: str) -> Iterator[ComponentClaim]:
    tool = as_object(document.get("tool"))
    project, poetry = as_object(document.get("project")), as_object(tool.get("poetry"))
    workspace = "workspace" in as_object(tool.get("uv"))
    if not (project or poetry or workspace or "build-system" in document):
        return
    name = project.get("name", poetry.get("name"))
    name = name if isinstance(name, str) else ""
    source = f"{path}:{words.line('project' if project else 'poetry', 'name') if name else 1}"
    references = (f"pypi:{normal(name)}",) if name else ()
    yield ComponentClaim(folder, name or name_of(folder), references, _kind(document), source)


def _kind(document: dict[str, Any]) -> Kind:
    tool = as_object(document.get("tool"))
    project, poetry, uv = (as_object(o) for o in (document.get("project"), tool.get("poetry"), tool.get("uv")))
    if "workspace" in uv and (not project or "build-system" not in document or uv.get("package") is False):
        return "tool"
    if project.get("scripts") or project.get("gui-scripts") or poetry.get("scripts"):
        return "app"
    return "library" if project or poetry.get("name") or "build-system" in document else "tool"


def _requirements(folder: str, document: dict[str, Any]) -> Iterator[Requirement]:
    tool = as_object(document.get("tool"))
    sources = as_object(as_object(tool.get("uv")).get("sources"))
    for words, requirement, dev in _strings(document):
        to = target(folder, requirement)
        if to is not None and to.startswith("pypi:"):
            to = _local_source(folder, sources, to) or to
        yield Requirement((*words, first_word(requirement)), to, dev)
    poetry = as_object(tool.get("poetry"))
    yield from _poetry(folder, as_object(poetry.get("dependencies")), ("tool.poetry.dependencies",), dev=False)
    yield from _poetry(folder, as_object(poetry.get("dev-dependencies")), ("tool.poetry.dev-dependencies",), dev=True)
    for group, content in as_object(poetry.get("group")).items():
        dependencies = as_object(as_object(content).get("dependencies"))
        yield from _poetry(folder, dependencies, (f"tool.poetry.group.{group}.dependencies",), dev=True)


def _strings(document: dict[str, Any]) -> Iterator[tuple[tuple[str, ...], str, bool]]:
    """Yield every requirement written as a string with the words that lead to it; groups (PEP 735) are dev.

    So are extras: nothing of them ships unless somebody asks, and what imports them says so itself.
    """
    project, tool = as_object(document.get("project")), as_object(document.get("tool"))
    for requirement in texts_of(project.get("dependencies")):
        yield ("project", "dependencies"), requirement, False
    for extra, listed in as_object(project.get("optional-dependencies")).items():
        for requirement in texts_of(listed):
            yield ("project.optional-dependencies", extra), requirement, True
    uv, pdm = as_object(tool.get("uv")), as_object(tool.get("pdm"))
    groups = {**as_object(document.get("dependency-groups")), **as_object(pdm.get("dev-dependencies"))}
    groups["dev-dependencies"] = [*texts_of(groups.get("dev-dependencies")), *texts_of(uv.get("dev-dependencies"))]
    for group, listed in groups.items():
        for requirement in texts_of(listed):
            yield (group,), requirement, True


def _local_source(folder: str, sources: dict[str, Any], to: str) -> str | None:
    """Follow ``[tool.uv.sources]``: a path is a path, a workspace member is found by its name."""
    for name, source in sources.items():
        path = as_object(source).get("path")
        if f"pypi:{normal(name)}" == to and isinstance(path, str):
            place = inside(folder, path)
            return f"path:{place}" if place is not None else None
    return None


def _poetry(folder: str, table: dict[str, Any], words: tuple[str, ...], dev: bool) -> Iterator[Requirement]:
    for name, constraint in table.items():
        path = as_object(constraint).get("path")
        place = inside(folder, path) if isinstance(path, str) else None
        if name != "python":
            yield Requirement((*words, name), f"path:{place}" if place is not None else f"pypi:{normal(name)}", dev)


def _dynamic_edges(folder: str, document: dict[str, Any], snapshot: Snapshot) -> Iterator[EdgeClaim]:
    """Follow setuptools' ``dynamic`` dependencies to the files that hold them."""
    dynamic = as_object(as_object(as_object(document.get("tool")).get("setuptools")).get("dynamic"))
    files = as_object(dynamic.get("dependencies")).get("file")
    for file in [files] if isinstance(files, str) else texts_of(files):
        place = inside(folder, file)
        if place is not None and place in snapshot:
            for edge in requirement_edges(place, decode(snapshot.read(place).data or b"")):
                yield EdgeClaim(f"path:{folder}", edge.to, edge.kind, edge.evidence)


def _governs(folder: str, snapshot: Snapshot) -> Iterator[GovernsClaim]:
    for file in LOCKFILES:
        path = f"{folder}/{file}" if folder else file
        if path in snapshot:
            yield GovernsClaim(path, folder, "pypi", "its lockfile pins their packages")
