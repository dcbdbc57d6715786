"""Compose files as they are put together: services with what they extend, other files, and variables of ``.env``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import islice
from typing import Any

from blastgate.manifests._text import decode, folder_of, inside, numbered
from blastgate.manifests._yaml import Items, Map, YamlError, as_map, as_text, load
from blastgate.model.named import NamedTuple
from blastgate.model.snapshot import Snapshot

MAX_EXTENDS = 5
MAX_ENTRIES = 300  # of one list or mapping of a service
MAX_SERVICES = 300

_VARIABLE = re.compile(r"\$\{([A-Za-z_]\w*)(?::?-([^{}]*))?\}|\$([A-Za-z_]\w*)")


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

    def expanded(self, value: Any) -> str:
        """Return a scalar with the variables of its file filled in; empty for anything else."""
        return expand(as_text(value), self.file.variables)

    def place(self, relative: str) -> str | None:
        """Resolve a path that the file means relative to itself."""
        return inside(folder_of(self.file.path), expand(relative, self.file.variables))


class Variable(NamedTuple):
    """A variable of an environment file, with its 1-based line."""

    name: str
    value: str
    line: int


def file_of(path: str, document: Map, snapshot: Snapshot) -> File:
    """Set a parsed compose file beside its variables."""
    return File(path, as_map(document.get("services")), _variables(folder_of(path), snapshot), snapshot, {})


def parts_of(file: File, name: str, depth: int = MAX_EXTENDS) -> list[Part]:
    """List a service and what it ``extends``, in this file or another, each with the file that its paths start from."""
    service = as_map(file.services.get(name))
    parts = [Part(file, service, file.services.lines.get(name, 1))]
    extends = service.get("extends")
    base = as_text(extends) or as_text(as_map(extends).get("service"))
    other = as_text(as_map(extends).get("file"))
    place = inside(folder_of(file.path), other) if other else file.path
    if not base or not depth or place is None:
        return parts
    source = file if place == file.path else opened(place, file)
    return parts + (parts_of(source, base, depth - 1) if source and base in source.services else [])


def opened(path: str, asking: File) -> File | None:
    """Open another file that a file means, once; None when it is no compose file that can be read."""
    if path not in asking.opened:
        snapshot, asking.opened[path] = asking.snapshot, None
        with suppress(YamlError):
            documents = load(decode(snapshot.read(path).data or b""))
            services = as_map(as_map(documents[0] if documents else None).get("services"))
            variables = _variables(folder_of(path), snapshot)
            asking.opened[path] = File(path, services, variables, snapshot, asking.opened)
    return asking.opened[path]


def entries(value: Any, at: int) -> Iterator[tuple[str, int]]:
    """Yield the entries of a list or mapping alike, a mapping's scalar values after ``=``, with their lines."""
    if isinstance(value, Items):
        for item, line in islice(zip(value, value.lines, strict=True), MAX_ENTRIES):
            yield as_text(item), line
    elif isinstance(value, Map):
        for name, item in islice(value.items(), MAX_ENTRIES):
            yield f"{name}={item}" if isinstance(item, str) else name, value.lines.get(name, at)
    elif isinstance(value, str):
        yield value, at


def assignments(path: str, snapshot: Snapshot) -> Iterator[Variable]:
    """Read an environment file of a snapshot; nothing when it is not here."""
    if path in snapshot:
        yield from assignments_in(decode(snapshot.read(path).data or b""))


def assignments_in(text: str) -> Iterator[Variable]:
    """Yield the variables of an environment file. The values are as written, without their quotes."""
    for number, line in numbered(text):
        name, given, value = line.strip().removeprefix("export ").partition("=")
        if given and not name.startswith("#"):
            yield Variable(name.strip(), value.strip().strip("\"'")[:4000], number)


def left_out(file: File) -> Iterator[str]:
    """Tell what goes beyond the bounds of a compose file that people write."""
    if len(file.services) > MAX_SERVICES:
        yield f"{file.path}:{file.services.line}: only the first {MAX_SERVICES} services are read"
    for name in islice(file.services, MAX_SERVICES):
        for held in as_map(file.services[name]).values():
            if isinstance(held, Items | Map) and len(held) > MAX_ENTRIES:
                yield f"{file.path}:{held.line}: only the first {MAX_ENTRIES} entries are read"


def expand(text: str, variables: Mapping[str, str]) -> str:
    """Fill in ``${VAR}`` and ``${VAR:-default}``; a variable that nobody sets stays as written."""

    def value(found: re.Match[str]) -> str:
        known = variables.get(found[1] or found[3])
        return known if known is not None else found[2] if found[2] is not None else found[0]

    return _VARIABLE.sub(value, text[:4000])


def _variables(folder: str, snapshot: Snapshot) -> dict[str, str]:
    """Read the ``.env`` file beside a compose file; its values may use earlier ones."""
    found: dict[str, str] = {}
    for variable in assignments(f"{folder}/.env".lstrip("/"), snapshot):
        found[variable.name] = expand(variable.value, found)[:2000]
    return found
