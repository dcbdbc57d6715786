"""What a push brings: the refs that git tells its pre-push hook, and what each of them changes.

Format of the lines: githooks(5) "pre-push" and "pre-receive". A ref is judged as its pull request will be: from where
it parted from the default branch, whatever part of it was pushed before.
"""

from __future__ import annotations

from collections.abc import Iterable

from blastgate.errors import SourceError
from blastgate.model.named import NamedTuple
from blastgate.sources.git.door import Git
from blastgate.sources.git.revisions import default_branch, merge_base, resolve, short_name

BRANCHES, NOTES = "refs/heads/", "refs/notes/"


class Push(NamedTuple):
    """One ref of a push: its name and commit here, its name and commit there (empty where it is new or unknown)."""

    local_ref: str
    head: str
    remote_ref: str
    remote_head: str = ""


class Brought(NamedTuple):
    """What a pushed ref changes: ``head`` since it parted from ``base``; without a base, all of it is new."""

    base: str | None
    head: str


def parse_pushes(data: bytes) -> tuple[Push, ...]:
    """Read the lines that git gives a pre-push hook; a deleted ref brings nothing. Raises SourceError for others."""
    pushes = []
    for line in data.decode("utf-8", "surrogateescape").splitlines():
        parts = line.rsplit(" ", 3)
        if len(parts) != 4:
            raise SourceError("is not what git tells a pre-push hook", "standard input", "let git run the hook")
        local_ref, head, remote_ref, remote_head = parts
        if head.strip("0"):
            pushes.append(Push(local_ref, head, remote_ref, remote_head if remote_head.strip("0") else ""))
    return tuple(pushes)


def parse_received(data: bytes) -> tuple[Push, ...]:
    """Read the lines that git gives a pre-receive hook: before, after and name of each ref, as this side calls it.

    A deleted ref brings nothing. Raises SourceError for other lines.
    """
    pushes = []
    for line in data.decode("utf-8", "surrogateescape").splitlines():
        before, after, ref = (*line.split(" ", 2), "", "")[:3]
        if not ref or not _is_id(before) or not _is_id(after):
            raise SourceError("is not what git tells a pre-receive hook", "standard input", "let git run the hook")
        if after.strip("0"):
            pushes.append(Push(ref, after, ref, before if before.strip("0") else ""))
    return tuple(pushes)


def _is_id(text: str) -> bool:
    return len(text) in (40, 64) and not text.strip("0123456789abcdef")


def brought_by(git: Git, pushes: Iterable[Push]) -> tuple[Brought, ...]:
    """Find what each pushed ref changes, each thing once; notes and what is no commit change nothing.

    Raises SourceError where a shallow clone hides the place where a ref parted from the default branch.
    """
    found = (_brought(git, push) for push in pushes if not push.remote_ref.startswith(NOTES))
    return tuple(dict.fromkeys(one for one in found if one is not None))


def _brought(git: Git, push: Push) -> Brought | None:
    if _exists(git, push.head) and not _exists(git, push.head, "^{commit}"):
        return None
    head = resolve(git, push.head)
    before = push.remote_head if push.remote_head and _exists(git, push.remote_head, "^{commit}") else None
    bases = dict.fromkeys(base for base in (_target(git, push, before), before) if base)
    return Brought(next((base for base in bases if _related(git, base, head)), None), head)


def _target(git: Git, push: Push, before: str | None) -> str | None:
    """Find the commit that the ref is to be merged into: of the default branch, as far as the other side has it."""
    try:
        branch = default_branch(git)
    except SourceError:
        return None
    if push.remote_ref == BRANCHES + _branch_name(branch) and (before or branch.startswith(BRANCHES)):
        return before
    return None if branch.startswith(BRANCHES) and branch == _full_name(git, push.local_ref) else resolve(git, branch)


def _branch_name(ref: str) -> str:
    """Name a branch without its remote: ``main`` for ``refs/remotes/origin/main``."""
    short = short_name(ref)
    return short.partition("/")[2] if ref.startswith("refs/remotes/") else short


def _full_name(git: Git, ref: str) -> str:
    """Name the branch that a pushed ref is: of ``git push origin HEAD`` git tells only HEAD."""
    found = git.try_run("symbolic-ref", "--quiet", "HEAD") if ref == "HEAD" else None
    return found.decode("utf-8", "surrogateescape").strip() if found else ref


def _exists(git: Git, name: str, kind: str = "^{object}") -> bool:
    return git.try_run("rev-parse", "--verify", "--quiet", "--end-of-options", name + kind) is not None


def _related(git: Git, base: str, head: str) -> bool:
    """Tell whether two commits share history; an orphan branch shares none, and all of it is new."""
    try:
        merge_base(git, base, head)
    except SourceError:
        if git.shallow:
            raise
        return False
    return True
