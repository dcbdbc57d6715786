"""Files of a repository that was fetched without any: asked of its remote by id, many at once, when they are read.

Git would fetch them by itself, one by one and by the settings it finds; here it may not. Source: git-fetch(1), and
partial-clone in git's technical documentation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from blastgate.errors import SourceError
from blastgate.sources.git import process
from blastgate.sources.git.door import Git
from blastgate.sources.git.revisions import MOST_FORKS

NAME = "gate"
FILTER = "--filter=blob:none"
OPTIONS = ("--quiet", "--no-tags", "--no-recurse-submodules", "--no-write-fetch-head", "--no-auto-maintenance", FILTER)
MOST_REFUSED = 20  # ids that the remote has not, left out one by one
SUBMODULE = b"160000"
is_id = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?").fullmatch
refused = re.compile(rb"not our ref ([0-9a-f]{40,64})").search


@dataclass(repr=False, slots=True)
class Remote:
    """Where objects come from: the repository's own folder, the environment of a fetch there, and what was settled.

    The environment holds the token, so it is shown nowhere.
    """

    folder: Path
    environment: Mapping[str, str]
    settled: set[str] = field(default_factory=set)


def supply(git: Git, remote: Remote, ids: Iterable[str]) -> None:
    """Fetch those objects that are not here yet, all in one go; one that the remote has not stays missing.

    Raises SourceError when they cannot be fetched.
    """
    asked = sorted({name for name in ids if is_id(name)} - remote.settled)
    wanted = _missing(git, asked) if asked else []
    for _ in range(MOST_REFUSED):
        if not wanted:
            break
        errors = _fetch(remote, wanted)
        if errors is None:
            break
        unknown = refused(errors)
        name = unknown[1].decode() if unknown else ""
        if name not in wanted:
            raise SourceError(process.failure(["fetch"], errors).message, "git fetch of files", "run again")
        wanted.remove(name)
    remote.settled.update(asked)


def supply_range(git: Git, base: str, head: str, most: int, beside: Iterable[str] = ()) -> None:
    """Fetch what ``head`` changes since it parted from ``base``, at several commits where histories cross, and what
    each commit since does, if they are ``most`` at most.

    ``beside`` are objects to be fetched in the same go. Nothing where the repository has no remote, or the two never
    parted. Raises SourceError.
    """
    parted = git.store.try_run("merge-base", "--all", base, head) if git.remote is not None else None
    if git.remote is None or not parted:
        return
    listed = git.store.run("rev-list", f"--max-count={most + 1}", head, f"^{base}").split()
    commits = listed if len(listed) <= most else []
    forks = parted.decode().split()[:MOST_FORKS]
    changed = {blob for fork in forks for blob in _of_pair(git, fork, head)}
    supply(git, git.remote, {*beside, *changed, *_of_commits(git, commits)})


def supply_history(git: Git, head: str, most: int) -> None:
    """Fetch what each of the newest commits changes, merges left out. Raises SourceError."""
    if git.remote is not None:
        listed = git.store.run("rev-list", f"--max-count={most}", "--no-merges", head).split()
        supply(git, git.remote, _of_commits(git, listed))


def _of_pair(git: Git, base: str, head: str) -> Iterator[str]:
    yield from _blobs(git.store.run("diff-tree", "-r", "-z", "--raw", "--no-renames", "--abbrev=64", base, head))


def _of_commits(git: Git, commits: list[bytes]) -> Iterator[str]:
    """List what commits change; of a merge what is in none of its parents as it is."""
    if commits:
        options = ("--stdin", "-r", "-c", "--root", "-z", "--raw", "--no-renames", "--abbrev=64")
        yield from _blobs(git.store.run("diff-tree", *options, input=b"\n".join(commits) + b"\n"))


def _blobs(listing: bytes) -> Iterator[str]:
    """Read the ids of fields such as ``:100644 100644 old new M``; a merge has a mode and an id for each parent."""
    for entry in listing.split(b"\0"):
        words = entry.lstrip(b":").split(b" ")
        count = (len(words) - 1) // 2
        if entry.startswith(b":") and len(words) == 2 * count + 1:
            pairs = zip(words[:count], words[count:-1], strict=True)
            yield from (name.decode() for mode, name in pairs if mode != SUBMODULE and name.strip(b"0"))


def _missing(git: Git, ids: list[str]) -> list[str]:
    listing = git.store.run("cat-file", "--batch-check=%(objectname)", input="".join(f"{n}\n" for n in ids).encode())
    return [line.split(" ")[0] for line in listing.decode("ascii", "replace").splitlines() if line.endswith(" missing")]


def _fetch(remote: Remote, ids: list[str]) -> bytes | None:
    """Fetch objects by id; None when that went well, else what git says."""
    args = ("-c", "fetch.negotiationAlgorithm=noop", "fetch", *OPTIONS, "--stdin", NAME)
    given = "".join(f"{name}\n" for name in ids).encode()
    code, _, errors = process.run(remote.folder, remote.environment, args, given)
    return errors if code else None
