"""composer.lock. Source: https://getcomposer.org/doc/01-basic-usage.md#commit-your-composer-lock-file-to-version-control"""

from __future__ import annotations

from blastgate.lockfiles.kinds._text import Nested, as_map, as_text, json_object
from blastgate.lockfiles.kinds.interface import Lock, LockError, Package

NAME = "composer"
FILES = ("composer.lock",)
SPACE = "composer"


def read(data: bytes) -> Lock:
    """Read a lockfile. Raises LockError."""
    document = json_object(data)
    if "packages" not in document:
        raise LockError("it lists no packages")
    packages = {}
    for section in ("packages", "packages-dev"):
        listed = document.get(section)
        for entry in listed if isinstance(listed, list) else ():
            package = _package(as_map(entry))
            packages[package.name] = package
    return Lock(packages)


def _package(entry: Nested) -> Package:
    """A commit is what is installed: the version of a branch stays while it moves."""
    reference = "".join(as_text(as_map(entry.get(kind)).get("reference")) for kind in ("source", "dist"))
    needs = tuple(name.lower() for name in as_map(entry.get("require")) if "/" in name)
    return Package(as_text(entry.get("name")).lower(), as_text(entry.get("version")), reference, frozenset(), needs)
