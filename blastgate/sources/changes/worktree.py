"""The index, and the work tree seen as one: what ``git add --all`` would stage, in a copy; nothing is written here."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import new as new_digest
from pathlib import Path

from blastgate.errors import SourceError
from blastgate.sources.git.door import Git
from blastgate.sources.git.scratch import make_folder

MAX_STAGED_FILE = 50_000_000  # bytes; a larger file gets its id, its content stays unknown
MAX_STAGED_TOTAL = 500_000_000
FILTERS = r"^filter\..*\.(clean|smudge|process|required)$"


@dataclass(slots=True)
class _Names:
    """The paths to bring up to date, by what can be done with them; all as bytes relative to the top."""

    small: list[bytes] = field(default_factory=list)
    large: list[bytes] = field(default_factory=list)
    gone: list[bytes] = field(default_factory=list)
    repositories: list[bytes] = field(default_factory=list)


def index_of(git: Git) -> Git:
    """Return the view of a repository that has the index in force. Raises SourceError in a bare repository."""
    _work_tree(git)
    return git.store.using(GIT_INDEX_FILE=str(git.index))


def stage_copy(git: Git, anew: bool = False) -> Git:
    """Stage tracked and untracked, not ignored files into a copy of the index beside a private object folder.

    A repository is looked at once, so that change and snapshot agree; ``anew`` looks again. Symbolic links are staged
    as links. Content filters are never run: a file that wants one is taken as it is on disk.
    Raises SourceError in a bare repository, or when a file cannot be read.
    """
    top = _work_tree(git)
    if anew or "worktree" not in git.views:
        git.views["worktree"] = _stage(git, top)
    return git.views["worktree"]


def _work_tree(git: Git) -> Path:
    if git.top is None:
        hint = "judge a range of commits: --base REF --head REF"
        raise SourceError("is a bare repository: it has neither index nor work tree", str(git.git_dir), hint)
    return git.top


def _stage(git: Git, top: Path) -> Git:
    folder = make_folder()
    (folder / "objects").mkdir()
    if git.index.exists():
        shutil.copyfile(git.index, folder / "index")
    place = {
        "GIT_INDEX_FILE": str(folder / "index"),
        "GIT_OBJECT_DIRECTORY": str(folder / "objects"),
        "GIT_ALTERNATE_OBJECT_DIRECTORIES": _alternates(git),
    }
    view = git.store.using(**place).owning(folder)
    _update(git.using(**place, **_without_filters(git)), top)
    return view


def _alternates(git: Git) -> str:
    objects = git.store.environment["GIT_OBJECT_DIRECTORY"].replace("\\", "\\\\").replace('"', '\\"')
    others = git.environment.get("GIT_ALTERNATE_OBJECT_DIRECTORIES", "")
    return f'"{objects}"' + (os.pathsep + others if others else "")


def _without_filters(git: Git) -> dict[str, str]:
    """Switch off every configured content filter: it would run a program for a file of the change."""
    names = (git.try_run("config", "--null", "--name-only", "--get-regexp", FILTERS) or b"").split(b"\0")[:-1]
    settings = {"GIT_CONFIG_COUNT": str(len(names))}
    for number, name in enumerate(names):
        settings[f"GIT_CONFIG_KEY_{number}"] = os.fsdecode(name)
        settings[f"GIT_CONFIG_VALUE_{number}"] = "false" if name.endswith(b".required") else ""
    return settings


def _update(copy: Git, top: Path) -> None:
    """Bring the copied index up to date with the disk."""
    tracked = copy.run("diff-files", "-z", "--name-only", "--ignore-submodules=dirty")
    untracked = copy.run("ls-files", "-z", "--others", "--exclude-standard")
    names = _sort({*tracked.split(b"\0"), *untracked.split(b"\0")} - {b""}, os.fsencode(top))
    nothing = b"0" * len(copy.empty_tree)
    records = [b"0 %s\t%s" % (nothing, name) for name in names.gone]
    records += [_record(name, os.fsencode(top), copy.object_format) for name in names.large]
    copy.run("update-index", "-z", "--index-info", input=_lines(records))
    copy.run("update-index", "-z", "--add", "--remove", "--replace", "--stdin", input=_lines(names.small))
    for name in names.repositories:  # one without a commit has nothing to stage: git says no
        copy.try_run("update-index", "-z", "--add", "--stdin", input=_lines([name]))


def _sort(found: Iterable[bytes], top: bytes) -> _Names:
    names, total = _Names(), 0
    for name in sorted(found):
        kind, size = _look(top, name)
        if name.endswith(b"/"):
            names.repositories.append(name.rstrip(b"/"))
        elif kind == "other":
            names.gone.append(name)
        elif size > MAX_STAGED_FILE or total + size > MAX_STAGED_TOTAL:
            names.large.append(name)
        else:
            names.small.append(name)
            total += size
    return names


def _look(top: bytes, name: bytes) -> tuple[str, int]:
    """Say what stands at a path (a pipe, or a path behind a link, is no file of this tree) and its size in bytes."""
    path = os.path.join(top, name)  # noqa: PTH118
    folder = os.path.dirname(path)  # noqa: PTH120
    if os.path.realpath(folder) != folder:
        return "other", 0
    try:
        info = os.lstat(path)
    except OSError:
        return "absent", 0
    if stat.S_ISREG(info.st_mode):
        return "file", info.st_size
    return ("link" if stat.S_ISLNK(info.st_mode) or stat.S_ISDIR(info.st_mode) else "other"), 0


def _record(name: bytes, top: bytes, object_format: str) -> bytes:
    """Give a large file its id without storing it; its content then counts as missing."""
    path = os.path.join(top, name)  # noqa: PTH118
    with open(path, "rb") as file:  # noqa: PTH123
        info = os.fstat(file.fileno())
        digest = new_digest(object_format, b"blob %d\0" % info.st_size, usedforsecurity=False)
        while part := file.read(1 << 20):
            digest.update(part)
    mode = b"100755" if info.st_mode & stat.S_IXUSR else b"100644"
    return b"%s %s\t%s" % (mode, digest.hexdigest().encode(), name)


def _lines(records: list[bytes]) -> bytes:
    return b"".join(record + b"\0" for record in records)
