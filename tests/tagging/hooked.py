"""A real repository with the hooks installed, in which a person or an agent commits."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
RUN = f"PYTHONPATH={TOP} exec {sys.executable} -c 'from blastgate.cli.app import main; main()' tag"
AGENT = {"CLAUDECODE": "1"}
TAG = "Assisted-by: Claude"
NO_HOOKS = ("-c", f"core.hooksPath={os.devnull}")
STAGES = {"prepare-commit-msg": "", "commit-msg": " --commit-msg"}


class Hooked:
    """One repository. ``git`` runs a command as a person, or with ``AGENT`` in the environment; ``said`` is stderr."""

    def __init__(self, folder: Path, stages: tuple[str, ...] = tuple(STAGES)) -> None:
        self.folder = folder
        self.said = ""
        self.git("init", "-q", "-b", "main", str(folder))
        self.git("config", "user.name", "Kim Lee")
        self.git("config", "user.email", "kim@example.org")
        for stage in stages:
            hook = folder / ".git" / "hooks" / stage
            hook.write_text(self.script(STAGES[stage]), encoding="utf-8")
            hook.chmod(0o755)

    @staticmethod
    def script(options: str = "") -> str:
        """Write a hook that runs this checkout."""
        return f'#!/bin/sh\n{RUN}{options} "$@"\n'

    def install_pre_commit(self, stages: tuple[str, ...]) -> None:
        """Let pre-commit install its hooks."""
        asked = [option for stage in stages for option in ("-t", stage)]
        command = [sys.executable, "-m", "pre_commit", "install", *asked]
        subprocess.run(command, cwd=self.folder, env=self.environment({}), capture_output=True, check=True)

    def git(
        self, *args: str, agent: bool = False, editor: str = "true", stdin: bytes = b"", fails: bool = False
    ) -> str:
        """Run git and return its output; ``editor`` is a command that is given the file."""
        environment = self.environment(AGENT if agent else {}) | {"GIT_EDITOR": editor}
        done = subprocess.run(["git", *args], cwd=self.folder, env=environment, input=stdin, capture_output=True)
        self.said = done.stderr.decode()
        assert (done.returncode != 0) == fails, self.said
        return done.stdout.decode("utf-8", "surrogateescape")

    def environment(self, extra: Mapping[str, str]) -> dict[str, str]:
        """Return an environment without any agent but ``extra``, whoever runs the tests."""
        kept = ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_NOSYSTEM", "LC_ALL")
        own = {name: os.environ[name] for name in kept if name in os.environ}
        path = os.pathsep.join([str(Path(shutil.which("git") or "git").parent), "/usr/bin", "/bin"])
        home = {
            "HOME": str(self.folder.parent),
            "PATH": path,
            "PRE_COMMIT_HOME": str(self.folder.parent / "pre-commit"),
        }
        return {**own, **home, **extra}

    def change(self, name: str, text: str = "more\n") -> None:
        """Add a line to a file and stage it."""
        with (self.folder / name).open("a", encoding="utf-8") as file:
            file.write(text)
        self.git("add", "--", name)

    def write(self, name: str, text: str) -> None:
        """Give a file this text and stage it."""
        (self.folder / name).write_text(text, encoding="utf-8")
        self.git("add", "--", name)

    def commit(self, name: str, message: str, *args: str, agent: bool = True) -> str:
        """Change a file and commit it with a message; return the message as it was committed."""
        self.change(name)
        self.git("commit", "-q", "-m", message, *args, agent=agent)
        return self.message()

    def by_hand(self, name: str, message: str) -> None:
        """Commit as a person whose hooks are not installed."""
        self.change(name)
        self.git(*NO_HOOKS, "commit", "-q", "-m", message)

    def message(self, commit: str = "HEAD") -> str:
        """Return a commit's message, as its object has it."""
        said = self.said
        found = self.git("cat-file", "commit", commit).partition("\n\n")[2]
        self.said = said  # of the command whose message is looked at
        return found

    def subjects_tagged(self, range_: str) -> dict[str, bool]:
        """Tell of each commit, by its subject, whether it has the tag."""
        out = self.git("log", "--format=%s%x00%B%x01", range_)
        pairs = (entry.strip("\n").split("\0") for entry in out.split("\1") if entry.strip())
        return {subject: TAG in body for subject, body in pairs}
