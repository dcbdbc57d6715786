"""package.json with the workspaces of npm, yarn and pnpm.

A workspace's root coordinates its members: it is a tool, and its lockfile and base settings govern the members, which
are found by the workspace globs among the snapshot's package.json files.
Source: https://docs.npmjs.com/cli/configuring-npm/package-json, https://pnpm.io/workspaces
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from blastgate.manifests._json import JsonError, as_object, load_object
from blastgate.manifests._text import Words, decode, folder_of, inside, is_within, matches_glob, name_of, paths_named
from blastgate.manifests._unparsed import kept_by_folder
from blastgate.manifests._yaml import YamlError, as_items, as_map, load
from blastgate.manifests.interface import Claims, ComponentClaim, EdgeClaim, GovernsClaim
from blastgate.model.graph import Kind
from blastgate.model.snapshot import Snapshot

NAME = "npm"
RANK = 20

MAX_GLOBS = 200

SHIPPED = ("dependencies", "peerDependencies", "optionalDependencies")
DOCUMENTATION = frozenset({"@docusaurus/core", "vitepress", "vuepress", "@astrojs/starlight", "nextra", "mintlify"})
GOVERNING = {
    "package-lock.json": "its lockfile pins their packages",
    "npm-shrinkwrap.json": "its lockfile pins their packages",
    "pnpm-lock.yaml": "its lockfile pins their packages",
    "yarn.lock": "its lockfile pins their packages",
    "bun.lock": "its lockfile pins their packages",
    "bun.lockb": "its lockfile pins their packages",
    "pnpm-workspace.yaml": "it sets the workspace's shared versions",
    "tsconfig.base.json": "their compiler settings extend it",
}


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
    globs, warnings = _workspace_globs(folder, package, snapshot)
    if len(globs) > MAX_GLOBS:
        globs, warnings = (
            globs[:MAX_GLOBS],
            (*warnings, f"{path}:1: only the first {MAX_GLOBS} workspace globs are read"),
        )
    words = Words(text)
    name = package.get("name")
    name = name if isinstance(name, str) else ""
    claim = ComponentClaim(
        folder, name or name_of(folder), (f"npm:{name}",) if name else (), _kind(package, globs), f"{path}:1"
    )
    members = _members(folder, globs, snapshot)
    return Claims(
        components=(claim,),
        edges=tuple(_edges(path, package, words)),
        governs=tuple(_governs(folder, members if globs else [folder], snapshot)),
        warnings=warnings,
    )


def _workspace_globs(folder: str, package: dict[str, Any], snapshot: Snapshot) -> tuple[list[str], tuple[str, ...]]:
    """Collect the workspace globs of package.json (a list, or yarn's object) and of pnpm-workspace.yaml beside it."""
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


def _members(folder: str, globs: Sequence[str], snapshot: Snapshot) -> list[str]:
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


def _target(folder: str, name: str, version: str) -> str:
    """Read ``file:`` and ``link:`` as paths, ``npm:other@1`` and ``workspace:other@*`` as the other's name."""
    protocol, _, rest = version.partition(":")
    if protocol in ("file", "link", "portal") or (protocol == "workspace" and rest.startswith(".")):
        place = inside(folder, rest)
        return f"path:{place}" if place is not None and not place.endswith((".tgz", ".tar.gz")) else f"npm:{name}"
    if protocol in ("npm", "workspace") and rest[1:].rfind("@") >= 0 and not rest.startswith(("^", "~", "*")):
        return f"npm:{rest[: rest.rfind('@')]}"
    return f"npm:{name}"


def _governs(folder: str, members: Sequence[str], snapshot: Snapshot) -> Iterator[GovernsClaim]:
    for file, why in GOVERNING.items():
        path = f"{folder}/{file}" if folder else file
        if path in snapshot:
            for member in members:
                yield GovernsClaim(path, member, "npm", why)
