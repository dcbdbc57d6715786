"""C#, F# and Visual Basic projects: references, linked sources, protobuf includes, and Directory.*.props above them.

Source: https://learn.microsoft.com/visualstudio/msbuild/common-msbuild-project-items
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from blastgate.manifests._text import folder_of, inside, is_within, name_of
from blastgate.manifests._xml import Element, XmlError, load_xml
from blastgate.manifests.interface import Claims, ComponentClaim, EdgeClaim, GovernsClaim
from blastgate.model.graph import EdgeKind, Kind
from blastgate.model.snapshot import Snapshot

NAME = "csproj"
RANK = 23
FILES = ("*.csproj", "*.fsproj", "*.vbproj")

SUFFIXES = (".csproj", ".fsproj", ".vbproj")
MAX_VALUES = 200  # places in one attribute
SHARED = (
    "Directory.Build.props",
    "Directory.Build.targets",
    "Directory.Packages.props",
    "global.json",
    "NuGet.config",
    "nuget.config",
)
ITEMS: dict[str, EdgeKind] = {
    "ProjectReference": "manifest",
    "Protobuf": "contract",
    "Compile": "build",
    "Content": "build",
    "EmbeddedResource": "build",
    "None": "build",
    "Import": "build",
}

_PROPERTY = re.compile(r"\$\((\w{1,80})\)")
_BUILT_IN = re.compile(r"\$\((?:MSBuildThisFileDirectory|MSBuildProjectDirectory)\)")


def matches(path: str) -> bool:
    """Tell by its path whether a file is an SDK project."""
    return path.endswith(SUFFIXES)


def read(path: str, data: bytes, snapshot: Snapshot) -> Claims:
    """Read one project file."""
    folder, name = folder_of(path), name_of(path).rsplit(".", 1)[0]
    try:
        project = load_xml(data)
    except XmlError as problem:
        kept = ComponentClaim(folder, name, (f"csproj:{name}",), "library", f"{path}:{problem.line}")
        return Claims(components=(kept,), warnings=(f"{path}:{problem.line}: {problem.why}",))
    test = _is_test(project)
    claim = ComponentClaim(folder, name, (f"csproj:{name}",), "tool" if test else _kind(project), f"{path}:1")
    return Claims(
        components=(claim,),
        edges=tuple(_edges(path, project, test, _properties(folder, project, snapshot))),
        governs=tuple(_governs(folder, snapshot)),
    )


def _is_test(project: Element) -> bool:
    marked = any(element.text.lower() == "true" for element in project.all("IsTestProject"))
    packages = (reference.attributes.get("Include", "") for reference in project.all("PackageReference"))
    return marked or any(package == "Microsoft.NET.Test.Sdk" for package in packages)


def _kind(project: Element) -> Kind:
    """An Aspire host only starts what it runs: it is no service beside them."""
    sdk = project.attributes.get("Sdk", "")
    hosts = (sdk, *(item.attributes.get("Name", "") for item in project.all("Sdk")))
    marked = any(element.text.lower() == "true" for element in project.all("IsAspireHost"))
    if marked or any(host.startswith("Aspire.AppHost.Sdk") for host in hosts):
        return "tool"
    outputs = {element.text.lower() for element in project.all("OutputType")}
    runs = sdk.endswith((".Web", ".Worker", ".BlazorWebAssembly")) or outputs & {"exe", "winexe"}
    return "app" if runs else "library"


def _edges(path: str, project: Element, test: bool, known: dict[str, str]) -> Iterator[EdgeClaim]:
    folder = folder_of(path)
    for item in project.all(*ITEMS):
        written = item.attributes.get("Include") or item.attributes.get("Project") or ""
        for part in written.split(";")[:MAX_VALUES]:
            literal = part.strip().replace("\\", "/").split("*", 1)[0]
            place = _place(folder, literal, known) if "/" in literal else None
            if place is None or is_within(place, folder):
                continue
            target = folder_of(place) if item.name == "ProjectReference" else place
            yield EdgeClaim(f"path:{folder}", f"path:{target}", ITEMS[item.name], f"{path}:{item.line}", test)
    for item in project.all("PackageReference"):
        name = item.attributes.get("Include", "")
        if name and "$" not in name:
            yield EdgeClaim(f"path:{folder}", f"nuget:{name.lower()}", "manifest", f"{path}:{item.line}", test)


def _place(folder: str, literal: str, known: dict[str, str]) -> str | None:
    """Resolve a path; one that begins with a property, from the folder that the property is known to mean."""
    begun = _PROPERTY.match(literal)
    if begun is None:
        return inside(folder, literal)
    start = folder if begun[1].startswith("MSBuild") else known.get(begun[1].lower())
    return inside(start, literal[begun.end() :].lstrip("/") or ".") if start is not None else None


def _properties(folder: str, project: Element, snapshot: Snapshot) -> dict[str, str]:
    """Map the properties that name a folder: those of the project, of Directory.Build.props above it, and built-in."""
    known = {"repositoryroot": "", "reporoot": "", "reporootdir": ""}
    above = _above(folder, "Directory.Build.props", snapshot)
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


def _above(folder: str, file: str, snapshot: Snapshot) -> str | None:
    """Find the nearest file of a name on the way up, as MSBuild does."""
    places = (f"{here}/{file}".lstrip("/") for here in _upwards(folder))
    return next((place for place in places if place in snapshot), None)


def _governs(folder: str, snapshot: Snapshot) -> Iterator[GovernsClaim]:
    for file in SHARED:
        place = _above(folder, file, snapshot)
        if place is not None:
            yield GovernsClaim(place, folder, "csproj", "its build settings are shared")
