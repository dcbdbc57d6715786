"""Protobuf contracts: a folder of ``.proto`` files, what they import, and copies of a source kept elsewhere.

A copy depends on its source: the same file name at a shallower place with the same bytes, or the same package when the
copy has drifted. Source: https://protobuf.dev/reference/protobuf/proto3-spec/
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from blastgate.manifests._text import decode, folder_of, name_of, numbered, paths_named
from blastgate.manifests.interface import Claims, ComponentClaim, EdgeClaim
from blastgate.model.snapshot import Snapshot

NAME = "proto"
RANK = 90

MAX_SOURCES = 20  # of many definitions with one name, only the shallowest are compared

_IMPORT = re.compile(r'^\s{0,100}import\s{1,20}(?:public\s{1,20}|weak\s{1,20})?"([^"\n]{1,500})"')
_PACKAGE = re.compile(r"^\s{0,100}package\s{1,20}([\w.]{1,300})\s{0,20};", re.MULTILINE)


def matches(path: str) -> bool:
    """Tell by its path whether a file is a protobuf definition."""
    return path.endswith(".proto")


def read(path: str, data: bytes, snapshot: Snapshot) -> Claims:
    """Read one definition; its folder is a component only where nothing else claims it."""
    folder, text = folder_of(path), decode(data)
    claims = (ComponentClaim(folder, name_of(folder), (), None, f"{path}:1"),) if folder else ()
    return Claims(components=claims, edges=(*_imports(path, text, snapshot), *_copied(path, text, snapshot)))


def _imports(path: str, text: str, snapshot: Snapshot) -> Iterator[EdgeClaim]:
    for number, line in numbered(text):
        found = _IMPORT.match(line)
        place = _nearest(folder_of(path), found[1], snapshot) if found else None
        if place is not None:
            yield EdgeClaim(f"path:{path}", f"path:{place}", "contract", f"{path}:{number}")


def _nearest(folder: str, name: str, snapshot: Snapshot) -> str | None:
    """Find an import below the file's own folder or one above it."""
    while True:
        place = f"{folder}/{name}" if folder else name
        if place in snapshot:
            return place
        if not folder:
            return None
        folder = folder_of(folder)


def _copied(path: str, text: str, snapshot: Snapshot) -> Iterator[EdgeClaim]:
    depth, package = path.count("/"), _PACKAGE.search(text)
    same_name = paths_named(snapshot, name_of(path))
    for source in sorted(same_name, key=lambda other: (other.count("/"), other))[:MAX_SOURCES]:
        if source.count("/") >= depth:
            return
        same = snapshot.entries[source].blob == snapshot.entries[path].blob
        if same or (package and _package(source, snapshot) == package[1]):
            line = 1 if same or not package else text.count("\n", 0, package.start(1)) + 1
            yield EdgeClaim(f"path:{path}", f"path:{source}", "contract", f"{path}:{line}")
            return


def _package(path: str, snapshot: Snapshot) -> str | None:
    found = _PACKAGE.search(decode(snapshot.read(path).data or b""))
    return found[1] if found else None
