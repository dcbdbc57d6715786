"""Two trees, or a tree and an index, compared by git: files, counts and lines, as far as the objects are here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import IO

from blastgate.errors import SourceError
from blastgate.model.change import SUBMODULE, FileChange, Patch, Status
from blastgate.model.named import NamedTuple
from blastgate.sources.changes.patches import read_patches
from blastgate.sources.git.door import Git
from blastgate.sources.git.objects import sizes

RENAME_LIMIT = 1000  # files on either side compared by content; exact renames have no limit
BINARY_UNSEEN = 512 * 1024 * 1024  # bytes; git calls a larger file binary without a look
ARGUMENT_BYTES = 100_000  # of paths in one command
STATUSES: dict[str, Status] = {
    "A": "added",
    "D": "deleted",
    "M": "modified",
    "T": "type-changed",
    "R": "renamed",
    "C": "copied",
}
FIXED = ("-r", "-z", "--raw", "--abbrev=64", "--ignore-submodules=none", "--submodule=short", "--no-color")
SIMILAR = ("-M", "-C", f"-l{RENAME_LIMIT}")
EXACT = ("-M100%", "-C100%", f"-l{RENAME_LIMIT}")
# with no context at all git cuts common ends off before it compares, and counts other than everybody's `git diff`
LINES = ("-p", "-U1", "--full-index", "--no-ext-diff", "--no-textconv", "--src-prefix=a/", "--dst-prefix=b/")


class Counts(NamedTuple):
    """Lines added and deleted (None: unknown), and whether the file is binary and has none."""

    additions: int | None
    deletions: int | None
    binary: bool


NO_LINES = Counts(0, 0, False)


class Sides(NamedTuple):
    """What is compared: the view of the repository, the git command, and its trees (``diff-tree A B``)."""

    git: Git
    command: tuple[str, ...]


class Comparison(NamedTuple):
    """The changed files in path order of git, and the lines of those that could be read."""

    files: tuple[FileChange, ...]
    patches: Mapping[str, Patch] = MappingProxyType({})


def compare_trees(git: Git, base: str, head: str, lines: bool) -> Comparison:
    """Compare two trees (ids of trees or commits). Raises SourceError when their lists of files are not here."""
    return _compare(Sides(git.store, ("diff-tree", base, head)), lines)


def compare_index(view: Git, base: str, lines: bool) -> Comparison:
    """Compare a tree with the index in force. Raises SourceError when paths are in conflict."""
    return _compare(Sides(view, ("diff-index", "--cached", base)), lines)


def differing_from(view: Git, commit: str) -> set[str]:
    """List the paths at which the index in force differs from a commit, on either side."""
    listing = view.run("diff-index", "--cached", "-r", "-z", "--name-only", "--no-renames", commit)
    return set(listing.decode("utf-8", "surrogateescape").split("\0")) - {""}


def differing_trees(git: Git, one: str, other: str) -> set[str]:
    """List the paths at which two commits differ, on either side."""
    listing = git.store.run("diff-tree", "-r", "-z", "--name-only", "--no-renames", one, other)
    return set(listing.decode("utf-8", "surrogateescape").split("\0")) - {""}


def _compare(sides: Sides, lines: bool) -> Comparison:
    try:
        return _read(sides, SIMILAR, (), lines)
    except SourceError as error:
        return _read_incomplete(sides, lines, error)


def _read(sides: Sides, similarity: Sequence[str], paths: Sequence[str], lines: bool) -> Comparison:
    """Read files, counts and (if asked) lines in one pass. Raises SourceError when any blob is missing."""
    name, *trees = sides.command
    options = [*FIXED, "--numstat", *similarity, *(LINES if lines else ())]
    with sides.git.stream(name, *options, *trees, "--", *paths) as stream:
        tokens = iter(_head(stream).decode("utf-8", "surrogateescape").split("\0"))
        files, first = _read_raw(tokens)
        counts = _read_counts(tokens, first)
        files = [_counted(file, counts.get(file.path, NO_LINES)) for file in files]
        patches = read_patches(stream, files) if lines else {}
    return Comparison(_doubt_large_binaries(sides.git, files), patches)


def _read_incomplete(sides: Sides, lines: bool, error: SourceError) -> Comparison:
    """Compare where blobs are missing: every file is listed, counts and lines are known of those that are here."""
    name, *trees = sides.command
    listing = sides.git.run(name, *FIXED, *EXACT, *trees).decode("utf-8", "surrogateescape")
    files, _ = _read_raw(iter(listing.split("\0")))
    whole = _with_blobs(sides.git, files)
    if len(whole) == len(files):
        raise error  # nothing is missing: git failed for another reason
    known = {file.path: file for file in files if file.old_blob == file.new_blob}
    patches = {path: Patch() for path in known if lines}
    for paths in _portions([file.path for file in whole if file.path not in known]):
        part = _read(sides, ("--no-renames",), paths, lines)
        known |= {file.path: file for file in part.files}
        patches |= part.patches
    unknown = Counts(None, None, False)
    return Comparison(tuple(known.get(f.path) or _counted(f, unknown) for f in files), patches)


def _head(stream: IO[bytes]) -> bytes:
    """Read the lists before the patches, which an empty field ends, and no byte more."""
    head = bytearray()
    while chunk := stream.peek(1):  # type: ignore[attr-defined]
        end = (head[-1:] + chunk).find(b"\0\0")
        if end >= 0:
            return bytes(head + stream.read(end + 2 - len(head[-1:])))
        head += stream.read(len(chunk))
    return bytes(head)


def _read_raw(tokens: Iterator[str]) -> tuple[list[FileChange], str]:
    """Read ``:100644 100644 old new M`` and its paths until another kind of field comes; return that too."""
    files: list[FileChange] = []
    for token in tokens:
        if not token.startswith(":"):
            return files, token
        old_mode, new_mode, old_blob, new_blob, letter = token[1:].split(" ")
        if letter[0] not in STATUSES:
            raise SourceError("is in conflict", next(tokens), "finish the merge first: git status")
        old_path = next(tokens) if letter[0] in "RC" else None
        status = STATUSES[letter[0]]
        if SUBMODULE in (old_mode, new_mode):
            status = "submodule"
        elif status == "modified" and old_blob == new_blob:
            status = "mode-changed"
        blobs = (blob if blob.strip("0") else "" for blob in (old_blob, new_blob))
        files.append(FileChange(next(tokens), status, old_path, 0, 0, False, old_mode, new_mode, *blobs))
    return files, ""


def _read_counts(tokens: Iterator[str], first: str) -> dict[str, Counts]:
    """Read ``added<TAB>deleted<TAB>path`` fields, where an empty path says that old and new one follow."""
    counts = {}
    token = first
    while token:
        added, deleted, path = token.split("\t", 2)
        if not path:
            next(tokens)
            path = next(tokens)
        counts[path] = Counts(0, 0, True) if added == "-" else Counts(int(added), int(deleted), False)
        token = next(tokens, "")
    return counts


def _counted(file: FileChange, counts: Counts) -> FileChange:
    return file._replace(additions=counts.additions, deletions=counts.deletions, binary=counts.binary)


def _doubt_large_binaries(git: Git, files: list[FileChange]) -> tuple[FileChange, ...]:
    """What git called binary for its size alone is unknown."""
    sized = sizes(git, [blob for file in files if file.binary for blob in (file.old_blob, file.new_blob)])
    doubtful = {blob for blob, size in sized.items() if size > BINARY_UNSEEN}
    unknown = Counts(None, None, False)
    return tuple(_counted(f, unknown) if f.binary and {f.old_blob, f.new_blob} & doubtful else f for f in files)


def _with_blobs(git: Git, files: list[FileChange]) -> list[FileChange]:
    """Which files have all of their blobs here; a submodule needs none."""
    sides = [((f.old_blob, f.old_mode), (f.new_blob, f.new_mode)) for f in files]
    needed = [[blob for blob, mode in pair if blob and mode != SUBMODULE] for pair in sides]
    here = sizes(git, [blob for blobs in needed for blob in blobs])
    return [file for file, blobs in zip(files, needed, strict=True) if all(blob in here for blob in blobs)]


def _portions(paths: list[str]) -> Iterator[list[str]]:
    """Split paths so that each part fits into one command."""
    part: list[str] = []
    room = ARGUMENT_BYTES
    for path in paths:
        size = len(path.encode("utf-8", "surrogateescape")) + 1
        if part and size > room:
            yield part
            part, room = [], ARGUMENT_BYTES
        part.append(path)
        room -= size
    if part:
        yield part
