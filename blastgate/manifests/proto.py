"""Protobuf contracts: a folder of ``.proto`` files, what they import, and copies of a source kept elsewhere.

A copy depends on its source: the same file name at a shallower place with the same bytes, or the same package when the
copy differs: then, unless only comments and options do, it has drifted, and that is told.
Source: https://protobuf.dev/reference/protobuf/proto3-spec/
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from blastgate.manifests._text import decode, folder_of, name_of, numbered, paths_named
from blastgate.manifests.interface import Claims, ComponentClaim, EdgeClaim
from blastgate.model.named import NamedTuple
from blastgate.model.snapshot import Snapshot

NAME = "proto"
RANK = 90
FILES = ("*.proto",)

MAX_SOURCES = 20  # of many definitions with one name, only the shallowest are compared

MAX_COMPARED = 500_000

_BESIDE = re.compile(r"//[^\n]*+|/\*(?:[^*]|\*(?!/))*+(?:\*/|\Z)|^[ \t]*+option\s[^;{]{1,500};", re.MULTILINE)
_SPACE = re.compile(r"\s++")
_IMPORT = re.compile(r'^\s{0,100}import\s{1,20}(?:public\s{1,20}|weak\s{1,20})?"([^"\n]{1,500})"')
_PACKAGE = re.compile(r"^\s{0,100}package\s{1,20}([\w.]{1,300})\s{0,20};", re.MULTILINE)


class Copy(NamedTuple):
    """What ties a copy to its source, and the warning that they are no longer the same; empty when they are."""

    edge: EdgeClaim
    drift: str


def matches(path: str) -> bool:
    """Tell by its path whether a file is a protobuf definition."""
    return path.endswith(".proto")


def read(path: str, data: bytes, snapshot: Snapshot) -> Claims:
    """Read one definition; its folder is a component only where nothing else claims it."""
    folder, text = folder_of(path), decode(data)
    claims = (ComponentClaim(folder, name_of(folder), (), None, f"{path}:1"),) if folder else ()
    copy = _copied(path, text, snapshot)
    return Claims(
        components=claims,
        edges=(*_imports(path, text, snapshot), *((copy.edge,) if copy else ())),
        warnings=(copy.drift,) if copy and copy.drift else (),
    )


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


def _copied(path: str, text: str, snapshot: Snapshot) -> Copy | None:
    depth, package = path.count("/"), _PACKAGE.search(text)
    same_name = paths_named(snapshot, name_of(path))
    for source in sorted(same_name, key=lambda other: (other.count("/"), other))[:MAX_SOURCES]:
        if source.count("/") >= depth:
            return None
        if snapshot.entries[source].blob == snapshot.entries[path].blob:
            return Copy(EdgeClaim(f"path:{path}", f"path:{source}", "contract", f"{path}:1"), "")
        original = decode(snapshot.read(source).data or b"")
        theirs = _PACKAGE.search(original)
        if package and theirs and theirs[1] == package[1]:
            place = f"{path}:{text.count(chr(10), 0, package.start(1)) + 1}"
            edge = EdgeClaim(f"path:{path}", f"path:{source}", "contract", place)
            drifted = _said(text) != _said(original)
            return Copy(
                edge, f"{place}: drifted copy of {source}: their messages or services differ" if drifted else ""
            )
    return None


def _said(text: str) -> str:
    """Return what a definition says to both sides: without comments, the options of one language, and spacing."""
    return _SPACE.sub("", _BESIDE.sub("", text[:MAX_COMPARED]))
