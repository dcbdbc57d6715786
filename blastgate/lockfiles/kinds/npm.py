"""package-lock.json and npm-shrinkwrap.json, versions 1 to 3.

Source: https://docs.npmjs.com/cli/configuring-npm/package-lock-json
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from blastgate.lockfiles.kinds._text import Nested, as_map, as_text, json_object
from blastgate.lockfiles.kinds.interface import Lock, LockError, Needs, Package

NAME = "npm"
FILES = ("npm-shrinkwrap.json", "package-lock.json")
SPACE = "npm"

MAX_DEPTH = 60
MODULES = "node_modules/"
SHIPPED = ("dependencies", "optionalDependencies", "peerDependencies")


def read(data: bytes) -> Lock:
    """Read a lockfile; packages are known by their place below ``node_modules``. Raises LockError."""
    document = json_object(data)
    if "packages" in document:
        places = {place: as_map(entry) for place, entry in as_map(document["packages"]).items()}
        installed = {p: e for p, e in places.items() if MODULES in p and not e.get("link")}
        packages = {p: _package(p, e, installed, SHIPPED) for p, e in installed.items()}
        users = {p: _user(p, e, installed) for p, e in places.items() if MODULES not in p}
        return Lock(packages, users)
    if "dependencies" not in document and "lockfileVersion" not in document:
        raise LockError("it lists no packages")
    old = dict(_unfolded(as_map(document.get("dependencies"))))
    return Lock({place: _package(place, entry, old, ("requires",)) for place, entry in old.items()})


def _package(place: str, entry: Nested, known: Mapping[str, Nested], sections: tuple[str, ...]) -> Package:
    name = as_text(entry.get("name")) or place.rpartition(MODULES)[2]
    hashes = frozenset(as_text(entry.get("integrity")).split())
    source = as_text(entry.get("resolved")) if not hashes else ""
    return Package(name, as_text(entry.get("version")), source, hashes, tuple(_found(place, entry, known, sections)))


def _user(place: str, entry: Nested, known: Mapping[str, Nested]) -> Needs:
    shipped = frozenset(_found(place, entry, known, SHIPPED))
    return Needs(shipped, frozenset(_found(place, entry, known, ("devDependencies",))) - shipped)


def _found(place: str, entry: Nested, known: Mapping[str, Nested], sections: tuple[str, ...]) -> Iterator[str]:
    """Find what a package needs as Node does: in its own ``node_modules``, then in those above."""
    for section in sections:
        for name in as_map(entry.get(section)):
            above = place
            for _ in range(MAX_DEPTH):
                candidate = f"{above}/{MODULES}{name}" if above else f"{MODULES}{name}"
                if candidate in known:
                    yield candidate
                    break
                if not above:
                    break
                above = _above(above)


def _above(place: str) -> str:
    if MODULES in place:
        return place[: place.rfind(MODULES)].rstrip("/")
    return place.rpartition("/")[0]


def _unfolded(dependencies: Nested) -> Iterator[tuple[str, Nested]]:
    """Turn the nested packages of version 1 into places."""
    waiting = [("", dependencies)]
    while waiting:
        above, entries = waiting.pop()
        for name, entry in entries.items():
            place = f"{above}/{MODULES}{name}" if above else f"{MODULES}{name}"
            yield place, as_map(entry)
            inner = as_map(as_map(entry).get("dependencies"))
            if inner and place.count(MODULES) < MAX_DEPTH:
                waiting.append((place, inner))
