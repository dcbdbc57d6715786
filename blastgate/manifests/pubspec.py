"""pubspec.yaml: Dart and Flutter packages, their local dependencies, workspaces and lockfiles.

Source: https://dart.dev/tools/pub/pubspec, https://dart.dev/tools/pub/workspaces
"""

from __future__ import annotations

from collections.abc import Iterator

from blastgate.manifests._text import decode, folder_of, folders_of, inside, name_of
from blastgate.manifests._unparsed import kept_by_folder
from blastgate.manifests._yaml import Map, YamlError, as_map, as_text, load
from blastgate.manifests.interface import Claims, ComponentClaim, EdgeClaim, GovernsClaim
from blastgate.model.graph import Kind
from blastgate.model.snapshot import Snapshot

NAME = "pubspec"
RANK = 32
FILES = ("pubspec.yaml",)

SECTIONS = {"dependencies": False, "dependency_overrides": False, "dev_dependencies": True}
PLATFORMS = ("android", "ios", "web", "linux", "macos", "windows")


def matches(path: str) -> bool:
    """Tell by its path whether a file is a pubspec.yaml."""
    return path.endswith("pubspec.yaml") and name_of(path) == "pubspec.yaml"


def read(path: str, data: bytes, snapshot: Snapshot) -> Claims:
    """Read one package; the root of a workspace without code of its own is a tool."""
    folder = folder_of(path)
    try:
        documents = load(decode(data))
    except YamlError as problem:
        return kept_by_folder(path, problem)
    package = as_map(documents[0] if documents else None)
    name = as_text(package.get("name"))
    references = (f"pub:{name}",) if name else ()
    source = f"{path}:{package.lines.get('name', 1)}"
    claim = ComponentClaim(folder, name or name_of(folder), references, _kind(folder, package, snapshot), source)
    lockfile = f"{folder}/pubspec.lock" if folder else "pubspec.lock"
    governs = (GovernsClaim(lockfile, folder, "pub", "its lockfile pins their packages"),)
    return Claims(
        components=(claim,),
        edges=tuple(_edges(path, package)),
        governs=governs if lockfile in snapshot else (),
    )


def _kind(folder: str, package: Map, snapshot: Snapshot) -> Kind:
    prefix = f"{folder}/" if folder else ""
    has_code = prefix + "lib" in folders_of(snapshot)
    if "workspace" in package and not has_code:
        return "tool"
    if prefix + "lib/main.dart" in snapshot:
        flutter = any(prefix + platform in folders_of(snapshot) for platform in PLATFORMS)
        return "app" if flutter or as_text(package.get("publish_to")) == "none" else "library"
    return "app" if prefix + "bin" in folders_of(snapshot) and not has_code else "library"


def _edges(path: str, package: Map) -> Iterator[EdgeClaim]:
    folder = folder_of(path)
    for section, dev in SECTIONS.items():
        wanted = as_map(package.get(section))
        for name, source in wanted.items():
            local = as_text(as_map(source).get("path"))
            place = inside(folder, local) if local and "git" not in as_map(source) else None
            to = f"path:{place}" if place is not None else f"pub:{name}"
            if not as_map(source).keys() & {"sdk", "git"}:
                yield EdgeClaim(f"path:{folder}", to, "manifest", f"{path}:{wanted.lines.get(name, 1)}", dev)
