"""Properties of MSBuild that name a folder, as far as a project, Directory.Build.props and MSBuild itself set them.

Source: https://learn.microsoft.com/visualstudio/msbuild/customize-by-directory
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from blastgate.manifests._text import folder_of, inside
from blastgate.manifests._xml import Element, XmlError, load_xml
from blastgate.model.snapshot import Snapshot

_PROPERTY = re.compile(r"\$\((\w{1,80})\)")
_BUILT_IN = re.compile(r"\$\((?:MSBuildThisFileDirectory|MSBuildProjectDirectory)\)")


def place_of(folder: str, literal: str, known: dict[str, str]) -> str | None:
    """Resolve a path; one that begins with a property, from the folder that the property is known to mean."""
    begun = _PROPERTY.match(literal)
    if begun is None:
        return inside(folder, literal)
    start = folder if begun[1].startswith("MSBuild") else known.get(begun[1].lower())
    return inside(start, literal[begun.end() :].lstrip("/") or ".") if start is not None else None


def folders_known(folder: str, project: Element, snapshot: Snapshot) -> dict[str, str]:
    """Map the properties that name a folder: those of the project, of Directory.Build.props above it, and built-in."""
    known = {"repositoryroot": "", "reporoot": "", "reporootdir": ""}
    above = nearest_above(folder, "Directory.Build.props", snapshot)
    if above is not None:
        known.update(_shared_properties(folder_of(above), snapshot.read(above).data or b""))
    solution = next((here for here in _upwards(folder) if here in _solutions(snapshot)), None)
    if solution is not None:
        known["solutiondir"] = solution
    known.update(_folders(folder, project))
    return known


@lru_cache(maxsize=32)
def _shared_properties(folder: str, data: bytes) -> dict[str, str]:
    try:
        return _folders(folder, load_xml(data))
    except XmlError:
        return {}


def _folders(folder: str, project: Element) -> dict[str, str]:
    found = {}
    for group in project.all("PropertyGroup"):
        for item in group.children:
            text = item.text.replace("\\", "/")
            rest = _BUILT_IN.sub("", text)
            plain = rest != text or text.startswith((".", "/"))
            place = inside(folder, rest.lstrip("/") or ".") if plain and "$" not in rest else None
            if place is not None:
                found[item.name.lower()] = place
    return found


@lru_cache(maxsize=1)
def _solutions(snapshot: Snapshot) -> frozenset[str]:
    """List the folders with a solution."""
    return frozenset(folder_of(path) for path in snapshot.entries if path.endswith((".sln", ".slnx")))


def _upwards(folder: str) -> Iterator[str]:
    yield folder
    while folder:
        folder = folder_of(folder)
        yield folder


def nearest_above(folder: str, file: str, snapshot: Snapshot) -> str | None:
    """Find the nearest file of a name on the way up, as MSBuild does."""
    places = (f"{here}/{file}".lstrip("/") for here in _upwards(folder))
    return next((place for place in places if place in snapshot), None)
