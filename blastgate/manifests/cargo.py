"""Cargo.toml: crates, workspaces and path dependencies.

Source: https://doc.rust-lang.org/cargo/reference/manifest.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from blastgate.manifests._json import as_object
from blastgate.manifests._text import Words, decode, folder_of, inside, name_of
from blastgate.manifests._toml import TomlError, load_toml
from blastgate.manifests._unparsed import kept_by_folder
from blastgate.manifests.interface import Claims, ComponentClaim, EdgeClaim, GovernsClaim
from blastgate.model.graph import Kind
from blastgate.model.snapshot import Snapshot

NAME = "cargo"
RANK = 24
FILES = ("Cargo.toml",)

SECTIONS = {"dependencies": False, "build-dependencies": False, "dev-dependencies": True}


def matches(path: str) -> bool:
    """Tell by its path whether a file is a Cargo.toml."""
    return path.endswith("Cargo.toml") and name_of(path) == "Cargo.toml"


def read(path: str, data: bytes, snapshot: Snapshot) -> Claims:
    """Read one Cargo.toml; a workspace without a package of its own is a tool."""
    folder, text = folder_of(path), decode(data)
    try:
        document = load_toml(text)
    except TomlError as problem:
        return kept_by_folder(path, problem)
    words = Words(text)
    name = as_object(document.get("package")).get("name")
    name = name if isinstance(name, str) else ""
    references = (f"cargo:{name}",) if name else ()
    source = f"{path}:{words.line('package', 'name') if name else 1}"
    claim = ComponentClaim(folder, name or name_of(folder), references, _kind(folder, document, snapshot), source)
    lockfile = f"{folder}/Cargo.lock" if folder else "Cargo.lock"
    governs = (
        [GovernsClaim(lockfile, folder, "cargo", "its lockfile pins their crates")] if lockfile in snapshot else []
    )
    if "workspace" in document:
        governs.append(GovernsClaim(path, folder, "cargo", "it sets what their workspace shares"))
    return Claims(
        components=(claim,),
        edges=tuple(_edges(path, document, words)),
        governs=tuple(governs),
    )


def _kind(folder: str, document: dict[str, Any], snapshot: Snapshot) -> Kind:
    if "package" not in document:
        return "tool"
    prefix = f"{folder}/" if folder else ""
    return "app" if document.get("bin") or f"{prefix}src/main.rs" in snapshot else "library"


def _edges(path: str, document: dict[str, Any], words: Words) -> Iterator[EdgeClaim]:
    folder = folder_of(path)
    tables = [document, *(as_object(t) for t in as_object(document.get("target")).values())]
    for table in tables:
        for section, dev in SECTIONS.items():
            for name, wanted in as_object(table.get(section)).items():
                local, renamed = as_object(wanted).get("path"), as_object(wanted).get("package")
                place = inside(folder, local) if isinstance(local, str) else None
                crate = renamed if isinstance(renamed, str) else name
                to = f"path:{place}" if place is not None else f"cargo:{crate}"
                line = max(words.line(section, name), words.line(section, f"{name}.workspace"))
                yield EdgeClaim(f"path:{folder}", to, "manifest", f"{path}:{line}", dev)
