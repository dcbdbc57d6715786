"""pubspec.lock: versions of all packages, without saying which needs which. Source: https://dart.dev/tools/pub/glossary#lockfile"""

from __future__ import annotations

from blastgate.lockfiles.kinds._text import as_map, as_text, decode, nested
from blastgate.lockfiles.kinds.interface import Lock, LockError, Package

NAME = "pub"
FILES = ("pubspec.lock",)
SPACE = "pub"


def read(data: bytes) -> Lock:
    """Read a lockfile. Raises LockError."""
    document = nested(decode(data))
    if "packages" not in document:
        raise LockError("it lists no packages")
    packages = {}
    for name, entry in as_map(document["packages"]).items():
        about = as_map(as_map(entry).get("description"))
        source = as_text(about.get("resolved-ref")) or as_text(about.get("url"))
        hashes = frozenset(filter(None, [as_text(about.get("sha256"))]))
        packages[name] = Package(name, as_text(as_map(entry).get("version")), source, hashes)
    return Lock(packages, linked=False, settings=repr(document.get("sdks")))
