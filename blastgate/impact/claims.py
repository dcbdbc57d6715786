"""The manifest pass: every manifest of a snapshot is read once, in one go, and says what it claims."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import cast

from blastgate import registry
from blastgate.impact.files import extension
from blastgate.impact.folders import role_of
from blastgate.manifests.interface import ComponentClaim, EdgeClaim, GovernsClaim, Manifest
from blastgate.model.graph import Unreadable
from blastgate.model.named import NamedTuple
from blastgate.model.snapshot import BlobReader, Content, Snapshot

MAX_MANIFEST_BYTES = 500_000  # people write manifests by hand; a larger one is told and keeps its folder


class Claimed(NamedTuple):
    """A component claim with the rank and name of the manifest kind that makes it."""

    rank: int
    manifest: str
    claim: ComponentClaim


@dataclass(frozen=True, slots=True)
class AllClaims:
    """What all manifests of a snapshot claim, each list sorted and free of repetition."""

    components: tuple[Claimed, ...] = ()
    edges: tuple[EdgeClaim, ...] = ()
    governs: tuple[GovernsClaim, ...] = ()
    warnings: tuple[str, ...] = ()
    unreadable: tuple[Unreadable, ...] = ()
    read: frozenset[str] = field(default=frozenset(), compare=False)  # the blobs that all this rests on
    manifests: tuple[str, ...] = field(default=(), compare=False)  # the paths that were read
    paths: Collection[str] = field(default=(), compare=False, repr=False)  # all of the snapshot


class RememberingReader:
    """A blob reader that answers for what was read before, so that a manifest may look at its neighbours for free."""

    def __init__(self, reader: BlobReader) -> None:
        self._reader = reader
        self._known: dict[str, Content] = {}

    @property
    def known(self) -> frozenset[str]:
        """Every blob that was asked for."""
        return frozenset(self._known)

    def read(self, blobs: Iterable[str]) -> Iterator[Content]:
        """Yield one content per blob id, asking the reader behind once per blob."""
        wanted = list(blobs)
        missing = list(dict.fromkeys(blob for blob in wanted if blob not in self._known))
        self._known.update(zip(missing, self._reader.read(missing), strict=True) if missing else ())
        for blob in wanted:
            yield self._known[blob]


def read_claims(snapshot: Snapshot, among: Iterable[str] | None = None) -> AllClaims:
    """Read every manifest outside vendored folders; what cannot be read still claims its folder, and is told.

    ``among``: paths of the snapshot outside of which there is none, where that is known.
    """
    found = _manifests(snapshot.entries if among is None else among)
    reader = RememberingReader(snapshot.reader)
    remembering = Snapshot(snapshot.tree, snapshot.entries, reader)
    contents = dict(remembering.read_many(found))
    components: set[Claimed] = set()
    edges: set[EdgeClaim] = set()
    governs: set[GovernsClaim] = set()
    warnings: set[str] = set()
    unreadable = set()
    for path, kinds in found.items():
        for kind in kinds:
            data, why = _content(contents[path], kind)
            if data is None:
                unreadable.add(Unreadable(path, why))
            claims = kind.read(path, data or b"", remembering)
            components.update(Claimed(kind.RANK, kind.NAME, claim) for claim in claims.components)
            edges.update(claims.edges)
            governs.update(claims.governs)
            warnings.update(claims.warnings if data is not None else ())
    return AllClaims(
        tuple(sorted(components, key=repr)),
        tuple(sorted(edges, key=_edge_order)),
        tuple(sorted(governs, key=repr)),
        tuple(sorted(warnings)),
        tuple(sorted(unreadable)),
        reader.known,
        tuple(found),
        snapshot.entries.keys(),
    )


def manifest_paths(paths: Iterable[str]) -> tuple[str, ...]:
    """List which of some paths are manifests outside vendored folders."""
    return tuple(_manifests(paths))


def _content(content: Content, kind: Manifest) -> Content:
    """Cut what is only read from its beginning, and refuse what is too large to be written by people."""
    if content.data is None or len(content.data) <= MAX_MANIFEST_BYTES:
        return content
    if getattr(kind, "ONLY_THE_BEGINNING", False):
        return Content(content.data[:MAX_MANIFEST_BYTES])
    return Content(None, f"over {MAX_MANIFEST_BYTES // 1000} kB, too large for a manifest")


def _edge_order(edge: EdgeClaim) -> tuple[str, str, str, str, bool]:
    return (edge.from_, edge.to, edge.kind, edge.evidence, edge.dev)


def _manifests(paths: Iterable[str]) -> dict[str, tuple[Manifest, ...]]:
    asked = _kinds()
    return {path: kinds for path in paths if (kinds := _kinds_of(path, asked))}


def _kinds_of(path: str, asked: Mapping[str, _Asked]) -> tuple[Manifest, ...]:
    """Find the kinds of manifest that a path is, outside vendored folders."""
    at = path.rfind("/") + 1
    name = path[at:]
    worded = _has_word(name) or _has_word(path[:at])
    found: list[Manifest] = []
    for group in (asked.get(name), asked.get(f"*{extension(name)}"), asked[""]):
        if group is not None:
            asking = group.always + group.worded if worded else group.always
            found += [kind for kind in asking if kind.matches(path)]
    return tuple(found) if found and role_of(path[: path.rfind("/") + 1].rstrip("/")) != "vendored" else ()


class _Asked(NamedTuple):
    """The kinds that are asked about files of one name or ending: all of them, or those where the path has a word."""

    always: list[Manifest]
    worded: list[Manifest]


@lru_cache(maxsize=1 << 16)  # many files share their folder, many their name
def _has_word(part: str) -> bool:
    """Tell whether a name, or the folders before it, has a word of any kind of manifest."""
    return _words()(part.lower()) is not None


@cache
def _words() -> Callable[[str], object]:
    kinds = registry.discover("blastgate.manifests")
    return re.compile("|".join(re.escape(word) for kind in kinds for word in getattr(kind, "WORDS", ()))).search


@cache
def _kinds() -> dict[str, _Asked]:
    """Sort the kinds of manifest by the names and endings of which each is asked; by nothing those asked of any."""
    asked = {"": _Asked([], [])}
    for module in registry.discover("blastgate.manifests"):
        for name in getattr(module, "FILES", ("",)):
            group = asked.setdefault(name.lower() if name.startswith("*") else name, _Asked([], []))
            (group.worded if hasattr(module, "WORDS") else group.always).append(cast(Manifest, module))
    return asked
