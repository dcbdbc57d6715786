"""What a lockfile says: the packages it pins, what each needs, and what the projects around it ask for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from blastgate.model.named import NamedTuple

MAX_VERSIONS = 100  # of one package: what needs it by name needs each of them


class LockError(ValueError):
    """Why a lockfile could not be read, as a phrase."""


class Package(NamedTuple):
    """One pinned package. ``source`` is where it comes from, ``hashes`` what was hashed of it; ``needs`` are ids."""

    name: str
    version: str
    source: str = ""
    hashes: frozenset[str] = frozenset()
    needs: tuple[str, ...] = ()


class Needs(NamedTuple):
    """The ids that one project asks for itself: those that ship, and those for its development."""

    shipped: frozenset[str]
    dev: frozenset[str]


@dataclass(frozen=True, slots=True)
class Lock:
    """One lockfile. ``packages`` are by id. ``users`` are by folder, relative to the lockfile's; none where the file
    does not tell and the manifests do. ``linked``: whether the file says which package needs which. ``settings``: what
    else it pins; where that differs, every package counts as moved. ``own``: the file says more of the component it
    stands in, which is affected whatever moved.
    """

    packages: Mapping[str, Package]
    users: Mapping[str, Needs] = field(default_factory=dict)
    linked: bool = True
    settings: str = ""
    own: bool = False


class Lockfile(Protocol):
    """A lockfile kind is one module with these names; ``FILES`` is read without importing it."""

    NAME: str
    FILES: tuple[str, ...]  # the names of such files, in one line of plain texts
    SPACE: str  # of the references by which manifests ask for its packages (``npm`` in ``npm:react``)

    def read(self, data: bytes) -> Lock:
        """Read one lockfile. Raises LockError for what is not one."""


class Index:
    """The ids of packages by name, for lockfiles that name a need without its version."""

    def __init__(self, packages: Mapping[str, Package]) -> None:
        self._ids: dict[str, list[str]] = {}
        for key, package in packages.items():
            self._ids.setdefault(package.name, []).append(key)

    def named(self, name: str) -> list[str]:
        """List the ids of every version of a package. Raises LockError for more than any lockfile has."""
        found = self._ids.get(name, [])
        if len(found) > MAX_VERSIONS:
            raise LockError(f"it pins more than {MAX_VERSIONS} versions of one package")
        return found
