"""pnpm-lock.yaml, versions 5 to 9.

Source: https://github.com/pnpm/spec/tree/master/lockfile
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping

from blastgate.lockfiles.kinds._text import Nested, as_map, as_text, decode, nested, unquoted
from blastgate.lockfiles.kinds.interface import Lock, LockError, Needs, Package

NAME = "pnpm"
FILES = ("pnpm-lock.yaml",)
SPACE = "npm"

SHIPPED = ("dependencies", "optionalDependencies")


def read(data: bytes) -> Lock:
    """Read a lockfile. Raises LockError."""
    document = nested(decode(data))
    if "lockfileVersion" not in document:
        raise LockError("it has no lockfileVersion")
    pinned = {key.lstrip("/"): as_map(entry) for key, entry in as_map(document.get("packages")).items()}
    shots = {key.lstrip("/"): as_map(entry) for key, entry in as_map(document.get("snapshots")).items()} or pinned
    packages = {key: _package(key, entry, pinned, shots) for key, entry in shots.items()}
    importers = as_map(document.get("importers")) or {".": document}
    users = {"" if folder == "." else folder: _user(as_map(entry), packages) for folder, entry in importers.items()}
    return Lock(packages, users)


def _package(key: str, entry: Nested, pinned: Mapping[str, Nested], known: Container[str]) -> Package:
    plain = key.partition("(")[0]
    name, _, version = plain.rpartition("@") if plain.rfind("@") > 0 else plain.rpartition("/")
    resolution = as_text(pinned.get(plain, entry).get("resolution"))
    return Package(name, version, resolution, frozenset(), tuple(_needs(entry, SHIPPED, known)))


def _user(entry: Nested, known: Container[str]) -> Needs:
    shipped = frozenset(_needs(entry, SHIPPED, known))
    return Needs(shipped, frozenset(_needs(entry, ("devDependencies",), known)) - shipped)


def _needs(entry: Nested, sections: tuple[str, ...], known: Container[str]) -> Iterator[str]:
    """Yield the ids of what is asked for; members of the workspace (``link:``) are not among the packages."""
    for section in sections:
        if as_text(entry.get(section)).strip("{} "):
            raise LockError("its dependencies are written in an unusual form")
        for name, asked in as_map(entry.get(section)).items():
            version = unquoted(as_text(asked.get("version")) if isinstance(asked, dict) else as_text(asked))
            if version.startswith("{"):
                raise LockError("its dependencies are written in an unusual form")
            wanted = (f"{name}@{version}", f"{name}/{version}", version.lstrip("/"))
            yield from [key for key in wanted if key in known][:1]
