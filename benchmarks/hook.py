"""Time what a person waits for before a commit: ``python benchmarks/hook.py [FILES]``.

A repository of 10,000 files (200 services), three of them staged. Whole processes, wall clock and processor time, in
turn: git itself, a bare Python, ruff on the staged files (the quickest popular hook there is), and blastgate's hook.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from timing import Row, machine, measure, table

BIN = Path(sys.executable).parent
STAGED = ("services/s7/app.py", "services/s7/part_3.py", "services/s8/part_1.py")


def main() -> int:
    """Build the repository, run the commands in turn, print one row for each."""
    files = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory(prefix="blastgate-hook-") as name:
        top = Path(name) / "repository"
        build(top, files)
        found = measure([Row(label, command, top, clean(Path(name))) for label, command in commands().items()])
    print(f"{files:,} files, {len(STAGED)} staged; {machine()}\n")
    print(table(found, ["git status"]))
    return 0


def commands() -> dict[str, list[str]]:
    """Name the commands in the order of the table."""
    hook = [str(BIN / "blastgate"), "check", "--hook", "pre-commit"]
    return {
        "git status": ["git", "status", "--short"],
        "python -c pass": [sys.executable, "-c", "pass"],
        "ruff check STAGED": [str(BIN / "ruff"), "check", "--no-cache", "--exit-zero", *STAGED],
        "blastgate hook": hook,
        "blastgate hook, nothing kept": [*hook, "--no-cache"],
    }


def build(top: Path, files: int) -> None:
    """Write services that import themselves and a neighbour, commit them, and stage three edits."""
    for number in range(files):
        service, part = divmod(number, 50)
        folder = top / "services" / f"s{service}"
        folder.mkdir(parents=True, exist_ok=True)
        name = {0: "app.py", 1: "Dockerfile", 2: "requirements.txt"}.get(part, f"part_{part}.py")
        other = service - 1 if part == 3 and service % 10 else service  # chains of ten services, through one file each
        text = f"import json\nfrom services.s{other} import app\n\nVALUE = {part}\n"
        (folder / name).write_text({1: "FROM python:3.12\nCOPY . .\n", 2: "requests\n"}.get(part, text))
    git(top, "init", "--quiet", "--initial-branch=main")
    git(top, "add", "--all")
    git(top, "-c", "user.name=A", "-c", "user.email=a@example.com", "commit", "--quiet", "-m", "Start")
    for path in STAGED:
        with (top / path).open("a") as file:
            file.write("MORE = 1\n")
    git(top, "add", "--all")


def git(top: Path, *arguments: str) -> None:
    """Run git in the repository."""
    subprocess.run(["git", *arguments], cwd=top, check=True)


def clean(home: Path) -> dict[str, str]:
    """Return an environment of its own: no settings, a cache that begins empty."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return kept | {"HOME": str(home), "XDG_CACHE_HOME": str(home / "cache"), "GIT_CONFIG_NOSYSTEM": "1"}


if __name__ == "__main__":
    sys.exit(main())
