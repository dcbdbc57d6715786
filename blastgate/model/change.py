"""What a change is: the files it touches, the lines it adds and removes, the commits it is made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Literal

from blastgate.model.named import NamedTuple
from blastgate.model.snapshot import SUBMODULE as SUBMODULE
from blastgate.model.snapshot import SYMLINK as SYMLINK

Status = Literal["added", "modified", "deleted", "renamed", "copied", "type-changed", "mode-changed", "submodule"]

ABSENT = "000000"


class Line(NamedTuple):
    """One added or removed line: its 1-based number on its own side and its text without the line end."""

    number: int
    text: str


class Patch(NamedTuple):
    """The lines one file gains (numbered at the head) and loses (numbered at the base)."""

    added: tuple[Line, ...] = ()
    removed: tuple[Line, ...] = ()


# Endings of files that compilers, interpreters, agents and people read as text, whatever git makes of their bytes.
_SOURCE = """
.py .pyi .js .jsx .mjs .cjs .ts .tsx .mts .cts .vue .svelte .go .java .kt .kts .groovy .scala .rb .php .cs .fs .vb .rs
.swift .c .h .cc .cpp .cxx .hpp .m .mm .ex .exs .dart .sh .bash .ps1 .sql .tf .hcl .yml .yaml .json .toml .proto
.graphql .gradle .lua .pl .r .jl .clj .erl .hs .ml .zig .nim .bat .cmd .ipynb .xml .csproj .props .targets .html .htm
.css .scss .svg .md .mdx .mdc .rst
"""
SOURCE = tuple(_SOURCE.split())


class FileChange(NamedTuple):
    """One changed file.

    Paths are decoded as UTF-8 with ``surrogateescape``. ``additions`` and ``deletions`` count lines; ``None`` means
    that they could not be counted, which is never zero (a binary file has no lines: 0 and ``binary``).
    Modes are git's six octal digits (``000000`` where the side is absent); blobs are object ids, empty when unknown.
    """

    path: str
    status: Status
    old_path: str | None = None
    additions: int | None = 0
    deletions: int | None = 0
    binary: bool = False
    old_mode: str = ABSENT
    new_mode: str = ABSENT
    old_blob: str = ""
    new_blob: str = ""

    @property
    def is_veiled(self) -> bool:
        """Tell whether what changed is binary under a name of source: a zero byte hides lines from every rule."""
        return self.binary and self.old_blob != self.new_blob and self.is_source

    @property
    def is_source(self) -> bool:
        """Tell whether a path of the file has the ending of source."""
        return any(path.lower().endswith(SOURCE) for path in self.paths)

    @property
    def paths(self) -> tuple[str, ...]:
        """Both paths of a rename, the one path of anything else: a policy must hold at each."""
        return (self.path,) if self.old_path is None or self.status == "copied" else (self.path, self.old_path)


def count_lines(files: Iterable[FileChange]) -> int | None:
    """Count the added plus deleted lines of some files; None when any file's could not be counted."""
    counts = [count for file in files for count in (file.additions, file.deletions)]
    known = [count for count in counts if count is not None]
    return sum(known) if len(known) == len(counts) else None


class Identity(NamedTuple):
    """A name and an e-mail address as git wrote them."""

    name: str
    email: str


class Note(NamedTuple):
    """One git note: the ref it hangs on (``refs/notes/ai``) and its text."""

    ref: str
    text: str


class Commit(NamedTuple):
    """One commit as git recorded it; ``date`` is the author's, in ISO 8601; ``additions`` is None when not counted."""

    sha: str
    parents: tuple[str, ...]
    author: Identity
    committer: Identity
    date: str
    message: str
    notes: tuple[Note, ...] = ()
    additions: int | None = None

    @property
    def subject(self) -> str:
        """The first line of the message."""
        return self.message.lstrip("\n").split("\n", 1)[0].rstrip("\r")


class RecentCommit(NamedTuple):
    """A commit that the base has had for some days: the paths it touches, and the lines it adds."""

    commit: Commit
    paths: tuple[str, ...]
    additions: int
    days_ago: float


class Change(NamedTuple):
    """Everything read about a change, once.

    ``base``, ``head`` and ``merge_base`` are commit ids, or ``""`` where the side is not a commit (index, work tree,
    diff file); ``described`` says in words what was compared. ``patches`` holds lines by head path (old path of a
    deleted file) and misses files whose lines could not be read. ``people`` are those who made the change where no
    commit says so (the index, a pull request).

    The rest is read only where the policy asks for it. ``marks`` are the git attributes that the base's
    ``.gitattributes`` set, by changed path; ``texts`` the whole text of changed files on either side, by blob;
    ``recent`` what landed on the base before, None where that was not read, or not all of it could be. ``shipped`` are
    changed files that look like tests, with the source that imports them and is no test, as the graph says.
    """

    base: str
    head: str
    merge_base: str
    described: str
    files: tuple[FileChange, ...]
    commits: tuple[Commit, ...] = ()
    commits_known: bool = True
    patches: Mapping[str, Patch] = MappingProxyType({})
    people: tuple[Identity, ...] = ()
    marks: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    texts: Mapping[str, str] = MappingProxyType({})
    recent: tuple[RecentCommit, ...] | None = None
    shipped: Mapping[str, tuple[str, ...]] = MappingProxyType({})

    @property
    def lines(self) -> int | None:
        """Count added plus deleted lines; None when any file's could not be counted."""
        return count_lines(self.files)
