"""Real git repositories from a few lines of script."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Self

NO_CONFIGURATION = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_COUNT": "0",
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_TEMPLATE_DIR": "",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
EPOCH = 1_704_067_200  # 2024-01-01T00:00:00Z; each commit is a minute younger, so that ids are stable
PERSON = re.compile(r"(?P<name>[^<]*?) *<(?P<email>[^>]*)>")


class RepositoryBuilder:
    """A real git repository made in a few lines, the same ids every time, whatever the user's git is set to.

    ::

        repo = RepositoryBuilder(tmp_path)
        repo.commit("Start", {"app.py": "print(1)\\n"})
        repo.branch("topic").write("app.py", "print(2)\\n").commit("Change", author="Ada <ada@example.com>")

    Paths are relative to the top, with ``surrogateescape`` for bytes that are no UTF-8; None removes a file.
    """

    def __init__(self, folder: Path, branch: str = "main", object_format: str = "sha1") -> None:
        from git import Repo  # only where a repository is built: the import is slow

        self.path = folder
        folder.mkdir(parents=True, exist_ok=True)
        pinned = {
            "GIT_DIR": str(folder / ".git"),
            "GIT_WORK_TREE": str(folder),
            "GIT_INDEX_FILE": str(folder / ".git/index"),
        }
        self._environment = pinned | NO_CONFIGURATION
        self.repo = Repo.init(folder, initial_branch=branch, object_format=object_format, env=self._environment)
        self.repo.git.update_environment(**self._environment)
        self._commits = 0

    def run(self, *args: str, **environment: str) -> str:
        """Run any git command in the repository; return what it printed."""
        return str(self.repo.git.execute(["git", *args], env=self._environment | environment))

    def clone(self, folder: Path, *options: str) -> Path:
        """Clone the repository as from afar (``--depth=1``, ``--bare``, ``--filter=blob:none``); return the folder."""
        from git import Git

        Git().execute(["git", "clone", "--quiet", *options, self.path.as_uri(), str(folder)], env=NO_CONFIGURATION)
        return folder

    def write(self, path: str, content: str | bytes | None, executable: bool = False) -> Self:
        """Write a file, folders included; None removes it."""
        if content is None:
            return self.remove(path)
        place = self._place(path)
        place.write_bytes(content if isinstance(content, bytes) else content.encode())
        place.chmod(0o755 if executable else 0o644)
        return self

    def remove(self, path: str) -> Self:
        """Remove a file."""
        (self.path / path).unlink()
        return self

    def rename(self, old: str, new: str) -> Self:
        """Rename a file, into a new folder if need be."""
        (self.path / old).rename(self._place(new))
        return self

    def chmod(self, path: str, executable: bool = True) -> Self:
        """Set or clear the executable bit."""
        (self.path / path).chmod(0o755 if executable else 0o644)
        return self

    def symlink(self, path: str, target: str) -> Self:
        """Make a symbolic link, in place of a file if there is one."""
        place = self._place(path)
        place.unlink(missing_ok=True)
        place.symlink_to(target)
        return self

    def stage(self) -> Self:
        """Stage everything that differs."""
        self.repo.git.add("--all", "--force")
        return self

    def commit(
        self,
        message: str = "Change",
        files: Mapping[str, str | bytes | None] | None = None,
        author: str = "Ada Writer <ada@example.com>",
        committer: str | None = None,
        date: int | None = None,
    ) -> str:
        """Write some files, stage everything and commit; return the commit's id. ``date`` is in Unix seconds."""
        for path, content in (files or {}).items():
            self.write(path, content)
        self.stage()
        identity = self._identity(author, committer or author, date)
        self.repo.git.commit(
            "--allow-empty", "--allow-empty-message", "--cleanup=verbatim", "-m", message, env=identity
        )
        return self.head

    @property
    def head(self) -> str:
        """The id of the commit at HEAD."""
        return str(self.repo.git.rev_parse("HEAD"))

    def branch(self, name: str, start: str = "HEAD") -> Self:
        """Make a branch and switch to it."""
        self.repo.create_head(name, start)
        return self.switch(name)

    def switch(self, name: str) -> Self:
        """Switch to a branch, a tag or a commit."""
        self.repo.git.checkout("--quiet", name)
        return self

    def merge(self, name: str, message: str = "Merge", author: str = "Ada Writer <ada@example.com>") -> str:
        """Merge a branch with a merge commit, our side winning where they differ; return the commit's id."""
        options = ["--no-ff", "--allow-unrelated-histories", "-X", "ours", "-m", message]
        self.repo.git.merge(*options, name, env=self._identity(author, author, None))
        return self.head

    def note(self, text: str, commit: str = "HEAD", ref: str = "refs/notes/ai") -> Self:
        """Hang a note on a commit."""
        identity = self._identity("Ada Writer <ada@example.com>", "Ada Writer <ada@example.com>", None)
        self.repo.git.notes("--ref", ref, "add", "--force", "-m", text, commit, env=identity)
        return self

    def _place(self, path: str) -> Path:
        place = self.path / path
        place.parent.mkdir(parents=True, exist_ok=True)
        return place

    def _identity(self, author: str, committer: str, date: int | None) -> dict[str, str]:
        when = f"{EPOCH + 60 * self._commits if date is None else date} +0000"
        self._commits += 1
        return {
            f"GIT_{role}_{part}": value
            for role, person in (("AUTHOR", author), ("COMMITTER", committer))
            for part, value in (*_person(person), ("DATE", when))
        }


def _person(text: str) -> tuple[tuple[str, str], ...]:
    match = PERSON.fullmatch(text)
    if match is None:
        raise ValueError(f"write a person as 'Name <email>', not {text!r}")
    return ("NAME", match["name"]), ("EMAIL", match["email"])
