"""pnpm-workspace.yaml: the versions that its catalogs set for all packages. Source: https://pnpm.io/catalogs"""

from __future__ import annotations

import json

from blastgate.lockfiles.kinds._text import as_map, as_text, decode, nested
from blastgate.lockfiles.kinds.interface import Lock, LockError, Package

NAME = "pnpm-workspace"
FILES = ("pnpm-workspace.yaml",)
SPACE = "npm"


def read(data: bytes) -> Lock:
    """Read the catalogs; whatever else the file sets is settings. Raises LockError."""
    text = decode(data)
    document = nested(text)
    default, named = document.pop("catalog", None), document.pop("catalogs", None)
    if default is None and named is None:
        raise LockError("it has no catalogs")
    packages = {}
    for catalog, versions in {"": default, **as_map(named)}.items():
        if isinstance(versions, str):
            raise LockError("its catalogs are written in an unusual form")
        for name, version in as_map(versions).items():
            packages[f"{catalog}:{name}"] = Package(name, as_text(version))
    items = [line.strip() for line in text.split("\n") if line.strip().startswith("- ")]
    return Lock(packages, own=True, settings=json.dumps([document, items], sort_keys=True))
