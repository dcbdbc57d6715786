"""A work tree on somebody's laptop, where git is run as a person runs it: with hooks, and with the hooks' words."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path


class Laptop:
    """A folder in which commands are run; ``git`` raises where git says no, ``tried`` does not."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def ask(self, *command: str, given: str = "", **extra: str) -> subprocess.CompletedProcess[str]:
        """Run a command in the folder, whatever comes of it."""
        return subprocess.run(
            command, cwd=self.folder, env=os.environ | extra, input=given, capture_output=True, text=True, check=False
        )

    def run(self, *command: str, given: str = "", **extra: str) -> subprocess.CompletedProcess[str]:
        """Run a command in the folder; raise where it says no."""
        ran = self.ask(*command, given=given, **extra)
        assert ran.returncode == 0, f"{command}: {ran.stdout}{ran.stderr}"
        return ran

    def git(self, *arguments: str, given: str = "", **extra: str) -> subprocess.CompletedProcess[str]:
        """Run git; submodules of the same disk are allowed."""
        return self.run("git", "-c", "protocol.file.allow=always", *arguments, given=given, **extra)

    def tried(self, *arguments: str, **extra: str) -> tuple[bool, str]:
        """Run git; return whether it went on, and all that was said."""
        ran = self.ask("git", *arguments, **extra)
        return ran.returncode == 0, ran.stdout + ran.stderr

    def write(self, path: str, content: str) -> Laptop:
        """Write a file, folders included."""
        place = self.folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(content)
        return self

    def stage(self, **files: str) -> Laptop:
        """Write files (``locked__x`` is ``locked/x``) and stage them."""
        for name, content in files.items():
            self.write(name.replace("__", "/"), content)
            self.git("add", name.replace("__", "/"))
        return self

    def commit(self, branch: str, **files: str) -> Laptop:
        """Commit files on a branch, new where it does not exist, without any hook."""
        exists, _ = self.tried("rev-parse", "--verify", "--quiet", f"refs/heads/{branch}")
        self.git("switch", "--quiet", *([] if exists else ["-c"]), branch)
        self.stage(**files)
        self.git("commit", "--quiet", "--no-verify", "--allow-empty", "-m", f"Edit {' '.join(files)}")
        return self
