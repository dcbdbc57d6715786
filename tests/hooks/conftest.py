"""A laptop: a clone with a remote, and blastgate in its hooks, plain or by the pre-commit framework."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml
from laptop import Laptop

from blastgate.setup.git_hooks import git_hook

TOP = Path(__file__).resolve().parents[2]
POLICY = """\
version: 1
default_level: low
categories:
  watched: {at_least: medium, paths: ["watched/**"]}
  locked: {at_least: high, paths: ["locked/**"]}
  danger: {at_least: high, added_lines: ["DANGER"]}
gate:
  - {level: low, ai_assisted: any, author: any, then: pass}
  - {level: medium, ai_assisted: any, author: any, then: review, by: [senior]}
  - {level: high, ai_assisted: any, author: any, then: block}
people:
  senior: ["@dana"]
"""
FILES = {
    ".blastgate.yml": POLICY,
    "a": "1\n2\n3\n4\n5\n6\n7\n8\n9\n",
    "b": "1\n",
    "locked/x": "1\n",
    "watched/x": "1\n",
}


@pytest.fixture(scope="session")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ``blastgate`` command of this checkout, found nowhere else."""
    script = tmp_path_factory.mktemp("bin") / "blastgate"
    start = f"import sys; sys.path[:0] = [{str(TOP)!r}]; from blastgate.cli.app import main; main()"
    script.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -P -c {shlex.quote(start)} "$@"\n')
    script.chmod(0o755)
    return script


@pytest.fixture(scope="session", autouse=True)
def _the_users_machine(
    own_environment: None, program: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """A name, an address, blastgate on the search path, a home of its own for the framework."""
    with pytest.MonkeyPatch.context() as patch:
        for role in ("AUTHOR", "COMMITTER"):
            patch.setenv(f"GIT_{role}_NAME", "Ada Writer")
            patch.setenv(f"GIT_{role}_EMAIL", "ada@example.com")
        patch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
        patch.setenv("PRE_COMMIT_HOME", str(tmp_path_factory.mktemp("pre-commit")))
        yield


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone with one commit on main, pushed to the remote beside it."""
    folder = tmp_path_factory.mktemp("template")
    subprocess.run(["git", "init", "--quiet", "--bare", "-b", "main", "remote.git"], cwd=folder, check=True)
    subprocess.run(["git", "init", "--quiet", "-b", "main", "clone"], cwd=folder, check=True)
    made = Laptop(folder / "clone")
    for path, content in FILES.items():
        made.write(path, content)
    made.git("add", "--all")
    made.git("commit", "--quiet", "-m", "Start")
    made.git("remote", "add", "origin", "../remote.git")
    made.git("push", "--quiet", "--set-upstream", "origin", "main")
    return folder


@pytest.fixture
def laptop(template: Path, tmp_path: Path) -> Laptop:
    """A fresh clone without hooks."""
    shutil.copytree(template, tmp_path / "laptop", symlinks=True)
    return Laptop(tmp_path / "laptop" / "clone")


Install = Callable[[Laptop], Laptop]


def install_plain(laptop: Laptop, program: Path) -> Laptop:
    """Write the plain hooks into the repository, as ``blastgate init --hooks`` does."""
    folder = laptop.folder / laptop.git("rev-parse", "--git-path", "hooks").stdout.strip()
    folder.mkdir(exist_ok=True)
    for name in ("pre-commit", "pre-push"):
        (folder / name).write_text(git_hook(name, str(program)))
        (folder / name).chmod(0o755)
    return laptop


def install_framework(laptop: Laptop) -> Laptop:
    """Install the hooks of .pre-commit-hooks.yaml by the framework, with the language of this machine."""
    hooks = yaml.safe_load((TOP / ".pre-commit-hooks.yaml").read_text())
    local = [hook | {"language": "system"} for hook in hooks]
    config = laptop.folder.parent / "pre-commit-config.yaml"
    config.write_text(yaml.safe_dump({"repos": [{"repo": "local", "hooks": local}]}))
    laptop.run(sys.executable, "-m", "pre_commit", "install", "-c", str(config), "-t", "pre-commit", "-t", "pre-push")
    return laptop


@pytest.fixture(params=["plain", "framework"])
def hooked(request: pytest.FixtureRequest, laptop: Laptop, program: Path) -> Laptop:
    """A clone with hooks, once of each kind."""
    return install_plain(laptop, program) if request.param == "plain" else install_framework(laptop)


@pytest.fixture
def install(program: Path) -> Install:
    """How plain hooks get into any repository."""
    return lambda laptop: install_plain(laptop, program)


@pytest.fixture
def plain(laptop: Laptop, program: Path) -> Laptop:
    """A clone with plain hooks."""
    return install_plain(laptop, program)


@pytest.fixture
def framework(laptop: Laptop) -> Laptop:
    """A clone with the hooks of the framework."""
    return install_framework(laptop)
