"""Commits of a range as git recorded them, streamed, with their notes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from blastgate.errors import SourceError
from blastgate.model.change import Commit, Identity
from blastgate.sources.git.door import Git
from blastgate.sources.git.revisions import merge_base, resolve
from blastgate.sources.history.additions import count_additions
from blastgate.sources.history.notes import Notes

FIELDS = ("%H", "%P", "%an", "%ae", "%cn", "%ce", "%aI", "%B")  # git ends each at a NUL, so none holds one
LOG = ("log", "--stdin", "-z", f"--format={'%x00'.join(FIELDS)}", "--no-patch", "--encoding=UTF-8", "--no-color")
CHUNK = 1 << 18
COUNTED_AT_ONCE = 300
_is_commit_id = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?").fullmatch


def read_commits(git: Git, revision_range: list[str], counts: bool = False) -> Iterator[Commit]:
    """Yield the commits that these revisions reach (``main..topic``, ``^id``, ``id``), all parents, newest first.

    ``counts`` adds the lines each commit adds, where its files are here. Raises SourceError for an unknown revision.
    """
    notes = Notes(git)
    commits = map(notes.attach, _log(git, revisions(git, revision_range)))
    if not counts:
        yield from commits
        return
    while batch := list(islice(commits, COUNTED_AT_ONCE)):
        yield from count_lines(git, batch)


def count_lines(git: Git, commits: Sequence[Commit]) -> list[Commit]:
    """Return these commits with the lines each adds; None where its files are not all here."""
    additions = count_additions(git, commits)
    return [commit._replace(additions=additions.get(commit.sha)) for commit in commits]


def shallow_ends(git: Git) -> frozenset[str]:
    """Name the commits where a shallow clone ends: their parents are not here."""
    file = git.common_dir / "shallow"
    return frozenset(file.read_bytes().decode("ascii", "replace").split()) if git.shallow else frozenset()


def revisions(git: Git, revision_range: Sequence[str]) -> list[str]:
    """Resolve revisions and ranges to commit ids, those left out with ``^`` before them.

    Raises SourceError naming the one that is unknown, and for an empty list.
    """
    if not revision_range:
        raise SourceError("no commits were named", "revision", "name a range such as main..HEAD")
    return [commit for text in revision_range for commit in _resolve_one(git, text)]


def _resolve_one(git: Git, text: str) -> list[str]:
    if _is_commit_id(text.removeprefix("^")):
        return [text]
    left, dots, right = text.partition("...") if "..." in text else text.partition("..")
    if not dots:
        return ["^" + resolve(git, text[1:])] if text.startswith("^") else [resolve(git, text)]
    if not left and not right:
        raise SourceError("is not a range of commits", text, "write it as main..HEAD")
    base, head = resolve(git, left or "HEAD"), resolve(git, right or "HEAD")
    return ["^" + base, head] if dots == ".." else [base, head, "^" + merge_base(git, base, head)]


def _log(git: Git, commits: list[str]) -> Iterator[Commit]:
    with git.store.stream(*LOG, input="\n".join([*commits, ""]).encode()) as stream:
        rest = b""
        while chunk := stream.read(CHUNK):
            *fields, rest = (rest + chunk).split(b"\0")
            whole = len(fields) - len(fields) % len(FIELDS)
            yield from (commit_of(fields[i : i + len(FIELDS)]) for i in range(0, whole, len(FIELDS)))
            rest = b"\0".join([*fields[whole:], rest])
    if rest:
        raise SourceError("ended in the middle of a commit", "git log", "the repository may be damaged: git fsck")


def commit_of(fields: list[bytes], additions: int | None = None) -> Commit:
    """Make a commit of what git printed: id, parents, author and committer with their addresses, date and message.

    Raises SourceError where that is no commit.
    """
    sha, parents, author, author_mail, committer, committer_mail, date, message = (
        field.decode("utf-8", "replace") for field in fields
    )
    if not _is_commit_id(sha):
        raise SourceError("printed something else than a commit", "git log", "the repository may be damaged: git fsck")
    return Commit(
        sha=sha,
        parents=tuple(parents.split()),
        author=Identity(author, author_mail),
        committer=Identity(committer, committer_mail),
        date=date.removesuffix("Z") + "+00:00" if date.endswith("Z") else date,
        message=message.rstrip("\n"),
        additions=additions,
    )
