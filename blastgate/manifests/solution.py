"""Visual Studio solutions: projects of kinds that have no reader of their own (C++, databases, JavaScript, shared).

Projects that ``csproj`` reads say more themselves; a solution only lists them, so here it adds nothing. A ``.dcproj``
only starts compose files, which say what runs.
Source: https://learn.microsoft.com/visualstudio/extensibility/internals/solution-dot-sln-file
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from blastgate.manifests._text import decode, folder_of, inside, name_of, numbered
from blastgate.manifests._unparsed import kept_by_folder
from blastgate.manifests._xml import XmlError, load_xml
from blastgate.manifests.csproj import SUFFIXES
from blastgate.manifests.interface import Claims, ComponentClaim
from blastgate.model.snapshot import Snapshot

NAME = "solution"
RANK = 63
FILES = ("*.sln", "*.slnx")

MAX_PROJECTS = 2_000

_PROJECT = re.compile(r"Project\(\"[^\"\n]{0,60}\"\)\s{0,5}=\s{0,5}\"([^\"\n]{1,200})\",\s{0,5}\"([^\"\n]{1,300})\"")


def matches(path: str) -> bool:
    """Tell by its path whether a file is a solution."""
    return path.endswith((".sln", ".slnx"))


def read(path: str, data: bytes, snapshot: Snapshot) -> Claims:
    """Read one solution, of either form."""
    if path.endswith(".sln"):
        return Claims(components=tuple(_claims(path, _listed(decode(data)), snapshot)))
    try:
        solution = load_xml(data)
    except XmlError as problem:
        return Claims(warnings=kept_by_folder(path, problem).warnings)
    listed = ((item.line, item.attributes.get("Path", "")) for item in solution.all("Project"))
    return Claims(components=tuple(_claims(path, listed, snapshot)))


def _listed(text: str) -> Iterator[tuple[int, str]]:
    for number, line in numbered(text):
        found = _PROJECT.match(line.lstrip("\ufeff"))
        if found:
            yield number, found[2]


def _claims(path: str, listed: Iterator[tuple[int, str]], snapshot: Snapshot) -> Iterator[ComponentClaim]:
    for count, (line, written) in enumerate(listed):
        place = inside(folder_of(path), written)
        known = place is not None and place in snapshot and not place.endswith((*SUFFIXES, ".dcproj"))
        if count < MAX_PROJECTS and place is not None and known:
            name = name_of(place).rpartition(".")[0]
            yield ComponentClaim(folder_of(place), name, (f"csproj:{name}",), "library", f"{path}:{line}")
