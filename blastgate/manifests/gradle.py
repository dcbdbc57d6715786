"""Gradle: projects and what they depend on, included builds, and the files that govern a whole build.

Build scripts are programs and are never run: they are read as text, for what people write literally.
Source: https://docs.gradle.org/current/userguide/declaring_dependencies_basics.html,
https://docs.gradle.org/current/userguide/version_catalogs.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from blastgate.manifests._code import Code
from blastgate.manifests._gradle_aliases import is_dev
from blastgate.manifests._gradle_settings import (
    SETTINGS,
    Projects,
    builds_plugins,
    is_build_file,
    projects_of,
    settings_above,
)
from blastgate.manifests._text import decode, folder_of, folders_of, inside, is_within, name_of
from blastgate.manifests.interface import Claims, ComponentClaim, EdgeClaim, GovernsClaim
from blastgate.model.graph import Kind
from blastgate.model.snapshot import Snapshot

NAME = "gradle"
RANK = 27
FILES = ("*.gradle", "*.kts")

GOVERNING = {
    "gradle.properties": "it sets their build",
    "gradle/wrapper/gradle-wrapper.properties": "it sets the version of Gradle that builds them",
    "gradle/verification-metadata.xml": "it pins their dependencies",
    "gradle.lockfile": "its lockfile pins their dependencies",
    "settings-gradle.lockfile": "its lockfile pins their dependencies",
}
_REFERENCE = re.compile(
    r"\bproject\s*+\(\s*+(?:path\s*+[:=]\s*+)?+[\"'](:[^\"'\n]++)[\"']|\bprojects\.([A-Za-z][\w.]*+)(?!\s*+\()"
)
_APPLIED = re.compile(
    r"\bapply\s*+\(?+\s*+from\s*+[:=]\s*+\(?+[\"']([^\"'\n]++)[\"']|\bapply from: file\([\"']([^\"'\n]++)"
)
_APP = re.compile(
    r"[\"'](?:application|war|com\.android\.application|org\.springframework\.boot|io\.ktor\.plugin|io\.quarkus"
    r"|io\.micronaut\.application|com\.github\.johnrengelman\.shadow|com\.google\.cloud\.tools\.jib)[\"']"
    r"|^\s{0,20}(?:`?application`?|war)\s{0,20}(?:$|\{)"
    r"|alias\s?\(libs\.plugins\.(?:android\.?[aA]pplication|spring\.?[bB]oot|ktor|quarkus|jib)\)",
    re.MULTILINE,
)
_OFF = re.compile(r"[^\n]{0,200}\bapply\b[\s(]{0,5}false")
_SHARES = re.compile(r"\b(?:allprojects|subprojects)\s*+\{")


def matches(path: str) -> bool:
    """Tell by its path whether a file is a build script or the settings of a build."""
    return path.endswith((".gradle", ".gradle.kts")) and (name_of(path) in SETTINGS or is_build_file(path))


def read(path: str, data: bytes, snapshot: Snapshot) -> Claims:
    """Read one settings file as what governs a build, or one build script as a project."""
    folder = folder_of(path)
    if name_of(path) in SETTINGS:
        return Claims(components=_root(path, snapshot), governs=tuple(_governs(path, snapshot)))
    code, above = Code(decode(data)), settings_above(folder, snapshot)
    projects = projects_of(above, snapshot) if above is not None else Projects("", folder, {}, {}, {}, False)
    coordinates = folder == projects.root and projects.included and not _has_sources(folder, snapshot)
    kind = "tool" if coordinates or builds_plugins(folder, snapshot) else _kind(code)
    name = name_of(folder)
    governs = [*_applied(path, code, projects, snapshot)]
    if _SHARES.search(code.text):
        governs.append(GovernsClaim(path, folder, "gradle", "it sets up the projects below it"))
    claim = ComponentClaim(folder, name, (f"gradle:{name or projects.root}",), kind, f"{path}:1")
    edges = [*_references(path, code, projects), *_built_with(path, projects, snapshot)]
    return Claims(components=(claim,), edges=tuple(edges), governs=tuple(governs))


def _root(path: str, snapshot: Snapshot) -> tuple[ComponentClaim, ...]:
    """A build without a build script at its top still has its top, which coordinates."""
    folder = folder_of(path)
    return (
        (ComponentClaim(folder, name_of(folder), (), "tool", f"{path}:1"),)
        if projects_of(path, snapshot).included
        else ()
    )


def _has_sources(folder: str, snapshot: Snapshot) -> bool:
    return (f"{folder}/src/main" if folder else "src/main") in folders_of(snapshot)


def _kind(code: Code) -> Kind:
    applied = (found for found in _APP.finditer(code.text) if not _OFF.match(code.text, found.end()))
    return "app" if next(applied, None) is not None else "library"


def _references(path: str, code: Code, projects: Projects) -> Iterator[EdgeClaim]:
    folder = folder_of(path)
    for found in _REFERENCE.finditer(code.text):
        place = projects.folder(found[1]) if found[1] else projects.accessed(found[2])
        if place is not None and place != folder:
            evidence = f"{path}:{code.line(found.start())}"
            yield EdgeClaim(f"path:{folder}", f"path:{place}", "manifest", evidence, is_dev(code, found.start()))


def _built_with(path: str, projects: Projects, snapshot: Snapshot) -> Iterator[EdgeClaim]:
    """Every project is built with ``buildSrc``, and with the builds that the settings include for their plugins."""
    folder = folder_of(path)
    own = f"{projects.root}/buildSrc" if projects.root else "buildSrc"
    evidence = {own: f"{path}:1", **{build: f"{projects.path}:{line}" for build, line in projects.builds.items()}}
    for build, said in evidence.items():
        if build in folders_of(snapshot) and not is_within(folder, build):
            yield EdgeClaim(f"path:{folder}", f"path:{build}", "build", said)


def _applied(path: str, code: Code, projects: Projects, snapshot: Snapshot) -> Iterator[GovernsClaim]:
    for found in _APPLIED.finditer(code.text):
        written = re.sub(r"\$\{?(rootDir|rootProject\.projectDir)\}?/?", "/", found[1] or found[2])
        root = projects.root if written.startswith("/") else folder_of(path)
        place = inside(root, written.removeprefix("/"))
        if place is not None and place in snapshot:
            yield GovernsClaim(place, folder_of(path), "gradle", "their build applies it")


def _governs(path: str, snapshot: Snapshot) -> Iterator[GovernsClaim]:
    folder = folder_of(path)
    prefix = f"{folder}/" if folder else ""
    catalogs = sorted(p for p in snapshot.entries if p.startswith(f"{prefix}gradle/") and p.endswith(".versions.toml"))
    yield GovernsClaim(path, folder, "gradle", "it sets up their build")
    for catalog in catalogs:
        yield GovernsClaim(catalog, folder, "gradle", "it sets their shared versions")
    for file, why in GOVERNING.items():
        if prefix + file in snapshot:
            yield GovernsClaim(prefix + file, folder, "gradle", why)
