"""composer.json: PHP packages, projects and monorepos that split into packages. Path repositories are found by name.

Source: https://getcomposer.org/doc/04-schema.md
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from blastgate.manifests._json import JsonError, as_object, load_object
from blastgate.manifests._text import Words, decode, folder_of, name_of
from blastgate.manifests._unparsed import kept_by_folder
from blastgate.manifests.interface import Claims, ComponentClaim, EdgeClaim, GovernsClaim
from blastgate.model.graph import Kind
from blastgate.model.snapshot import Snapshot

NAME = "composer"
RANK = 28
FILES = ("composer.json",)

SECTIONS = {"require": False, "require-dev": True}
FRONT_DOORS = ("artisan", "public/index.php", "web/index.php", "bin/console", "index.php")


def matches(path: str) -> bool:
    """Tell by its path whether a file is a composer.json."""
    return path.endswith("composer.json") and name_of(path) == "composer.json"


def read(path: str, data: bytes, snapshot: Snapshot) -> Claims:
    """Read one composer.json: the package, what it requires, the parts it is split into, and its lockfile."""
    folder, text = folder_of(path), decode(data)
    try:
        package = load_object(text)
    except JsonError as problem:
        return kept_by_folder(path, problem)
    words = Words(text)
    name = package.get("name")
    name = name.lower() if isinstance(name, str) else ""
    source = f"{path}:{words.line('name') if name else 1}"
    short = name.rpartition("/")[2] or name_of(folder)
    reference = f"composer:{name or '/' + folder}"
    claim = ComponentClaim(folder, short, (reference,), _kind(folder, package, snapshot), source)
    lockfile = f"{folder}/composer.lock" if folder else "composer.lock"
    governs = (GovernsClaim(lockfile, folder, "composer", "its lockfile pins their packages"),)
    return Claims(
        components=(claim,),
        edges=tuple(_edges(path, package, words)),
        governs=governs if lockfile in snapshot else (),
    )


def _kind(folder: str, package: dict[str, Any], snapshot: Snapshot) -> Kind:
    """A library has a type that says so, or autoloads classes without a front door; with neither it is a tool."""
    said = package.get("type")
    if said == "project" or (said is None and any(f"{folder}/{door}".lstrip("/") in snapshot for door in FRONT_DOORS)):
        return "app"
    return "library" if said is not None or package.get("autoload") or package.get("name") else "tool"


def _edges(path: str, package: dict[str, Any], words: Words) -> Iterator[EdgeClaim]:
    """A package that replaces others is made of them: a monorepo's root and its parts."""
    start = f"path:{folder_of(path)}"
    for section, dev in SECTIONS.items():
        for name in as_object(package.get(section)):
            if "/" in name:
                yield EdgeClaim(
                    start, f"composer:{name.lower()}", "manifest", f"{path}:{words.line(section, name)}", dev
                )
    for name in as_object(package.get("replace")):
        yield EdgeClaim(start, f"composer:{name.lower()}", "manifest", f"{path}:{words.line('replace', name)}")
