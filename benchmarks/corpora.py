"""Repositories made of packages that the public indexes have: unpacked, committed, and one file changed."""

from __future__ import annotations

import subprocess
import sys
import tarfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

IDENTITY = ("-c", "user.name=Benchmark", "-c", "user.email=benchmark@example.com", "-c", "commit.gpgSign=false")


class Many(NamedTuple):
    """Packages of one large tree: source distributions of the Python index, packages of npm."""

    pip: Sequence[str]
    npm: Sequence[str]


def build(folder: Path, package: str, module: str) -> Path:
    """Download and unpack a source distribution into a git repository of two commits."""
    repository = start(sdist(package, folder))
    commit(repository, "Import the package")
    changed = repository / module / "__init__.py"
    changed.write_text(changed.read_text(encoding="utf-8") + "\n# one line more\n", encoding="utf-8")
    commit(repository, "Change one file")
    return repository


def gather(repository: Path, packages: Many) -> Path:
    """Download and unpack many packages into one repository, each in a folder of its own."""
    start(repository)
    for package in packages.pip:
        sdist(package, repository / package.partition("=")[0])
    npm(packages.npm, repository / "npm").rename(repository / "npm" / "packages")
    commit(repository, "Import the packages")
    return repository


def sdist(package: str, folder: Path) -> Path:
    """Download a source distribution of the Python index, unpack it, and return its top folder."""
    folder.mkdir()
    name = package.partition("=")[0]
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", name]
    subprocess.run([*pip, "--dest", str(folder), package], check=True)
    archive = next(folder.glob("*.tar.gz"))
    with tarfile.open(archive) as packed:
        packed.extractall(folder, filter="data")
    archive.unlink()
    return next(path for path in folder.iterdir() if path.is_dir())


def npm(packages: Sequence[str], folder: Path) -> Path:
    """Install packages of npm without running anything of theirs, and return the folder that holds them."""
    folder.mkdir()
    (folder / "package.json").write_text("{}", encoding="utf-8")
    quiet = ["--silent", "--no-audit", "--no-fund", "--ignore-scripts", "--legacy-peer-deps"]
    subprocess.run(["npm", "install", *quiet, *packages], cwd=folder, check=True)
    return folder / "node_modules"


def start(repository: Path) -> Path:
    """Begin a repository in a folder."""
    repository.mkdir(exist_ok=True)
    output(["git", "init", "--quiet", "--initial-branch=main"], repository)
    return repository


def count(repository: Path) -> int:
    """Count the files at HEAD."""
    return output(["git", "ls-tree", "-r", "--name-only", "HEAD"], repository).count("\n")


def languages(repository: Path) -> str:
    """Name the most frequent endings at HEAD, with how many files have them."""
    names = output(["git", "ls-tree", "-r", "--name-only", "HEAD"], repository).splitlines()
    endings = Counter(Path(name).suffix for name in names)
    return ", ".join(f"{number:,} {ending}" for ending, number in endings.most_common(12) if ending)


def commit(repository: Path, message: str) -> None:
    """Commit everything in a work tree."""
    output(["git", "add", "--all", "--force"], repository)
    output(["git", *IDENTITY, "commit", "--quiet", "--message", message], repository)


def output(command: Sequence[str], folder: Path) -> str:
    """Run a command and return what it printed."""
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout
