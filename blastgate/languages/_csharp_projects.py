"""C# projects: which project a file belongs to, and which others that project may see.

Source: https://learn.microsoft.com/visualstudio/msbuild/common-msbuild-project-items (ProjectReference, Compile, Using)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from blastgate.languages._lexing import text
from blastgate.languages._paths import folders_up
from blastgate.model.paths import normalize
from blastgate.model.snapshot import Snapshot

_SEEN = re.compile(
    rb"<(?:ProjectReference|Compile|Import|AdditionalFiles)\s[^>]{0,400}?(?:Include|Project)\s*=\s*\"([^\"]++)\""
)
_USING = re.compile(rb"<Using\s[^>]{0,200}?Include\s*=\s*\"([\w.]++)\"")
_ROOT_NAMESPACE = re.compile(rb"<RootNamespace>\s*+([\w.]++)")
_PROJECTS = (".csproj", ".projitems", ".shproj")


@dataclass(frozen=True, slots=True)
class Project:
    """One project: its folder, the namespace of its top folder, what it uses everywhere, and the places it names."""

    root: str
    namespace: str
    usings: tuple[str, ...]
    sees: tuple[str, ...]


class Projects:
    """The projects of a snapshot; a folder may hold several, which then count as one."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._by_root: dict[str, Project] = {}
        self._roots: dict[str, str | None] = {}
        self._visible: dict[str, frozenset[str]] = {}
        wanted = sorted(path for path in snapshot.entries if path.endswith(_PROJECTS))
        for path, content in snapshot.read_many(wanted):
            project = _read(path, content.data or b"")
            other = self._by_root.get(project.root)
            if other is not None:
                project = Project(other.root, other.namespace, other.usings + project.usings, other.sees + project.sees)
            self._by_root[project.root] = project

    def root_of(self, folder: str) -> str | None:
        """Return the folder of the project that a folder belongs to; None where there is no project above."""
        if folder not in self._roots:
            self._roots[folder] = next((above for above in folders_up(folder) if above in self._by_root), None)
        return self._roots[folder]

    def at(self, root: str) -> Project:
        """Return the project at a folder of :meth:`root_of`."""
        return self._by_root[root]

    def visible(self, root: str) -> frozenset[str]:
        """List the roots and linked places that a project sees: its references and theirs, itself included."""
        if root not in self._visible:
            seen, waiting = {root}, [root]
            while waiting:
                places = (self._known(place) for place in self._by_root[waiting.pop()].sees)
                fresh = [place for place in dict.fromkeys(places) if place not in seen]
                seen.update(fresh)
                waiting.extend(place for place in fresh if place in self._by_root)
            self._visible[root] = frozenset(seen)
        return self._visible[root]

    def _known(self, place: str) -> str:
        """Return the folder of a project file that is named, any other place as it is."""
        folder = place.rpartition("/")[0]
        return folder if place.endswith(_PROJECTS) and folder in self._by_root else place


def _read(path: str, data: bytes) -> Project:
    folder, _, file = path.rpartition("/")
    named = _ROOT_NAMESPACE.search(data)
    namespace = text(named[1]) if named else file.rpartition(".")[0].replace("-", "_")
    return Project(folder, namespace, tuple(text(name) for name in _USING.findall(data)), tuple(_places(folder, data)))


def _places(folder: str, data: bytes) -> Iterator[str]:
    """Yield the files and folders that a project names, up to the first wildcard."""
    for written in _SEEN.findall(data):
        for part in text(written).split(";"):
            literal = part.replace("$(MSBuildThisFileDirectory)", "").replace("\\", "/").split("*", 1)[0]
            place = normalize(folder, literal) if literal.strip() else None
            if place is not None:
                yield place
