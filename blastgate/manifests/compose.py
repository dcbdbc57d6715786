"""Compose files, overlays included: services that are built, services that are only images, and who waits for whom.

``${VAR}`` takes its value from the ``.env`` beside the file or its default, as compose does, and else stays as written.
Source: https://github.com/compose-spec/compose-spec/blob/main/spec.md
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from blastgate.manifests._containers import hosts, image_references, is_address, service_root
from blastgate.manifests._text import decode, folder_of, folders_of, inside, name_of
from blastgate.manifests._yaml import Items, Map, YamlError, as_items, as_map, as_text, load
from blastgate.manifests.interface import Claims, ComponentClaim, EdgeClaim, GovernsClaim
from blastgate.model.graph import Kind
from blastgate.model.snapshot import Snapshot

NAME = "compose"
RANK = 0

MAX_EXTENDS = 5

_MATCH = re.compile(r"(?:^|/)(?:[^/]{1,80}[.-])?(?:docker-)?(?:compose|stack)(?:[._-][^/]{1,80})?\.ya?ml$").search
_VARIABLE = re.compile(r"\$\{([A-Za-z_]\w*)(?::?-([^{}]*))?\}|\$([A-Za-z_]\w*)")
_ALTERNATIVE = re.compile(r"[._-](?:dev|debug|local|override)(?=[._-])")
_TEST = re.compile(r"(?:^|[._-])(?:tests?|testing|e2e|ci)(?=[._-])")


class File(NamedTuple):
    """One compose file at hand: its path, its services, its variables and the snapshot it is of."""

    path: str
    services: Map
    variables: Mapping[str, str]
    snapshot: Snapshot


class Build(NamedTuple):
    """Where a service is built: its root, and its Dockerfile as a reference."""

    root: str | None
    references: tuple[str, ...]


def matches(path: str) -> bool:
    """Tell by its path whether a file is a compose file, overlay or stack."""
    return path.endswith((".yml", ".yaml")) and ("compose" in path or "stack" in path) and _MATCH(path) is not None


def read(path: str, data: bytes, snapshot: Snapshot) -> Claims:
    """Read one compose file; included files that no other name gives away are read with it."""
    try:
        documents = load(decode(data))
    except YamlError as problem:
        return Claims(warnings=(f"{path}:{problem.line}: {problem.why}",))
    document = as_map(documents[0] if documents else None)
    file = File(path, as_map(document.get("services")), _variables(folder_of(path), snapshot), snapshot)
    claims = [_service_claims(file, name) for name in file.services]
    claims += [_included(place, snapshot) for place in _includes(path, document)]
    return Claims(
        components=tuple(c for claim in claims for c in claim.components),
        edges=tuple(e for claim in claims for e in claim.edges),
        governs=tuple(g for claim in claims for g in claim.governs),
        warnings=tuple(w for claim in claims for w in claim.warnings),
    )


def _service_claims(file: File, name: str) -> Claims:
    service = _extended(file, name, MAX_EXTENDS)
    source = f"{file.path}:{file.services.lines[name]}"
    image = _expand(as_text(service.get("image")), file.variables)
    test = _TEST.search(name_of(file.path)) is not None
    built = (
        _build(file, service) if service.get("build") else Build(None if test else _mounted(file, name, service), ())
    )
    references = (f"compose:{name}", *built.references, *image_references(image))
    kind: Kind | None = _kind(service, test) if service.get("build") else "infra" if built.root else None
    governs = GovernsClaim(file.path, "", f"compose:{name}", "it defines how they run")
    return Claims(
        components=(ComponentClaim(built.root, name, references, kind, source),),
        edges=tuple(_edges(file, name, service, test)),
        governs=() if test or _ALTERNATIVE.search(name_of(file.path)) else (governs,),
    )


def _kind(service: Map, test: bool) -> Kind:
    """What only tests run, or what runs once and only when its profile is asked for, is a tool."""
    return "tool" if test or (service.get("profiles") and service.get("restart") == "no") else "service"


def _extended(file: File, name: str, depth: int) -> Map:
    """Complete a service by what it ``extends``, in this file or another; its own keys win."""
    service = as_map(file.services.get(name))
    extends = service.get("extends")
    base = as_text(extends) or as_text(as_map(extends).get("service"))
    if not base or not depth:
        return service
    other = as_text(as_map(extends).get("file"))
    place = inside(folder_of(file.path), other) if other else file.path
    if place is None or (place == file.path and base == name):
        return service
    source = file if place == file.path else _open(place, file.snapshot)
    whole = Map(service.line)
    for part in (_extended(source, base, depth - 1) if source else Map(), service):
        whole.update(part)
        whole.lines.update(dict.fromkeys(part, service.line) if part is not service else part.lines)
    return whole


def _open(path: str, snapshot: Snapshot) -> File | None:
    try:
        documents = load(decode(snapshot.read(path).data or b""))
    except YamlError:
        return None
    services = as_map(as_map(documents[0] if documents else None).get("services"))
    return File(path, services, _variables(folder_of(path), snapshot), snapshot)


def _includes(path: str, document: Map) -> Iterator[str]:
    for item in as_items(document.get("include")):
        paths = as_map(item).get("path", item)
        for relative in paths if isinstance(paths, Items) else [paths]:
            place = inside(folder_of(path), as_text(relative)) if as_text(relative) else None
            if place is not None and not matches(place):
                yield place


def _included(path: str, snapshot: Snapshot) -> Claims:
    file = _open(path, snapshot)
    claims = [_service_claims(file, name) for name in file.services] if file else []
    return Claims(
        components=tuple(c for claim in claims for c in claim.components),
        edges=tuple(e for claim in claims for e in claim.edges),
    )


def _build(file: File, service: Map) -> Build:
    """Find where a service is built and by which Dockerfile; nowhere when the context is remote or variable."""
    build = service.get("build")
    written = as_text(build) or as_text(as_map(build).get("context")) or "."
    context = inside(folder_of(file.path), _expand(written, file.variables))
    if context is None:
        return Build(None, ())
    dockerfile = inside(context, _expand(as_text(as_map(build).get("dockerfile")) or "Dockerfile", file.variables))
    if dockerfile is None:
        return Build(context, ())
    return Build(service_root(context, dockerfile), (f"dockerfile:{dockerfile}",))


def _mounted(file: File, name: str, service: Map) -> str | None:
    """Find the folder of this name whose files are mounted into an image of somebody else: its configuration."""
    for text, _ in _entries(service.get("volumes"), service.line):
        source = _expand(text, file.variables).split(":", 1)[0]
        place = inside(folder_of(file.path), source) if source.startswith(".") else None
        parts = place.split("/") if place else []
        if name in parts:
            return "/".join(
                parts[: parts.index(name) + (1 if place in folders_of(file.snapshot) or name != parts[-1] else 0)]
            )
    return None


def _edges(file: File, name: str, service: Map, test: bool) -> Iterator[EdgeClaim]:
    at = file.services.lines[name]
    for target, line in sorted(set(_targets(file, service, at)), key=lambda found: (found[1], found[0])):
        if target != name:
            yield EdgeClaim(f"compose:{name}", f"compose:{target}", "runtime", f"{file.path}:{line}", test)


def _targets(file: File, service: Map, at: int) -> Iterator[tuple[str, int]]:
    for key in ("depends_on", "links"):
        for text, line in _entries(service.get(key), at):
            yield text.split(":", 1)[0].split("=", 1)[0], line
    for text, line in _entries(service.get("environment"), at):
        variable, given, value = text.partition("=")
        value = value if given else file.variables.get(variable, "")
        if is_address(variable):
            for host in hosts(_expand(value, file.variables)):
                yield host, line


def _entries(value: Any, at: int) -> Iterator[tuple[str, int]]:
    """Yield the entries of a list or mapping alike, a mapping's scalar values after ``=``, with their lines."""
    if isinstance(value, Items):
        for item, line in zip(value, value.lines, strict=True):
            yield as_text(item), line
    elif isinstance(value, Map):
        for name, item in value.items():
            yield f"{name}={item}" if isinstance(item, str) else name, value.lines.get(name, at)


def _variables(folder: str, snapshot: Snapshot) -> dict[str, str]:
    """Read the ``.env`` file beside a compose file; its values may use earlier ones."""
    path = f"{folder}/.env" if folder else ".env"
    found: dict[str, str] = {}
    if path not in snapshot:
        return found
    for line in decode(snapshot.read(path).data or b"").split("\n"):
        name, given, value = line.strip().removeprefix("export ").partition("=")
        if given and not name.startswith("#"):
            found[name.strip()] = _expand(value.strip().strip("\"'"), found)[:2000]
    return found


def _expand(text: str, variables: Mapping[str, str]) -> str:
    def value(found: re.Match[str]) -> str:
        known = variables.get(found[1] or found[3])
        return known if known is not None else found[2] if found[2] is not None else found[0]

    return _VARIABLE.sub(value, text[:4000])
