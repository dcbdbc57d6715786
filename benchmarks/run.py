"""Time whole commands of blastgate beside what users would run instead, on a repository made from a real package.

``python benchmarks/run.py [PACKAGE==VERSION MODULE]``: the package's source distribution, fetched by pip, becomes one
commit, an edited file a second. grimp is installed into an environment of its own. All commands take turns, round by
round, so that a busy machine is busy for each of them; medians are printed, with peak memory, and written as JSON.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tarfile
import tempfile
import venv
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple

PACKAGE, MODULE = "homeassistant==2024.3.3", "homeassistant"
RUNS = 5
BLASTGATE = str(Path(sys.executable).parent / "blastgate")
RESULTS = Path(__file__).parent / "results.json"
GRIMP = "import sys, grimp; sys.path.insert(0, '.'); grimp.build_graph(sys.argv[1], cache_dir=eval(sys.argv[2]))"
GRIMP_EDGES = (
    "import sys, json, grimp; sys.path.insert(0, '.'); g = grimp.build_graph(sys.argv[1], cache_dir=None);"
    "print(json.dumps([[m, n] for m in g.modules for n in g.find_modules_directly_imported_by(m)]))"
)


class Row(NamedTuple):
    """One command: what the table calls it, its arguments, and where it runs."""

    name: str
    command: list[str]
    folder: Path


class Spent(NamedTuple):
    """One run: wall and processor time in milliseconds, and the largest process in megabytes."""

    wall: float
    cpu: float
    peak: float


def main(arguments: Sequence[str]) -> None:
    """Build the repositories, time every command in turn and print the table."""
    package, module = arguments if len(arguments) == 2 else (PACKAGE, MODULE)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        repository = build(folder / "package", package, module)
        os.environ["XDG_CACHE_HOME"] = str(folder / "cache")
        large = repeat(repository, folder / "large.git", 70_000)
        python = peers(folder)
        rows = commands(repository, large, python, module)
        runs = measure(rows)
        head = f"{package}: {count(repository)} files, one changed; the large tree: {count(large)} files"
        table = show(runs)
        edges = agreement(repository, python, module)
        print(f"{head}\n{machine()}\n\n{table}\n\n{edges}")
        result = {"head": head, "machine": machine(), "edges": edges, "runs": runs}
        RESULTS.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")


def commands(repository: Path, large: Path, python: str, module: str) -> list[Row]:
    """Name the commands to time; the first one of each pair fills the cache that the next one finds."""
    changed, cache = f"{module}/__init__.py", repr(str(repository.parent / "grimp"))
    last = ["--base", "HEAD~1", "--head", "HEAD"]
    json_ = ["--format", "json"]
    check = [BLASTGATE, "check", *last, "--exit-zero", *json_]
    return [
        Row("python -c pass", [sys.executable, "-c", "pass"], repository),
        Row("git diff --name-status", ["git", "diff", "--name-status", "HEAD~1", "HEAD"], repository),
        Row("blastgate --version", [BLASTGATE, "--version"], repository),
        Row("blastgate --help", [BLASTGATE, "--help"], repository),
        Row("blastgate affected, warm", [BLASTGATE, "affected", changed, *last, *json_], repository),
        Row("blastgate check, warm", check, repository),
        Row("blastgate check, cold", [*check, "--no-cache"], repository),
        Row("blastgate graph, cold", [BLASTGATE, "graph", *json_, "--no-cache"], repository),
        Row("grimp, cold", [python, "-c", GRIMP, module, "None"], repository),
        Row("grimp, warm", [python, "-c", GRIMP, module, cache], repository),
        Row("blastgate graph, large, cold", [BLASTGATE, "graph", *json_, "--no-cache"], large),
    ]


def build(folder: Path, package: str, module: str) -> Path:
    """Download and unpack the package into a git repository of two commits."""
    folder.mkdir()
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:"]
    subprocess.run([*pip, "--dest", str(folder), package], check=True)
    with tarfile.open(next(folder.glob("*.tar.gz"))) as packed:
        packed.extractall(folder, filter="data")
    repository = next(path for path in folder.iterdir() if path.is_dir())
    output(["git", "init", "--quiet", "--initial-branch=main"], repository)
    commit(repository, "Import the package")
    changed = repository / module / "__init__.py"
    changed.write_text(changed.read_text(encoding="utf-8") + "\n# one line more\n", encoding="utf-8")
    commit(repository, "Change one file")
    return repository


def repeat(repository: Path, bare: Path, files: int) -> Path:
    """Make a bare repository whose tree holds the package as often as it takes to have that many files."""
    output(["git", "clone", "--quiet", "--bare", str(repository), str(bare)], repository)
    for copy in range(-(-files // count(repository))):
        output(["git", "read-tree", "-i", f"--prefix=copy{copy}/", "HEAD"], bare)
    tree = output(["git", "write-tree"], bare).strip()
    output(
        ["git", "update-ref", "HEAD", output(["git", *IDENTITY, "commit-tree", "-m", "Copies", tree], bare).strip()],
        bare,
    )
    return bare


def peers(folder: Path) -> str:
    """Install what blastgate is compared with into an environment of its own; return its Python."""
    venv.create(folder / "peers", with_pip=True)
    python = str(folder / "peers" / "bin" / "python")
    subprocess.run([python, "-m", "pip", "install", "--quiet", "grimp"], check=True)
    return python


def measure(rows: list[Row]) -> dict[str, dict[str, float]]:
    """Run every command once to warm up, then in turn; return the medians of each."""
    spent: dict[str, list[Spent]] = {row.name: [] for row in rows}
    for _ in range(RUNS + 1):
        for row in rows:
            spent[row.name].append(run(row))
    return {
        name: {part: statistics.median(getattr(s, part) for s in found[1:]) for part in Spent._fields}
        for name, found in spent.items()
    }


def run(row: Row) -> Spent:
    """Run one command to its end."""
    start = perf_counter()
    process = subprocess.Popen(row.command, cwd=row.folder, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    wall = perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{row.name}: exit code {process.returncode}")
    return Spent(wall * 1000, (used.ru_utime + used.ru_stime) * 1000, used.ru_maxrss / 1000)


def show(runs: dict[str, dict[str, float]]) -> str:
    """Write the table: medians, and wall time as a multiple of a bare Python and of grimp."""
    floor, peer = runs["python -c pass"]["wall"], runs["grimp, warm"]["wall"]
    lines = [
        "| command | wall ms | cpu ms | peak MB | x python | x grimp warm |",
        "| --- | --: | --: | --: | --: | --: |",
    ]
    for name, found in runs.items():
        ratios = f"{found['wall'] / floor:.1f} | {found['wall'] / peer:.3f}"
        lines.append(f"| {name} | {found['wall']:,.0f} | {found['cpu']:,.0f} | {found['peak']:,.0f} | {ratios} |")
    return "\n".join(lines)


def agreement(repository: Path, python: str, module: str) -> str:
    """Tell how many of grimp's edges the file graph has; both ends as files."""
    theirs = json.loads(output([python, "-c", GRIMP_EDGES, module], repository))
    ours: Any = json.loads(output([BLASTGATE, "graph", "--level", "file", "--format", "json"], repository))
    files = set(ours["files"])
    found = {(from_, to) for from_, to, _ in ours["edges"]}
    wanted = {(file_of(a, files), file_of(b, files)) for a, b in theirs}
    share = len(wanted & found) / len(wanted)
    return (
        f"edges between files: grimp has {len(wanted):,}, of these blastgate has {len(wanted & found):,} ({share:.2%})"
    )


def file_of(module: str, files: set[str]) -> str:
    """Find the file of a module."""
    path = module.replace(".", "/")
    return f"{path}.py" if f"{path}.py" in files else f"{path}/__init__.py"


def machine() -> str:
    """Describe where this ran."""
    return f"Python {sys.version.split()[0]}, {os.cpu_count()} processors, medians of {RUNS} rounds in turn"


def count(repository: Path) -> int:
    """Count the files at HEAD."""
    return output(["git", "ls-tree", "-r", "--name-only", "HEAD"], repository).count("\n")


IDENTITY = ("-c", "user.name=Benchmark", "-c", "user.email=benchmark@example.com", "-c", "commit.gpgSign=false")


def commit(repository: Path, message: str) -> None:
    """Commit everything in a work tree."""
    output(["git", "add", "--all", "--force"], repository)
    output(["git", *IDENTITY, "commit", "--quiet", "--message", message], repository)


def output(command: Sequence[str], folder: Path) -> str:
    """Run a command and return what it printed."""
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    main(sys.argv[1:])
