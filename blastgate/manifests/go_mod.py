"""go.mod and go.work: modules, what they require, and local replacements.

Source: https://go.dev/ref/mod#go-mod-file, https://go.dev/ref/mod#workspaces
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from blastgate.manifests._text import decode, folder_of, inside, name_of, numbered
from blastgate.manifests.interface import Claims, ComponentClaim, EdgeClaim, GovernsClaim
from blastgate.model.graph import Kind
from blastgate.model.snapshot import Snapshot

NAME = "go"
RANK = 26
FILES = ("go.mod", "go.work")

_MAJOR = re.compile(r"v\d+$")


def matches(path: str) -> bool:
    """Tell by its path whether a file is a go.mod or go.work."""
    return path.endswith(("go.mod", "go.work")) and name_of(path) in ("go.mod", "go.work")


def read(path: str, data: bytes, snapshot: Snapshot) -> Claims:
    """Read one go.mod as a component, or one go.work as what governs the modules it uses."""
    directives = list(_directives(decode(data)))
    if name_of(path) == "go.work":
        return Claims(governs=tuple(_uses(path, directives)))
    folder = folder_of(path)
    module = next((words[1] for _, words in directives if words[0] == "module" and len(words) > 1), "")
    line = next((number for number, words in directives if words[0] == "module"), 1)
    kind: Kind = "app" if (f"{folder}/main.go" if folder else "main.go") in snapshot else "library"
    name = _short(module) or name_of(folder)
    claim = ComponentClaim(folder, name, (f"go:{module}",) if module else (), kind, f"{path}:{line}")
    warnings = () if module else (f"{path}:1: no module line",)
    governs = tuple(
        GovernsClaim(f"{folder}/{file}".lstrip("/"), folder, "go", "it pins the modules that they are built of")
        for file in ("go.mod", "go.sum")
        if f"{folder}/{file}".lstrip("/") in snapshot
    )
    return Claims(components=(claim,), edges=tuple(_edges(path, directives)), governs=governs, warnings=warnings)


def _directives(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each directive as its words, those of a parenthesised block with the block's word in front."""
    block = ""
    for number, line in numbered(text):
        words = [word.strip('"`') for word in line.split("//", 1)[0].split()]
        if not words:
            continue
        if block and words[0] == ")":
            block = ""
        elif block:
            yield number, [block, *words]
        elif words[-1] == "(" and len(words) == 2:
            block = words[0]
        else:
            yield number, words


def _short(module: str) -> str:
    parts = [part for part in module.split("/") if part]
    if len(parts) > 1 and _MAJOR.match(parts[-1]):
        parts.pop()
    return parts[-1] if parts else ""


def _edges(path: str, directives: list[tuple[int, list[str]]]) -> Iterator[EdgeClaim]:
    folder = folder_of(path)
    for number, words in directives:
        to = None
        if words[0] == "require" and len(words) > 1:
            to = f"go:{words[1]}"
        elif words[0] == "replace" and "=>" in words[:-1]:
            local = words[words.index("=>") + 1]
            place = inside(folder, local) if local.startswith(".") else None
            to = f"path:{place}" if place is not None else None
        if to is not None:
            yield EdgeClaim(f"path:{folder}", to, "manifest", f"{path}:{number}")


def _uses(path: str, directives: list[tuple[int, list[str]]]) -> Iterator[GovernsClaim]:
    for _, words in directives:
        place = inside(folder_of(path), words[1]) if words[0] == "use" and len(words) > 1 else None
        if place is not None:
            yield GovernsClaim(path, place, "go", "it builds these modules together")
