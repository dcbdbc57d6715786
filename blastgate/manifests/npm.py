"""package.json with the workspaces of npm, yarn and pnpm.

A workspace's root coordinates its members: it is a tool, and its lockfile and base settings govern the members, which
are found by the workspace globs among the snapshot's package.json files.
Source: https://docs.npmjs.com/cli/configuring-npm/package-json, https://pnpm.io/workspaces
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from blastgate.manifests._json import JsonError, as_object, load_object, texts_of
from blastgate.manifests._text import Words, decode, folder_of, inside, name_of
from blastgate.manifests._unparsed import kept_by_folder
from blastgate.manifests._workspaces import governed_by_root_files, members_of, workspace_globs
from blastgate.manifests.interface import Claims, ComponentClaim, EdgeClaim
from blastgate.model.graph import Kind
from blastgate.model.snapshot import Snapshot

NAME = "npm"
RANK = 20
FILES = ("package.json",)

SHIPPED = ("dependencies", "peerDependencies", "optionalDependencies")
DOCUMENTATION = frozenset({"@docusaurus/core", "vitepress", "vuepress", "@astrojs/starlight", "nextra", "mintlify"})


def matches(path: str) -> bool:
    """Tell by its path whether a file is a package.json."""
    return path.endswith("package.json") and name_of(path) == "package.json"


def read(path: str, data: bytes, snapshot: Snapshot) -> Claims:
    """Read one package.json: the component, what it depends on by name or path, and what its root files govern."""
    folder, text = folder_of(path), decode(data)
    try:
        package = load_object(text)
    except JsonError as problem:
        return kept_by_folder(path, problem)
    globs, warnings = workspace_globs(path, package, snapshot)
    words = Words(text)
    name = package.get("name")
    name = name if isinstance(name, str) else ""
    claim = ComponentClaim(
        folder, name or name_of(folder), (f"npm:{name}",) if name else (), _kind(package, globs), f"{path}:1"
    )
    members = members_of(folder, globs, snapshot) if globs else [folder]
    return Claims(
        components=(claim,),
        edges=tuple(_edges(path, package, words)),
        governs=tuple(governed_by_root_files(folder, members, snapshot)),
        warnings=warnings,
    )


def _kind(package: dict[str, Any], globs: Sequence[str]) -> Kind:
    """Guess from how the package is used: coordinated, published as a module, run, or read."""
    if globs:
        return "tool"
    dependencies = {**as_object(package.get("dependencies")), **as_object(package.get("devDependencies"))}
    if DOCUMENTATION & dependencies.keys():
        return "docs"
    if any(key in package for key in ("exports", "main", "module", "types")) and not _is_run(package):
        return "library"
    if _is_run(package) or package.get("bin"):
        return "app"
    return "library" if package.get("dependencies") or package.get("peerDependencies") else "tool"


def _is_run(package: dict[str, Any]) -> bool:
    scripts = as_object(package.get("scripts"))
    return package.get("private") is True and any(name in scripts for name in ("start", "start:prod", "serve"))


def _edges(path: str, package: dict[str, Any], words: Words) -> Iterator[EdgeClaim]:
    folder = folder_of(path)
    for section in (*SHIPPED, "devDependencies"):
        for name, version in as_object(package.get(section)).items():
            to = _target(folder, name, version if isinstance(version, str) else "")
            evidence = f"{path}:{words.line(section, name)}"
            yield EdgeClaim(f"path:{folder}", to, "manifest", evidence, dev=section == "devDependencies")
    for name in texts_of(as_object(package.get("nx")).get("implicitDependencies")):
        evidence = f"{path}:{words.line('implicitDependencies', name)}"
        for space in () if name.startswith("!") else ("nx", "npm"):
            yield EdgeClaim(f"path:{folder}", f"{space}:{name}", "manifest", evidence)


def _target(folder: str, name: str, version: str) -> str:
    """Read ``file:`` and ``link:`` as paths, ``npm:other@1`` and ``workspace:other@*`` as the other's name."""
    protocol, _, rest = version.partition(":")
    if protocol in ("file", "link", "portal") or (protocol == "workspace" and rest.startswith(".")):
        place = inside(folder, rest)
        return f"path:{place}" if place is not None and not place.endswith((".tgz", ".tar.gz")) else f"npm:{name}"
    if protocol in ("npm", "workspace") and rest[1:].rfind("@") >= 0 and not rest.startswith(("^", "~", "*")):
        return f"npm:{rest[: rest.rfind('@')]}"
    return f"npm:{name}"
