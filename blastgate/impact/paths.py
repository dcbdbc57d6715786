"""Paths as a user writes them, to the files they mean."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterable, Sequence

from blastgate.errors import UsageError


def files_named(paths: Iterable[str], trees: Sequence[Collection[str]], prefix: str) -> tuple[str, ...]:
    """Find the files that paths name, relative to ``prefix`` (where the user stands) or to the top; a folder names all
    files in it.

    Raises UsageError with the nearest path for one that is in no tree.
    """
    files = sorted({file for tree in trees for file in tree})
    known = set(files)
    found = (file for path in paths for file in _named(path, prefix, files, known))
    return tuple(dict.fromkeys(found))


def places_named(paths: Iterable[str], prefix: str) -> tuple[str, ...]:
    """List where in a tree the files that paths name can be; nothing when one may name anything."""
    places = tuple(posixpath.normpath(place) for path in paths for place in (posixpath.join(prefix, path), path))
    sure = all(place.partition("/")[0] not in ("", ".", "..") for place in places)
    return places if sure else ()


def _named(path: str, prefix: str, files: Sequence[str], known: Collection[str]) -> list[str]:
    for place in (posixpath.join(prefix, path), path):
        wanted = posixpath.normpath(place)
        if wanted in known:
            return [wanted]
        folder = "" if wanted == "." else f"{wanted}/"
        inside = [file for file in files if file.startswith(folder)]
        if inside and path:
            return inside
    raise UsageError("is neither in the base nor in the head", path or "''", _nearest(path, files))


def _nearest(path: str, files: Sequence[str]) -> str:
    from difflib import get_close_matches

    name = path.rsplit("/", 1)[-1]
    same_name = [file for file in files if file.rsplit("/", 1)[-1] == name]
    near = same_name[:1] or get_close_matches(path, files[:20_000], n=1)
    return f"did you mean {near[0]}?" if near else "paths are written from the top of the repository"
