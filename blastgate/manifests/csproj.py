"""C#, F# and Visual Basic projects: references, linked sources, protobuf includes, and Directory.*.props above them.

A file linked from the top of the repository is shared by those who link it, and is not the component at the top.

Source: https://learn.microsoft.com/visualstudio/msbuild/common-msbuild-project-items
"""

from __future__ import annotations

from collections.abc import Iterator

from blastgate.manifests._msbuild import folders_known, nearest_above, place_of
from blastgate.manifests._text import folder_of, is_within, name_of
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
    edges = list(_edges(path, project, test, folders_known(folder, project, snapshot)))
    top = [edge.to[5:] for edge in edges if edge.kind == "build" and "/" not in edge.to and edge.to[5:] in snapshot]
    linked = () if test else (GovernsClaim(place, "", f"path:{folder}", "they link it") for place in top)
    return Claims(
        components=(claim,),
        edges=tuple(edge for edge in edges if edge.to[5:] not in top),
        governs=(*_governs(folder, snapshot), *linked),
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
            place = place_of(folder, literal, known) if "/" in literal else None
            if place is None or is_within(place, folder):
                continue
            target = folder_of(place) if item.name == "ProjectReference" else place
            yield EdgeClaim(f"path:{folder}", f"path:{target}", ITEMS[item.name], f"{path}:{item.line}", test)
    for item in project.all("PackageReference"):
        name = item.attributes.get("Include", "")
        if name and "$" not in name:
            yield EdgeClaim(f"path:{folder}", f"nuget:{name.lower()}", "manifest", f"{path}:{item.line}", test)


def _governs(folder: str, snapshot: Snapshot) -> Iterator[GovernsClaim]:
    for file in SHARED:
        place = nearest_above(folder, file, snapshot)
        if place is not None:
            yield GovernsClaim(place, folder, "csproj", "its build settings are shared")
