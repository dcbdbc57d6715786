"""Compose files, overlays included: services that are built, services that are only images, and who waits for whom.

``${VAR}`` takes its value from the ``.env`` beside the file or its default, as compose does, and else stays as written.
Source: https://github.com/compose-spec/compose-spec/blob/main/spec.md
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
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
    """One compose file at hand: path, services, variables, its snapshot, and the other files opened from it."""

    path: str
    services: Map
    variables: Mapping[str, str]
    snapshot: Snapshot
    opened: dict[str, File | None]


class Part(NamedTuple):
    """A service as one file writes it, and the line it starts on."""

    file: File
    service: Map
    line: int


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
    file = File(path, as_map(document.get("services")), _variables(folder_of(path), snapshot), snapshot, {})
    claims = [_service_claims(file, name) for name in file.services]
    claims += [_included(place, file) for place in dict.fromkeys(_includes(path, document))]
    return Claims(
        components=tuple(c for claim in claims for c in claim.components),
        edges=tuple(e for claim in claims for e in claim.edges),
        governs=tuple(g for claim in claims for g in claim.governs),
        warnings=tuple(w for claim in claims for w in claim.warnings),
    )


def _service_claims(file: File, name: str) -> Claims:
    parts = _parts(file, name, MAX_EXTENDS)
    test = _TEST.search(name_of(file.path)) is not None
    built = next((_build(part) for part in parts if isinstance(part.service.get("build"), str | Map)), None)
    root = built.root if built else None if test else _mounted(parts[0], name)
    image = next((_expand(text, p.file.variables) for p in parts if (text := as_text(p.service.get("image")))), "")
    references = (f"compose:{name}", *(built.references if built else ()), *image_references(image))
    kind: Kind | None = _kind(parts, test) if built else "infra" if root else None
    source = f"{file.path}:{file.services.lines[name]}"
    governs = GovernsClaim(file.path, "", f"compose:{name}", "it defines how they run")
    return Claims(
        components=(ComponentClaim(root, name, references, kind, source),),
        edges=tuple(edge for part in parts for edge in _edges(part, name, test)),
        governs=() if test or _ALTERNATIVE.search(name_of(file.path)) else (governs,),
    )


def _kind(parts: list[Part], test: bool) -> Kind:
    """What only tests run, or what runs once and only when its profile is asked for, is a tool."""
    once = any(part.service.get("profiles") for part in parts) and parts[0].service.get("restart") == "no"
    return "tool" if test or once else "service"


def _parts(file: File, name: str, depth: int) -> list[Part]:
    """List a service and what it ``extends``, in this file or another, each with the file that its paths start from."""
    service = as_map(file.services.get(name))
    parts = [Part(file, service, file.services.lines.get(name, 1))]
    extends = service.get("extends")
    base = as_text(extends) or as_text(as_map(extends).get("service"))
    other = as_text(as_map(extends).get("file"))
    place = inside(folder_of(file.path), other) if other else file.path
    if not base or not depth or place is None:
        return parts
    source = file if place == file.path else _open(place, file)
    return parts + (_parts(source, base, depth - 1) if source and base in source.services else [])


def _open(path: str, asking: File) -> File | None:
    """Open another file that a file means, once."""
    if path not in asking.opened:
        snapshot, asking.opened[path] = asking.snapshot, None
        with suppress(YamlError):
            documents = load(decode(snapshot.read(path).data or b""))
            services = as_map(as_map(documents[0] if documents else None).get("services"))
            variables = _variables(folder_of(path), snapshot)
            asking.opened[path] = File(path, services, variables, snapshot, asking.opened)
    return asking.opened[path]


def _includes(path: str, document: Map) -> Iterator[str]:
    for item in as_items(document.get("include")):
        paths = as_map(item).get("path", item)
        for relative in paths if isinstance(paths, Items) else [paths]:
            place = inside(folder_of(path), as_text(relative)) if as_text(relative) else None
            if place is not None and not matches(place):
                yield place


def _included(path: str, asking: File) -> Claims:
    file = _open(path, asking)
    claims = [_service_claims(file, name) for name in file.services] if file else []
    return Claims(
        components=tuple(c for claim in claims for c in claim.components),
        edges=tuple(e for claim in claims for e in claim.edges),
    )


def _build(part: Part) -> Build:
    """Find where a service is built and by which Dockerfile; nowhere when the context is remote or variable."""
    file, build = part.file, part.service.get("build")
    written = as_text(build) or as_text(as_map(build).get("context")) or "."
    context = inside(folder_of(file.path), _expand(written, file.variables))
    if context is None:
        return Build(None, ())
    dockerfile = inside(context, _expand(as_text(as_map(build).get("dockerfile")) or "Dockerfile", file.variables))
    if dockerfile is None:
        return Build(context, ())
    return Build(service_root(context, dockerfile), (f"dockerfile:{dockerfile}",))


def _mounted(part: Part, name: str) -> str | None:
    """Find the folder of this name whose files are mounted into an image of somebody else: its configuration."""
    file = part.file
    for text, _ in _entries(part.service.get("volumes"), part.line):
        source = _expand(text, file.variables).split(":", 1)[0]
        place = inside(folder_of(file.path), source) if source.startswith(".") else None
        parts = place.split("/") if place else []
        root = "/".join(parts[: parts.index(name) + 1]) if name in parts else None
        if root is not None and root in folders_of(file.snapshot):
            return root
    return None


def _edges(part: Part, name: str, test: bool) -> Iterator[EdgeClaim]:
    for target, line in sorted(set(_targets(part)), key=lambda found: (found[1], found[0])):
        if target and target != name:
            yield EdgeClaim(f"compose:{name}", f"compose:{target}", "runtime", f"{part.file.path}:{line}", test)


def _targets(part: Part) -> Iterator[tuple[str, int]]:
    variables = part.file.variables
    for key in ("depends_on", "links"):
        for text, line in _entries(part.service.get(key), part.line):
            yield text.split(":", 1)[0].split("=", 1)[0], line
    for text, line in _entries(part.service.get("environment"), part.line):
        variable, given, value = text.partition("=")
        value = value if given else variables.get(variable, "")
        if is_address(variable):
            for host in hosts(_expand(value, variables)):
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
