"""Time whole commands of blastgate against git itself and a bare Python, on a repository made from a real package.

The package is Django's source distribution, fetched by pip; its files become one commit, an edited one a second.
Prints medians of five runs after one warm-up, and each as a multiple of ``python -c pass``.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

PACKAGE, CHANGED = "django==5.2", "django/utils/text.py"
RUNS, FLOOR = 5, "python -c pass"
BLASTGATE = str(Path(sys.executable).parent / "blastgate")


def main() -> None:
    """Build the repository, time every command in it and print the table."""
    with tempfile.TemporaryDirectory() as folder:
        repository = build(Path(folder))
        files = len(_output(["git", "ls-files"], repository).splitlines())
        print(f"{PACKAGE}: {files} files, one changed; Python {sys.version.split()[0]}; {os.cpu_count()} processors")
        medians = {name: median_ms(command, repository) for name, command in commands().items()}
        for name, spent in medians.items():
            print(f"{name:28} {spent:8.0f} ms {spent / medians[FLOOR]:7.1f} x")


def commands() -> dict[str, list[str]]:
    """Name the commands to time; blastgate's run with the caches that they keep by themselves."""
    return {
        FLOOR: [sys.executable, "-c", "pass"],
        "git diff --name-status": ["git", "diff", "--name-status", "HEAD~1", "HEAD"],
        "blastgate --version": [BLASTGATE, "--version"],
        "blastgate check": [BLASTGATE, "check", "--base", "HEAD~1", "--head", "HEAD", "--exit-zero"],
        "blastgate affected": [BLASTGATE, "affected", CHANGED, "--format", "json"],
        "blastgate graph": [BLASTGATE, "graph", "--format", "json"],
    }


def build(folder: Path) -> Path:
    """Download and unpack the package into a git repository of two commits."""
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:"]
    subprocess.run([*pip, "--dest", str(folder), PACKAGE], check=True)
    with tarfile.open(next(folder.glob("*.tar.gz"))) as packed:
        packed.extractall(folder, filter="data")
    repository = next(path for path in folder.iterdir() if path.is_dir())
    _output(["git", "init", "--quiet", "--initial-branch=main"], repository)
    _commit(repository, "Import the package")
    changed = repository / CHANGED
    changed.write_text(changed.read_text(encoding="utf-8") + "\n# one line more\n", encoding="utf-8")
    _commit(repository, "Change one file")
    return repository


def median_ms(command: Sequence[str], repository: Path) -> float:
    """Run a command once to warm up and five times more; return the median in milliseconds."""
    times = []
    for _ in range(RUNS + 1):
        start = perf_counter()
        _output(command, repository)
        times.append((perf_counter() - start) * 1000)
    return statistics.median(times[1:])


def _commit(repository: Path, message: str) -> None:
    who = ["-c", "user.name=Benchmark", "-c", "user.email=benchmark@example.com", "-c", "commit.gpgSign=false"]
    _output(["git", "add", "--all", "--force"], repository)
    _output(["git", *who, "commit", "--quiet", "--message", message], repository)


def _output(command: Sequence[str], repository: Path) -> str:
    return subprocess.run(command, cwd=repository, check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    main()
