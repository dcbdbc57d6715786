"""Time whole commands of blastgate beside what users would run instead, on a repository made from a real package.

``python benchmarks/run.py [PACKAGE==VERSION MODULE]``: the package's source distribution, fetched by pip, becomes one
commit, an edited file a second. grimp is installed into an environment of its own. All commands take turns, round by
round, so that a busy machine is busy for each of them; medians are printed, with peak memory, and written as JSON.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import venv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from corpora import Many, build, commit, count, gather, languages, output
from parts import parts_of_three as parts
from timing import Row, machine, measure, table

PACKAGE, MODULE = "homeassistant==2024.3.3", "homeassistant"
LARGE = Many(
    pip=(PACKAGE, "grpcio==1.66.2"),
    npm=("react-native@0.75.4", "effect@3.9.1", "rxjs@7.8.1", "payload@3.0.0"),
)
WIDE = 500  # files changed by one commit, on a branch of its own
BLASTGATE = str(Path(sys.executable).parent / "blastgate")
RESULTS = Path(__file__).parent / "results.json"
GRIMP = "import sys, grimp; sys.path.insert(0, '.'); grimp.build_graph(sys.argv[1], cache_dir=eval(sys.argv[2]))"
GRIMP_EDGES = (
    "import sys, json, grimp; sys.path.insert(0, '.'); g = grimp.build_graph(sys.argv[1], cache_dir=None);"
    "print(json.dumps([[m, n] for m in g.modules for n in g.find_modules_directly_imported_by(m)]))"
)


def main(arguments: Sequence[str]) -> None:
    """Build the repositories, time every command in turn and print the table."""
    package, module = arguments if len(arguments) == 2 else (PACKAGE, MODULE)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        repository = build(folder / "package", package, module)
        os.environ["XDG_CACHE_HOME"] = str(folder / "cache")
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # what pip installs is compiled
        large = gather(folder / "large", LARGE)
        python = peers(folder)
        rows = commands(repository, large, python, module)
        runs = measure(rows)
        widen(repository, module)
        many_changed = measure(wide_rows(repository, module))
        many = f"the large tree: {count(large)} files ({languages(large)})"
        head = f"{package}: {count(repository)} files, one changed; {many}"
        drawn = table(runs, ("grimp, cold", "grimp, warm"))
        edges = agreement(repository, python, module)
        print(f"{head}\n{machine()}\n\n{drawn}\n\n{edges}\n\n{parts(repository, f'{module}/__init__.py')}")
        print(f"\n{table(many_changed, ())}")
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


def wide_rows(repository: Path, module: str) -> list[Row]:
    """Name the commands to time where an earlier run kept the graph of the base, and many files have changed since."""
    wide, json_ = ["--base", "main", "--head", "wide"], ["--format", "json"]
    affected = [BLASTGATE, "affected", f"{module}/__init__.py", *wide, *json_]
    check = [BLASTGATE, "check", *wide, "--exit-zero", *json_]
    return [
        Row("python -c pass", [sys.executable, "-c", "pass"], repository),
        Row(f"blastgate affected, {WIDE} files changed", affected, repository),
        Row(f"blastgate check, {WIDE} files changed", check, repository),
    ]


def widen(repository: Path, module: str) -> None:
    """Change many files in one commit beside the branch, and go back to it."""
    output(["git", "switch", "--quiet", "--create", "wide"], repository)
    for file in sorted((repository / module).rglob("*.py"))[:WIDE]:
        with file.open("a", encoding="utf-8") as text:
            text.write("\n# one line more\n")
    commit(repository, f"Change {WIDE} files")
    output(["git", "switch", "--quiet", "main"], repository)


def peers(folder: Path) -> str:
    """Install what blastgate is compared with into an environment of its own; return its Python."""
    venv.create(folder / "peers", with_pip=True)
    python = str(folder / "peers" / "bin" / "python")
    subprocess.run([python, "-m", "pip", "install", "--quiet", "grimp"], check=True)
    return python


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


if __name__ == "__main__":
    main(sys.argv[1:])
