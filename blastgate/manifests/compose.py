"""Compose files, overlays included: services that are built, services that are only images, and who waits for whom.

``${VAR}`` takes its value from the ``.env`` beside the file or its default, as compose does, and else stays as written.
Source: https://github.com/compose-spec/compose-spec/blob/main/spec.md
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from blastgate.manifests._compose import (
    MAX_SERVICES,
    File,
    Part,
    assignments,
    entries,
    expand,
    file_of,
    left_out,
    opened,
    parts_of,
)
from blastgate.manifests._containers import (
    addressed,
    folder_built_as,
    image_references,
    located,
    service_root,
    topic_named,
)
from blastgate.manifests._routes import MAX_ROUTES, routes_in
from blastgate.manifests._text import decode, files_below, folder_of, folders_of, inside, name_of
from blastgate.manifests._yaml import Items, Map, YamlError, as_items, as_map, as_text, load
from blastgate.manifests.interface import Claims, ComponentClaim, EdgeClaim, GovernsClaim
from blastgate.model.graph import EdgeKind, Kind
from blastgate.model.named import NamedTuple
from blastgate.model.snapshot import Snapshot

NAME = "compose"
RANK = 0
FILES = ("*.yaml", "*.yml")

MAX_MOUNTED = 50  # files of a folder
MAX_GOVERNED = 20_000  # pairs of a file and a service

_MATCH = re.compile(r"(?:^|/)(?:[^/]{1,80}[.-])?(?:docker-)?(?:compose|stack)(?:[._-][^/]{1,80})?\.ya?ml$").search
_ALTERNATIVE = re.compile(r"[._-](?:dev|debug|local|override)(?=[._-])")
_TEST = re.compile(r"(?:^|[._-])(?:tests?|testing|e2e|ci)(?=[._-])")


class Build(NamedTuple):
    """Where a service is built: its root, and its Dockerfile as a reference."""

    root: str | None
    references: tuple[str, ...]


class Variable(NamedTuple):
    """A variable of a service's environment, and the place that sets it."""

    name: str
    value: str
    evidence: str


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
    file = file_of(path, document, snapshot)
    claims = [_service_claims(file, name) for name in islice(file.services, MAX_SERVICES)]
    claims += [_included(place, file) for place in dict.fromkeys(_includes(path, document))]
    return Claims(
        components=tuple(c for claim in claims for c in claim.components),
        edges=tuple(e for claim in claims for e in claim.edges),
        governs=tuple(islice((g for claim in claims for g in claim.governs), MAX_GOVERNED)),
        warnings=tuple(dict.fromkeys(left_out(file))),
    )


def _service_claims(file: File, name: str) -> Claims:
    parts = parts_of(file, name)
    test = _TEST.search(name_of(file.path)) is not None
    image = next((text for p in parts if (text := p.expanded(p.service.get("image")))), "")
    build = _build_of(parts, name, image)
    root = build.root if build else None if test else _mounted(parts[0], name)
    environment = [variable for part in parts for variable in _environment(part)]
    topics = (f"topic:{t.name}" for v in environment if (t := topic_named(v.name, v.value)) and t.sends)
    references = (f"compose:{name}", *(build.references if build else ()), *image_references(image))
    kind: Kind | None = _kind(parts, test) if build else "infra" if root else None
    source = f"{file.path}:{file.services.lines[name]}"
    edges = {EdgeClaim(f"compose:{name}", to, kind, at, test) for part in parts for to, kind, at in _edges(part)}
    edges |= {EdgeClaim(f"compose:{name}", to, "runtime", at, test) for to, at in _named_in(environment)}
    return Claims(
        components=(
            ComponentClaim(root, name, tuple(dict.fromkeys((*references, *topics))), kind, source),
            *_shared_folders(edges, file.snapshot),
        ),
        edges=tuple(sorted((e for e in edges if e.to not in (e.from_, "compose:")), key=_by_place)),
        governs=tuple(_governs(file, name, parts)) if not test else (),
    )


def _shared_folders(edges: Iterable[EdgeClaim], snapshot: Snapshot) -> Iterator[ComponentClaim]:
    """A folder that is taken into a build is a component where nothing else says so."""
    for edge in sorted(edges, key=_by_place):
        folder = edge.to.removeprefix("path:")
        if edge.to.startswith("path:") and folder and folder in folders_of(snapshot):
            yield ComponentClaim(folder, name_of(folder), (), None, edge.evidence)


def _by_place(edge: EdgeClaim) -> tuple[str, int, str]:
    path, _, line = edge.evidence.rpartition(":")
    return path, int(line), edge.to


def _governs(file: File, name: str, parts: list[Part]) -> Iterator[GovernsClaim]:
    """A compose file defines its services; an environment file and what is mounted is of those that read it."""
    if not _ALTERNATIVE.search(name_of(file.path)):
        yield GovernsClaim(file.path, "", f"compose:{name}", "it defines how they run")
        for part in parts:
            for place in _environment_files(part):
                if place in file.snapshot:
                    yield GovernsClaim(place, "", f"compose:{name}", "it sets their environment")
            for place, _ in _sources(part):
                for mounted in _files_at(place, file.snapshot):
                    yield GovernsClaim(mounted, "", f"compose:{name}", "it is mounted into them")


def _files_at(place: str, snapshot: Snapshot) -> list[str]:
    """List a file, or the files of a small folder; a large one is somebody's sources, and has an owner."""
    if place in snapshot:
        return [place]
    found = files_below(place, snapshot, MAX_MOUNTED + 1)
    return found if len(found) <= MAX_MOUNTED else []


def _kind(parts: list[Part], test: bool) -> Kind:
    """What only tests run, or what runs once and only when its profile is asked for, is a tool."""
    once = any(part.service.get("profiles") for part in parts) and parts[0].service.get("restart") == "no"
    return "tool" if test or once else "service"


def _includes(path: str, document: Map) -> Iterator[str]:
    for item in as_items(document.get("include")):
        paths = as_map(item).get("path", item)
        for relative in paths if isinstance(paths, Items) else [paths]:
            place = inside(folder_of(path), as_text(relative)) if as_text(relative) else None
            if place is not None and not matches(place):
                yield place


def _included(path: str, asking: File) -> Claims:
    file = opened(path, asking)
    claims = [_service_claims(file, name) for name in islice(file.services, MAX_SERVICES)] if file else []
    return Claims(
        components=tuple(c for claim in claims for c in claim.components),
        edges=tuple(e for claim in claims for e in claim.edges),
    )


def _build_of(parts: list[Part], name: str, image: str) -> Build | None:
    """Find where a service is built; an organisation's image without ``build:`` is that of the folder of its name."""
    for part in parts:
        if isinstance(part.service.get("build"), str | Map):
            return _build(part)
    folder = folder_built_as(image, name, parts[0].file.snapshot)
    return Build(folder, ()) if folder is not None else None


def _build(part: Part) -> Build:
    """Find where a service is built and by which Dockerfile; nowhere when the context is remote or variable."""
    build = part.service.get("build")
    context = part.place(as_text(build) or as_text(as_map(build).get("context")) or ".")
    if context is None:
        return Build(None, ())
    dockerfile = inside(context, part.expanded(as_map(build).get("dockerfile")) or "Dockerfile")
    if dockerfile is None:
        return Build(context, ())
    return Build(service_root(context, dockerfile), (f"dockerfile:{dockerfile}",))


def _sources(part: Part) -> Iterator[tuple[str, int]]:
    """Yield the places of this repository that are mounted into a service."""
    for text, line in entries(part.service.get("volumes"), part.line):
        source = expand(text, part.file.variables).split(":", 1)[0]
        place = part.place(source) if source.startswith(".") else None
        if place:
            yield place, line


def _mounted(part: Part, name: str) -> str | None:
    """Find the folder of this name whose files are mounted into an image of somebody else: its configuration."""
    for place, _ in _sources(part):
        parts = place.split("/")
        root = "/".join(parts[: parts.index(name) + 1]) if name in parts else None
        if root is not None and root in folders_of(part.file.snapshot):
            return root
    return None


def _edges(part: Part) -> Iterator[tuple[str, EdgeKind, str]]:
    path = part.file.path
    for key in ("depends_on", "links", "volumes_from"):
        for text, line in entries(part.service.get(key), part.line):
            yield f"compose:{text.split(':', 1)[0].split('=', 1)[0]}", "runtime", f"{path}:{line}"
    network = part.expanded(part.service.get("network_mode"))
    if network.startswith("service:"):
        yield f"compose:{network[8:]}", "runtime", f"{path}:{part.service.lines['network_mode']}"
    for key in ("command", "entrypoint"):
        for text, line in entries(part.service.get(key), part.service.lines.get(key, part.line)):
            for host in located(expand(text, part.file.variables)):
                yield f"compose:{host}", "runtime", f"{path}:{line}"
    places = dict.fromkeys(place for place, _ in _sources(part))
    routes = ((place, route) for place in places for route in routes_in(place, part.file.snapshot))
    for place, route in islice(routes, MAX_ROUTES):
        yield f"compose:{route.host}", "runtime", f"{place}:{route.line}"
    yield from _contexts(part)


def _contexts(part: Part) -> Iterator[tuple[str, EdgeKind, str]]:
    """Follow the further build contexts: a folder, or the image of another service."""
    contexts = as_map(part.service.get("build")).get("additional_contexts")
    for text, line in entries(contexts, part.line):
        value = expand(text.partition("=")[2], part.file.variables)
        place = part.place(value) if "://" not in value and not value.startswith("service:") else None
        if value.startswith("service:"):
            yield f"compose:{value[8:]}", "build", f"{part.file.path}:{line}"
        elif place is not None:
            yield f"path:{place}", "build", f"{part.file.path}:{line}"


def _environment(part: Part) -> Iterator[Variable]:
    """Yield the variables of a service: written here, taken over from ``.env``, and those of its environment files."""
    for text, line in entries(part.service.get("environment"), part.line):
        name, given, value = text.partition("=")
        value = value if given else part.file.variables.get(name, "")
        yield Variable(name, expand(value, part.file.variables), f"{part.file.path}:{line}")
    for place in _environment_files(part):
        for variable in assignments(place, part.file.snapshot):
            value = expand(variable.value, part.file.variables)
            yield Variable(variable.name, value, f"{place}:{variable.line}")


def _environment_files(part: Part) -> Iterator[str]:
    given = part.service.get("env_file")
    for item in given if isinstance(given, Items) else [given]:
        relative = as_text(as_map(item).get("path")) or as_text(item)
        place = part.place(relative) if relative else None
        if place is not None:
            yield place


def _named_in(environment: list[Variable]) -> Iterator[tuple[str, str]]:
    for variable in environment:
        for host in addressed(variable.name, variable.value):
            yield f"compose:{host}", variable.evidence
        topic = topic_named(variable.name, variable.value)
        if topic is not None and topic.listens:
            yield f"topic:{topic.name}", variable.evidence
