"""pom.xml: modules by ``groupId:artifactId``, what they depend on, and the parent poms that govern them.

Source: https://maven.apache.org/pom.html
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from blastgate.manifests._text import folder_of, inside, name_of
from blastgate.manifests._unparsed import kept_by_folder
from blastgate.manifests._xml import Element, XmlError, load_xml
from blastgate.manifests.interface import Claims, ComponentClaim, EdgeClaim, GovernsClaim
from blastgate.model.graph import Kind
from blastgate.model.snapshot import Snapshot

NAME = "maven"
RANK = 25
FILES = ("pom.xml",)

MAX_PARENTS = 8


def matches(path: str) -> bool:
    """Tell by its path whether a file is a pom.xml."""
    return path.endswith("pom.xml") and name_of(path) == "pom.xml"


def read(path: str, data: bytes, snapshot: Snapshot) -> Claims:
    """Read one pom.xml; an aggregator (packaging ``pom``) is a tool."""
    folder = folder_of(path)
    try:
        project = load_xml(data)
    except XmlError as problem:
        return kept_by_folder(path, problem)
    artifact = project.child("artifactId")
    group = _group(project)
    references = (f"maven:{group}:{artifact.text}",) if artifact.text else ()
    name = artifact.text or name_of(folder)
    claim = ComponentClaim(folder, name, references, _kind(project), f"{path}:{artifact.line}")
    return Claims(
        components=(claim,),
        edges=tuple(_edges(path, project, group)),
        governs=tuple(_parents(path, project, snapshot)),
    )


def _group(project: Element) -> str:
    return project.child("groupId").text or project.child("parent", "groupId").text


def _kind(project: Element) -> Kind:
    packaging = project.child("packaging").text
    if packaging == "pom":
        return "tool"
    plugins = {plugin.child("artifactId").text for plugin in project.child("build", "plugins").children}
    runs = {"spring-boot-maven-plugin", "quarkus-maven-plugin", "micronaut-maven-plugin", "exec-maven-plugin"}
    return "app" if packaging in ("war", "ear") or plugins & runs else "library"


def _edges(path: str, project: Element, group: str) -> Iterator[EdgeClaim]:
    boms = (item for item in project.child("dependencyManagement", "dependencies").children if _is_bom(item))
    for dependency in (*project.child("dependencies").children, *boms):
        named = dependency.child("groupId").text
        named = group if named in ("${project.groupId}", "${groupId}", "${pom.groupId}") else named
        artifact = dependency.child("artifactId")
        if artifact.text:
            dev = dependency.child("scope").text == "test"
            to = f"maven:{named}:{artifact.text}"
            yield EdgeClaim(f"path:{folder_of(path)}", to, "manifest", f"{path}:{artifact.line}", dev)


def _is_bom(dependency: Element) -> bool:
    """A list of versions that is taken in as a whole."""
    return dependency.child("scope").text == "import"


@lru_cache(maxsize=32)
def _parsed(data: bytes) -> Element:
    """A parent pom is asked for by each of its modules."""
    return load_xml(data)


def _parents(path: str, project: Element, snapshot: Snapshot) -> Iterator[GovernsClaim]:
    """Follow ``<parent>`` upwards: a change to any parent pom reaches every module below it."""
    folder, here = folder_of(path), folder_of(path)
    for _ in range(MAX_PARENTS):
        parent = project.child("parent")
        if not parent.children:
            return
        place = inside(here, parent.child("relativePath").text or "../pom.xml")
        place = f"{place}/pom.xml".lstrip("/") if place is not None and not place.endswith(".xml") else place
        if place is None or place == path or place not in snapshot:
            return
        try:
            project = _parsed(snapshot.read(place).data or b"")
        except XmlError:
            return
        if project.child("artifactId").text != parent.child("artifactId").text:
            return
        yield GovernsClaim(place, folder, "maven", "it is their parent pom")
        here = folder_of(place)
