"""Aspire app hosts: which projects and containers run together, and who is given a reference to whom.

The host is a program and is never run: it is read as text, for what people write literally.
Source: https://learn.microsoft.com/dotnet/aspire/fundamentals/app-host-overview
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from blastgate.manifests._code import Code
from blastgate.manifests._text import decode, folder_of, inside, name_of
from blastgate.manifests._xml import XmlError, load_xml
from blastgate.manifests.interface import Claims, ComponentClaim, EdgeClaim
from blastgate.model.graph import Kind
from blastgate.model.named import NamedTuple
from blastgate.model.snapshot import Snapshot

NAME = "aspire"
RANK = 8  # it says how a project runs
ONLY_THE_BEGINNING = True

MAX_STATEMENTS = 2_000
FILES = ("Program.cs", "AppHost.cs", "apphost.cs")

_STATEMENT = re.compile(
    r"(?:^|[;{}])\s*+(?:(?:var|[A-Z][\w.<>?]*+)\s++(\w++)\s*+=\s*+)?+(?=(?:await\s++)?(\w++)\s*+\.)"
)
_ADD = re.compile(
    r"\.Add(\w{1,60})(?:<Projects\.(\w{1,200})>)?\(\s*+(?:name:\s*+)?+\"([^\"\n]{1,200})\"(?:\s*+,\s*+\"([^\"\n]{1,300})\")?"
)
# Waiting only orders, and parents are for the dashboard; what else is told of another resource is how to reach it.
_USED = re.compile(r"\.(?:With(?!ParentRelationship|ChildRelationship)|Configure|Add)\w{0,60}(?:<[^>\n]{0,200}>)?\(")
_NAME = re.compile(r"\b([A-Za-z_]\w{0,80})\b")
_SOMEWHERE_ELSE = frozenset({"Parameter", "ConnectionString", "ExternalService", "DockerComposeEnvironment"})


class Resource(NamedTuple):
    """Something that the host runs: its reference, its folder and name where it is of this repository, and the line."""

    reference: str
    folder: str | None
    name: str
    line: int


def matches(path: str) -> bool:
    """Tell by its path whether a file may be the program of an app host."""
    return path.endswith(FILES) and name_of(path) in FILES and "apphost" in path.lower()


def read(path: str, data: bytes, snapshot: Snapshot) -> Claims:
    """Read one app host: runtime edges between what it runs, and infrastructure that only runs there."""
    code = Code(decode(data))
    if "CreateBuilder" not in code.text:
        return Claims()
    projects = _projects(folder_of(path), snapshot)
    known: dict[str, Resource] = {}
    claims: list[ComponentClaim] = []
    edges: list[EdgeClaim] = []
    for statement in _statements(code):
        variable, subject, start, end = statement
        added = _ADD.search(code.text, start, end)
        resource = _added(path, code, added, projects) if added else known.get(subject)
        if added and resource is None and subject in known:
            resource = known[subject]  # a database on a server
        if resource is None:
            continue
        if variable:
            known[variable] = resource
        if added and resource is not known.get(subject):
            claims.append(_claim(path, resource))
        edges += _edges(path, code, (start, end), resource, known)
    return Claims(components=tuple(claims), edges=tuple(dict.fromkeys(edges)))


def _claim(path: str, resource: Resource) -> ComponentClaim:
    """What the host builds is a service of the folder; what it only starts (a database) has none here."""
    kind: Kind = "infra" if resource.folder is None else "service"
    references = (resource.reference,) if resource.folder is None else ()
    return ComponentClaim(resource.folder, resource.name, references, kind, f"{path}:{resource.line}")


def _statements(code: Code) -> Iterator[tuple[str, str, int, int]]:
    """Yield each statement that begins with a call on a variable: what it is assigned to, the variable, its span."""
    for count, found in enumerate(_STATEMENT.finditer(code.text)):
        if count == MAX_STATEMENTS:
            return
        end = code.text.find(";", found.end())
        yield found[1] or "", found[2], found.end(), end if end >= 0 else len(code.text)


def _projects(folder: str, snapshot: Snapshot) -> dict[str, str]:
    """Map the names that ``Projects.X`` may have here to project files, by the project references of the host."""
    found = {}
    for path in (p for p in snapshot.entries if folder_of(p) == folder and p.endswith("proj")):
        try:
            project = load_xml(snapshot.read(path).data or b"")
        except XmlError:
            continue
        for reference in project.all("ProjectReference"):
            place = inside(folder, reference.attributes.get("Include", ""))
            if place is not None:
                name = re.sub(r"\W", "_", name_of(place).rpartition(".")[0])
                found[name] = place
    return found


def _added(path: str, code: Code, added: re.Match[str], projects: dict[str, str]) -> Resource | None:
    kind, project, name, place = added.group(1, 2, 3, 4)
    line = code.line(added.start())
    if project is not None:
        file = projects.get(project)
        return (
            Resource(f"path:{folder_of(file)}", folder_of(file), name_of(file).rpartition(".")[0], line)
            if file
            else None
        )
    if place is not None and place.startswith("."):
        folder = inside(folder_of(path), place)
        return Resource(f"path:{folder}", folder, name_of(folder), line) if folder is not None else None
    if kind in _SOMEWHERE_ELSE or kind.endswith(
        ("Environment", "Database", "Queue", "Topic", "Blobs", "Queues", "Tables")
    ):
        return None
    return Resource(f"aspire:{folder_of(path)}/{name}", None, name, line)


def _edges(
    path: str, code: Code, span: tuple[int, int], resource: Resource, known: dict[str, Resource]
) -> Iterator[EdgeClaim]:
    """Yield what a resource is given a reference to, or the address of."""
    for used in _USED.finditer(code.text, *span):
        for named in _NAME.finditer(code.text, used.end(), min(code.closing(used.end() - 1), span[1])):
            other = known.get(named[1])
            if other is not None and other.reference != resource.reference:
                evidence = f"{path}:{code.line(named.start())}"
                yield EdgeClaim(resource.reference, other.reference, "runtime", evidence)
