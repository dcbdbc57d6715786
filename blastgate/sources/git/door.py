"""The one git door: every question to a repository is asked here, hardened, and answered in bytes."""

from __future__ import annotations

import os
import subprocess
import weakref
from contextlib import AbstractContextManager
from pathlib import Path
from typing import IO, TYPE_CHECKING

from blastgate.errors import SourceError
from blastgate.sources.git import process
from blastgate.sources.git.environment import PATHS_OF_A_HOOK, alone, clean
from blastgate.sources.git.process import Argument
from blastgate.sources.git.scratch import make_folder, remove_folder

if TYPE_CHECKING:
    from blastgate.sources.git.supply import Remote

QUESTIONS = ("--is-bare-repository", "--show-object-format", "--absolute-git-dir", "--git-common-dir", "--show-cdup")
EMPTY_TREES = {
    "sha1": "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
    "sha256": "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321",
}


class Git:
    """A repository, and the only way to ask it something.

    ``top`` is the root of the work tree (None in a bare repository), ``git_dir`` the repository's own folder,
    ``common_dir`` the one it shares with linked worktrees, ``index`` the index file in force.
    """

    def __init__(self, folder: Path, environment: dict[str, str], answers: list[str]) -> None:
        bare, self.object_format, git_dir, common, *up = answers
        self.bare = bare == "true"
        self.git_dir = Path(git_dir)
        self.common_dir = Path(os.path.normpath(folder / common))
        self.top = Path(os.path.realpath(folder / up[0])) if up and not self.bare else None
        self.folder = self.top or self.git_dir
        self.index = Path(environment.get("GIT_INDEX_FILE", self.git_dir / "index"))
        self.environment = environment | {"GIT_DIR": git_dir}
        if self.top:
            self.environment["GIT_WORK_TREE"] = str(self.top)
        self.views: dict[str, Git] = {}  # the same repository seen otherwise, made once
        self.idle: list[subprocess.Popen[bytes]] | None = None  # conversations about objects, to be gone on with
        self.remote: Remote | None = None  # where files that are not here are fetched from, for a repository of our own

    @classmethod
    def open(cls, path: Path, hook: bool = False) -> Git:
        """Open the repository that holds ``path``: a work tree, a folder in one, a linked worktree, or a bare one.

        ``hook`` honours the environment that git gives its hooks (``GIT_INDEX_FILE`` above all) when it speaks of the
        repository at ``path``. Raises SourceError with the remedy when there is no repository, or no git.
        """
        folder = Path(os.path.realpath(path.parent if path.name == ".git" and path.is_dir() else path))
        if not folder.is_dir():
            raise SourceError("is not a folder", str(path), "name a repository with --repo DIR")
        if hook and any(os.environ.get(name) for name in PATHS_OF_A_HOOK):
            here = Path.cwd()
            of_hook = cls._discover(here, clean(os.environ, hook=True))
            if folder == here or cls._discover(folder, clean(os.environ)).git_dir == of_hook.git_dir:
                return of_hook
            hook = False
        return cls._discover(folder, clean(os.environ, hook))

    @classmethod
    def _discover(cls, folder: Path, environment: dict[str, str]) -> Git:
        if "GIT_DIR" not in environment and _looks_bare(folder):
            environment["GIT_DIR"] = str(folder)
        code, out, err = process.run(folder, environment, ["rev-parse", *QUESTIONS], b"")
        if code:
            raise _not_opened(folder, err)
        answers = out.decode("utf-8", "surrogateescape").split("\n")[:-1]
        if len(answers) not in (4, 5):
            raise SourceError("its folder has a line break in its name", repr(str(folder)), "rename it")
        return cls(folder, environment, answers)

    @staticmethod
    def is_repository(path: Path) -> bool:
        """Tell whether ``path`` is in a repository.

        Raises SourceError where one is there and cannot be opened: its policy would be passed by in silence.
        """
        try:
            Git.open(path)
        except SourceError:
            folder = Path(os.path.realpath(path))
            traces = (place / ".git" for place in (folder, *folder.parents))
            if not folder.is_dir() or _looks_bare(folder) or any(map(os.path.lexists, traces)):
                raise
            return False
        return True

    @property
    def shallow(self) -> bool:
        """Tell whether history was cut off by a shallow clone."""
        return (self.common_dir / "shallow").exists()

    @property
    def empty_tree(self) -> str:
        """The id of the tree without files, which every repository knows."""
        return EMPTY_TREES[self.object_format]

    @property
    def store(self) -> Git:
        """The same objects seen alone, by id: no references, index, configuration, attributes, remotes, replacements.

        What depends on objects alone is asked here, so nothing that a user or a repository configures can bend it,
        and a missing object of a partial clone is missing, never fetched.
        """
        if self.environment.get("GIT_DIR") != str(self.git_dir):
            return self
        if "store" not in self.views:
            folder = make_folder()
            self.views["store"] = self.using(**alone(folder, self)).owning(folder)
        return self.views["store"]

    def supplied(self, ids: list[str]) -> list[str]:
        """Fetch those objects that are not here from the remote, if there is one; return all. Raises SourceError."""
        if self.remote is not None:
            from blastgate.sources.git.supply import supply  # the gate alone has a remote

            supply(self, self.remote, ids)
        return ids

    def using(self, **environment: str) -> Git:
        """Return this repository asked with further environment variables."""
        copy = object.__new__(Git)
        vars(copy).update(vars(self), environment=self.environment | environment, views={}, idle=None, _keeps=self)
        copy.folder = Path(environment.get("GIT_DIR", self.folder))
        return copy

    def owning(self, folder: Path) -> Git:
        """Remove a temporary folder when this view of the repository is let go of; return the view."""
        weakref.finalize(self, remove_folder, folder)
        return self

    def run(self, *args: Argument, input: bytes = b"") -> bytes:  # noqa: A002
        """Run one git command and return what it printed. Raises SourceError when git fails, hangs or is missing."""
        code, out, err = self.ask(*args, input=input)
        if code:
            raise process.failure(args, err)
        return out

    def try_run(self, *args: Argument, input: bytes = b"") -> bytes | None:  # noqa: A002
        """Run one git command; None when git says no. Raises SourceError when git hangs or is missing."""
        code, out, _ = self.ask(*args, input=input)
        return None if code else out

    def ask(self, *args: Argument, input: bytes = b"") -> tuple[int, bytes, bytes]:  # noqa: A002
        """Run one git command; return its exit code, output and error output."""
        return process.run(self.folder, self.environment, args, input)

    def stream(self, *args: Argument, input: bytes = b"") -> AbstractContextManager[IO[bytes]]:  # noqa: A002
        """Run one git command, to be read as it prints, in a ``with``; leaving early stops it."""
        return process.streamed(self.folder, self.environment, args, input)

    def converse(self, *args: Argument) -> subprocess.Popen[bytes]:
        """Start a git command that answers line by line; the caller stops it."""
        return process.start(self.folder, self.environment, args, subprocess.PIPE, subprocess.DEVNULL)


def _looks_bare(folder: Path) -> bool:
    """Tell whether the user named a bare repository itself: only then its settings are trusted with their place."""
    return not (folder / ".git").exists() and all((folder / part).exists() for part in ("HEAD", "objects", "refs"))


def _not_opened(folder: Path, errors: bytes) -> SourceError:
    if b"dubious ownership" in errors:
        hint = f"if you trust it: git config --global --add safe.directory {folder}"
        return SourceError("belongs to another user, so git refuses it", str(folder), hint)
    if b"not a git repository" in errors:
        hint = "run inside a repository, name one with --repo DIR, or judge a patch with --diff FILE"
        return SourceError("is not in a git repository", str(folder), hint)
    if b"safe.bareRepository" in errors:
        return SourceError("is inside a bare repository", str(folder), "name its own folder with --repo DIR")
    return process.failure(["rev-parse"], errors)
