"""Git notes: texts hung on commits afterwards, where some AI tools keep their records."""

from __future__ import annotations

from blastgate.model.change import Commit, Note
from blastgate.sources.git.door import Git
from blastgate.sources.git.objects import ObjectReader

MAX_REFS = 40  # some release tools make a ref per version: those named for AI come first
MAX_NOTE_BYTES = 8_000_000  # a longer note has an empty text


class Notes:
    """The notes of a repository, listed once and read when a commit that has some comes by."""

    def __init__(self, git: Git) -> None:
        self._reader = ObjectReader(git, MAX_NOTE_BYTES)
        self._places: dict[str, list[tuple[str, str]]] = {}
        for ref, tip in _refs(git):
            for commit, blob in _listing(git, tip):
                self._places.setdefault(commit, []).append((ref, blob))

    def attach(self, commit: Commit) -> Commit:
        """Return the commit with its notes; one that cannot be read has an empty text."""
        places = self._places.get(commit.sha)
        if not places:
            return commit
        contents = self._reader.read([blob for _, blob in places])
        texts = ((content.data or b"").decode("utf-8", "replace") for content in contents)
        return commit._replace(notes=tuple(Note(ref, text) for (ref, _), text in zip(places, texts, strict=True)))


def _refs(git: Git) -> list[tuple[str, str]]:
    listing = git.run("for-each-ref", "--format=%(objectname) %(refname)", "refs/notes")
    pairs = (line.split(" ", 1) for line in listing.decode("utf-8", "replace").splitlines())
    return sorted(((ref, tip) for tip, ref in pairs), key=lambda pair: ("ai" not in pair[0], pair[0]))[:MAX_REFS]


def _listing(git: Git, tip: str) -> list[tuple[str, str]]:
    """List commit and note of a notes tree, whose paths are commit ids cut into folders."""
    listing = (git.store.try_run("ls-tree", "-r", "-z", "--full-tree", tip) or b"").decode("utf-8", "surrogateescape")
    records = (record.split("\t", 1) for record in listing.split("\0")[:-1])
    return [(path.replace("/", ""), place.split(" ")[2]) for place, path in records]
