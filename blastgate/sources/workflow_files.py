"""Workflow files of a place: a file, a folder, a work tree as it is on disk, or a commit of any repository.

Links are not followed, nothing is run, and what is too large or no regular file is told.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from blastgate.errors import SourceError
from blastgate.model.named import NamedTuple
from blastgate.sources.git.door import Git
from blastgate.sources.git.revisions import resolve
from blastgate.sources.snapshot import read_snapshot
from blastgate.workflows import is_workflow_path
from blastgate.workflows.read import ACTION_NAMES

MOST_BYTES = (1 << 20) + 1  # one more than a workflow may have: a longer file is then told as such
MOST_FILES, MOST_FOLDERS = 5_000, 200_000
ENDINGS = (".yml", ".yaml")
PASSED_BY = frozenset((".git", "node_modules"))


class WorkflowFile(NamedTuple):
    """One file: its path below the place, and its bytes, or why there are none."""

    path: str
    data: bytes | None
    why: str = ""


def read_workflow_files(place: Path, ref: str | None = None) -> tuple[WorkflowFile, ...]:
    """Read the workflows and actions of a file, a folder or a repository, in path order.

    ``ref`` reads that commit's objects instead of the disk; so does a bare repository (HEAD). Raises SourceError for a
    place that is not there, a ref that is none, or more files than anybody has.
    """
    if ref is not None or _is_bare(place):
        return _committed(place, ref or "HEAD")
    try:
        info = place.stat()
    except OSError as error:
        raise SourceError(
            f"cannot be read: {error.strerror}", str(place), "name a file, a folder or a repository"
        ) from error
    if stat.S_ISREG(info.st_mode):
        return (_on_disk(place, place.name),)
    listed = list(islice(_walk(place), MOST_FILES + 1))
    if len(listed) > MOST_FILES:
        raise SourceError(f"holds more than {MOST_FILES:,} workflow files", str(place), "name a folder below it")
    return tuple(_on_disk(place / path, path) for path in sorted(listed))


def _is_bare(place: Path) -> bool:
    """Tell whether a place is a repository's own folder, without files beside it."""
    if not place.is_dir() or (place / ".git").exists() or not Git.is_repository(place):
        return False
    return Git.open(place).git_dir == Path(os.path.realpath(place))


def _committed(place: Path, ref: str) -> tuple[WorkflowFile, ...]:
    git = Git.open(place if place.is_dir() else place.parent)
    below = _below(git, place)
    snapshot = read_snapshot(git, resolve(git, ref))
    paths = [path for path in snapshot.entries if path.startswith(below) and _counts(path, path.removeprefix(below))]
    if below and below.rstrip("/") in snapshot.entries:
        paths = [below.rstrip("/")]
    if len(paths) > MOST_FILES:
        raise SourceError(f"holds more than {MOST_FILES:,} workflow files", str(place), "name a folder below it")
    return tuple(WorkflowFile(path, content.data, content.why) for path, content in snapshot.read_many(sorted(paths)))


def _below(git: Git, place: Path) -> str:
    """Name a place inside the work tree, as git does; empty for the repository itself."""
    if git.top is None or Path(os.path.realpath(place)) == git.top:
        return ""
    return f"{os.path.relpath(os.path.realpath(place), git.top)}/".removeprefix("./")


def _walk(place: Path) -> Iterator[str]:
    """List what is a workflow by its path, and any YAML file directly in the folder that was named."""
    top = os.fspath(place)
    inside = f"{os.path.realpath(top)}/"
    for number, (folder, folders, files) in enumerate(os.walk(top)):
        if number >= MOST_FOLDERS:
            raise SourceError(f"holds more than {MOST_FOLDERS:,} folders", top, "name a folder below it")
        folders[:] = sorted(name for name in folders if name not in PASSED_BY)
        here = os.path.relpath(folder, top)
        for name in files:
            path = name if here == "." else f"{here}/{name}"
            if _counts(f"{inside}{path}", path) or (here == "." and _is_loose(place, name)):
                yield path


def _counts(path: str, below: str) -> bool:
    """Tell whether a file is an action, or a workflow of the place that was named: deeper ones are data to GitHub."""
    depth = below.count("/")
    return is_workflow_path(path) and (depth < 2 or below.startswith(".github/") or _is_action(below))


def _is_action(path: str) -> bool:
    return path.rsplit("/", 1)[-1] in ACTION_NAMES


def _is_loose(place: Path, name: str) -> bool:
    """Tell whether a YAML file in the named folder itself says jobs: a folder of templates has no other sign."""
    if not name.endswith(ENDINGS) or (place / ".git").exists():
        return False
    file = _on_disk(place / name, name)
    return file.data is not None and b"\njobs:" in b"\n" + file.data


def _on_disk(file: Path, path: str) -> WorkflowFile:
    try:
        handle = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        return WorkflowFile(path, None, f"cannot be read: {error.strerror}")
    with os.fdopen(handle, "rb") as stream:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            return WorkflowFile(path, None, "is no regular file")
        return WorkflowFile(path, stream.read(MOST_BYTES))
