"""Bazel: packages by their BUILD files, labels as edges between folders, and what governs a whole module.

Source: https://bazel.build/concepts/labels, https://bazel.build/external/module
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from blastgate.manifests._code import Code
from blastgate.manifests._starlark import Target, folder_above, kind_of_rules, targets
from blastgate.manifests._text import decode, folder_of, inside, name_of
from blastgate.manifests.interface import Claims, ComponentClaim, EdgeClaim, GovernsClaim
from blastgate.model.snapshot import Snapshot

NAME = "bazel"
RANK = 40  # a package is often also a crate, a module or a project, which knows its name better
FILES = ("BUILD", "BUILD.bazel", "MODULE.bazel", "WORKSPACE", "WORKSPACE.bazel")

TOPS = ("MODULE.bazel", "WORKSPACE.bazel", "WORKSPACE")
BUILD_FILES = ("BUILD.bazel", "BUILD")
GOVERNING = (*TOPS, "MODULE.bazel.lock", "WORKSPACE.bzlmod", ".bazelrc", ".bazelversion")
PROJECTS = ("package.json", "pyproject.toml", "go.mod", "Cargo.toml", "pom.xml", "build.gradle", "build.gradle.kts")

_LABEL = re.compile(r"(?:@{1,2}([\w.~+-]*+))?//([^:\s]*+)(?::[^\s]*+)?")
_PLACED = ("local_path_override", "local_repository", "new_local_repository")
_ARGUMENT = re.compile(r"\b(name|module_name|path)\s*+=\s*+[\"']([^\"'\n]{1,300})[\"']")
_TOP_CALL = re.compile(r"^(\w{1,60})\s{0,5}\(", re.MULTILINE)


def matches(path: str) -> bool:
    """Tell by its path whether a file describes a package or the top of a module."""
    return path.endswith(("BUILD", "BUILD.bazel", *TOPS)) and name_of(path) in (*BUILD_FILES, *TOPS)


def read(path: str, data: bytes, snapshot: Snapshot) -> Claims:
    """Read one package, or the top of a module as what governs it; without a top, labels mean nothing."""
    folder, name = folder_of(path), name_of(path)
    if name in TOPS:
        first = next(top for top in TOPS if f"{folder}/{top}".lstrip("/") in snapshot)
        return Claims(governs=tuple(_governs(folder, snapshot)) if name == first else ())
    top = folder_above(folder, TOPS, snapshot)
    if top is None or (name == "BUILD" and f"{folder}/BUILD.bazel".lstrip("/") in snapshot):
        return Claims()
    code = Code(decode(data), hashes=True)
    found = list(targets(code))
    kind = kind_of_rules({target.rule for target in found})
    if kind in ("library", "tool") and _is_part(folder, snapshot):
        kind = None
    package = folder[len(top) :].lstrip("/") if top else folder
    claim = ComponentClaim(folder, name_of(folder), (f"bazel://{package}",), kind, f"{path}:1")
    return Claims(components=(claim,), edges=tuple(_edges(path, code, found, _repositories(top, snapshot))))


def _is_part(folder: str, snapshot: Snapshot) -> bool:
    """A package below a project of another ecosystem is a part of it, unless it makes something that runs."""
    above = folder_above(folder, PROJECTS, snapshot)
    return bool(above)


def _edges(path: str, code: Code, found: list[Target], places: dict[str, str]) -> Iterator[EdgeClaim]:
    folder = folder_of(path)
    said: set[tuple[str, bool]] = set()
    for target in found:
        for label in target.labels:
            match = _LABEL.fullmatch(label.value)
            place = _place(match[1] or "", match[2], places) if match else None
            if place is not None and place != folder and (place, target.dev) not in said:
                said.add((place, target.dev))
                yield EdgeClaim(
                    f"path:{folder}", f"path:{place}", "manifest", f"{path}:{code.line(label.at)}", target.dev
                )


def _place(repository: str, package: str, places: dict[str, str]) -> str | None:
    """Turn a label's repository and package into a folder; other repositories are elsewhere."""
    root = places.get(repository)
    return inside(root, package) if root is not None else None


def _repositories(top: str, snapshot: Snapshot) -> dict[str, str]:
    """Map the repositories that stand in this tree to their folders; the own one has no name."""
    found = {"": top}
    for name in TOPS:
        path = f"{top}/{name}".lstrip("/")
        if path in snapshot:
            found.update(_local(top, snapshot.read(path).data or b""))
    return found


@lru_cache(maxsize=64)
def _local(top: str, data: bytes) -> dict[str, str]:
    code = Code(decode(data), hashes=True)
    found = {}
    for call in _TOP_CALL.finditer(code.text):
        if call[1] in _PLACED or call[1] == "module":
            said = dict(_ARGUMENT.findall(code.text, call.end(), code.closing(call.end() - 1)))
            name = said.get("module_name", said.get("name", ""))
            place = top if call[1] == "module" else inside(top, said.get("path", ""))
            if name and place is not None:
                found[name] = place
    return found


def _governs(folder: str, snapshot: Snapshot) -> Iterator[GovernsClaim]:
    for file in GOVERNING:
        path = f"{folder}/{file}" if folder else file
        if path in snapshot:
            yield GovernsClaim(path, folder, "bazel", "it sets how all packages are built")
