"""The versions that a Cargo.toml sets for all crates of a workspace.

Source: https://doc.rust-lang.org/cargo/reference/workspaces.html#the-dependencies-table
"""

from __future__ import annotations

import json
from typing import Any

from blastgate.lockfiles.kinds._text import as_map, toml_document
from blastgate.lockfiles.kinds.interface import Lock, LockError, Package

NAME = "cargo-workspace"
FILES = ("Cargo.toml",)
SPACE = "cargo"

UNSHIPPED = ("lints", "members", "exclude", "default-members", "metadata")
SHARED = ("workspace", "profile", "patch", "replace")


def read(data: bytes) -> Lock:
    """Read the shared dependencies; whatever else holds for all crates is settings. Raises LockError."""
    document = toml_document(data)
    workspace = as_map(document.get("workspace"))
    if not workspace:
        raise LockError("it is of one crate")
    shared = as_map(workspace.pop("dependencies", None))
    packages = {name: _package(name, wanted) for name, wanted in shared.items()}
    for key in UNSHIPPED:
        workspace.pop(key, None)
    others = {key: document[key] for key in SHARED if key in document}
    return Lock(packages, own=True, settings=json.dumps(others, sort_keys=True, default=str))


def _package(name: str, wanted: Any) -> Package:
    about = as_map(wanted)
    version = wanted if isinstance(wanted, str) else about.get("version", about.get("path", ""))
    return Package(str(about.get("package", name)), str(version), json.dumps(wanted, sort_keys=True, default=str))
