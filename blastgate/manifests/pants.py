"""Pants: targets by their BUILD files; dependencies that are written out, and what governs the workspace.

Pants infers most dependencies from imports, and so do the scanners of languages here.
Source: https://www.pantsbuild.org/stable/docs/using-pants/key-concepts/targets-and-build-files
"""

from __future__ import annotations

from collections.abc import Iterator

from blastgate.manifests._code import Code
from blastgate.manifests._json import as_object
from blastgate.manifests._starlark import Target, folder_above, kind_of_rules, targets
from blastgate.manifests._text import decode, folder_of, folders_of, inside, name_of
from blastgate.manifests._toml import TomlError, load_toml
from blastgate.manifests.interface import Claims, ComponentClaim, EdgeClaim, GovernsClaim
from blastgate.model.snapshot import Snapshot

NAME = "pants"
RANK = 41
FILES = ("pants.toml", "BUILD", "BUILD.pants")

TOP = ("pants.toml",)
BUILD_FILES = ("BUILD", "BUILD.pants")


def matches(path: str) -> bool:
    """Tell by its path whether a file holds targets or the settings of a workspace."""
    return path.endswith(("BUILD", "BUILD.pants", "pants.toml")) and name_of(path) in (*BUILD_FILES, *TOP)


def read(path: str, data: bytes, snapshot: Snapshot) -> Claims:
    """Read the targets of a folder, or the settings as what governs all of them."""
    folder = folder_of(path)
    if name_of(path) == "pants.toml":
        return _settings(path, data, snapshot)
    top = folder_above(folder, TOP, snapshot)
    if top is None:
        return Claims()
    code = Code(decode(data), hashes=True)
    found = list(targets(code))
    kind = kind_of_rules({target.rule for target in found})
    if kind in ("library", "tool") and folder and folder_above(folder_of(folder), BUILD_FILES, snapshot):
        kind = None  # every folder of sources has its BUILD file; the topmost one stands for them
    claim = ComponentClaim(folder, name_of(folder), (f"pants://{folder}",), kind, f"{path}:1")
    return Claims(components=(claim,), edges=tuple(_edges(path, code, found, top, snapshot)))


def _edges(path: str, code: Code, found: list[Target], top: str, snapshot: Snapshot) -> Iterator[EdgeClaim]:
    folder = folder_of(path)
    for target in found:
        for label in target.labels:
            address = label.value.removeprefix("//").partition(":")[0].rstrip("/")
            written = label.value.startswith("//") or "/" in label.value or ":" in label.value
            place = inside(folder if address.startswith("./") else top, address) if written and address else None
            if place is not None and place != folder and (place in folders_of(snapshot) or place in snapshot):
                evidence = f"{path}:{code.line(label.at)}"
                yield EdgeClaim(f"path:{folder}", f"path:{place}", "manifest", evidence, target.dev)


def _settings(path: str, data: bytes, snapshot: Snapshot) -> Claims:
    """The settings, and the lockfiles of the resolves that they name, govern every target."""
    folder = folder_of(path)
    try:
        document = load_toml(decode(data))
    except TomlError as problem:
        return Claims(warnings=(f"{path}:{problem.line}: {problem.why}",))
    governs = [GovernsClaim(path, folder, "pants", "it sets how all targets are built")]
    for backend in document.values():
        for written in as_object(as_object(backend).get("resolves")).values():
            place = inside(folder, written) if isinstance(written, str) else None
            if place is not None and place in snapshot:
                governs.append(GovernsClaim(place, folder, "pants", "its lockfile pins their packages"))
    return Claims(governs=tuple(governs))
