"""Package.resolved: the versions of all packages, without saying which needs which.

Source: https://docs.swift.org/swiftpm/documentation/packagemanagerdocs/resolvingpackageversions
"""

from __future__ import annotations

from typing import Any

from blastgate.lockfiles.kinds._text import as_map, as_text, json_object
from blastgate.lockfiles.kinds.interface import Lock, LockError, Package

NAME = "swift"
FILES = ("Package.resolved",)
SPACE = "swiftpm"


def read(data: bytes) -> Lock:
    """Read a lockfile of any version; packages are known by their identity. Raises LockError."""
    document = json_object(data)
    pins = document.get("pins", as_map(document.get("object")).get("pins"))
    if not isinstance(pins, list):
        raise LockError("it lists no packages")
    packages = [_package(as_map(pin)) for pin in pins]
    return Lock({package.name: package for package in packages}, linked=False)


def _package(pin: dict[str, Any]) -> Package:
    """The address of a package ends in its identity, which older lockfiles do not write."""
    place = as_text(pin.get("location")) or as_text(pin.get("repositoryURL"))
    identity = as_text(pin.get("identity")) or place.rstrip("/").rpartition("/")[2].removesuffix(".git")
    if not identity:
        raise LockError("it pins a package without a name")
    state = as_map(pin.get("state"))
    version = as_text(state.get("version")) or as_text(state.get("branch"))
    return Package(identity.lower(), version, f"{place} {as_text(state.get('revision'))}".strip())
