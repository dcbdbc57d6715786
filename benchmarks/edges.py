"""Count on real packages how many edges of other tools' import graphs the file graph has, and print the table.

``python benchmarks/edges.py`` fetches Python packages with pip and npm packages that ship their TypeScript sources,
makes a repository of each, and asks grimp, ruff and dependency-cruiser for their edges between files of it. The peers
are installed into a folder of their own. Needs git, npm, pip and a network; ``--keep FOLDER`` keeps the downloads.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from corpora import build, commit, npm, output, start
from run import BLASTGATE, GRIMP_EDGES, file_of, peers

PYTHON = (("django==5.2.19", "django"), ("homeassistant==2024.3.3", "homeassistant"))
TYPESCRIPT = (("viem@2.21.0", "."), ("effect@3.10.0", "src"), ("rxjs@7.8.1", "src"))
SHOWN = 5  # edges of a peer that are missing, by name

Edges = set[tuple[str, str]]


class Row(NamedTuple):
    """One comparison: the package, the peer, its edges between files, and what of them the file graph lacks."""

    package: str
    peer: str
    theirs: Edges
    missing: Edges


def main() -> None:
    """Fetch the packages, compare the graphs, print the table and what is missing; exit 1 below the target."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(sys.argv[2]) if sys.argv[1:2] == ["--keep"] else Path(name)
        folder.mkdir(exist_ok=True)
        rows = [*python_rows(folder), *typescript_rows(folder)]
    print("| package | peer | its edges | shared | % |\n| --- | --- | --: | --: | --: |")
    for row in rows:
        shared = len(row.theirs) - len(row.missing)
        print(f"| {row.package} | {row.peer} | {len(row.theirs):,} | {shared:,} | {share(row):.3%} |")
    for row in rows:
        for edge in sorted(row.missing)[:SHOWN]:
            print(f"{row.package}, {row.peer}: missing {edge[0]} -> {edge[1]}")
    sys.exit(any(share(row) < 0.999 for row in rows))


def share(row: Row) -> float:
    """Return the share of the peer's edges that the file graph has; a peer that sees nothing agrees with nothing."""
    return 1 - len(row.missing) / len(row.theirs) if row.theirs else 0.0


def python_rows(folder: Path) -> Iterator[Row]:
    """Compare Python packages with grimp and ruff."""
    python = peers(folder)
    subprocess.run([python, "-m", "pip", "install", "--quiet", "ruff"], check=True)
    for package, module in PYTHON:
        repository = build(folder / module, package, module)
        files, found = ours(repository)
        listed = json.loads(output([python, "-c", GRIMP_EDGES, module], repository))
        grimp = {(file_of(one, files), file_of(other, files)) for one, other in listed}
        ruff = [str(Path(python).parent / "ruff"), "analyze", "graph", "--isolated", module]
        graph = json.loads(output(ruff, repository))
        between = {(one, other) for one, others in graph.items() for other in others if one != other}
        yield Row(package, "grimp", grimp, grimp - found)
        yield Row(package, "ruff", between, between - found)


def typescript_rows(folder: Path) -> Iterator[Row]:
    """Compare npm packages with dependency-cruiser: its edges by relative names, whatever is installed."""
    cruiser = str(npm(("dependency-cruiser", "typescript@5"), folder / "npm") / ".bin" / "depcruise")
    for package, top in TYPESCRIPT:
        repository = unpack(folder / package.partition("@")[0], package)
        files, found = ours(repository)
        command = [cruiser, "--no-config", "--ts-pre-compilation-deps", "--output-type", "json", top]
        theirs = set(relative(json.loads(output(command, repository)), files))
        yield Row(package, "dependency-cruiser", theirs, theirs - found)


def unpack(folder: Path, package: str) -> Path:
    """Fetch an npm package into a repository of one commit."""
    folder.mkdir()
    name = output(["npm", "pack", "--silent", package], folder).split()[-1]
    with tarfile.open(folder / name) as packed:
        packed.extractall(folder, filter="data")
    repository = start(folder / "package")
    commit(repository, "Import the package")
    return repository


def ours(repository: Path) -> tuple[set[str], Edges]:
    """Return the files and the edges of the file graph."""
    command = [BLASTGATE, "graph", "--level", "file", "--format", "json", "--no-cache"]
    graph: Any = json.loads(output(command, repository))
    return set(graph["files"]), {(from_, to) for from_, to, _ in graph["edges"]}


def relative(cruised: Any, files: set[str]) -> Iterator[tuple[str, str]]:
    """Yield the edges between files of the repository that a name beginning with a dot makes."""
    for module in cruised["modules"]:
        for found in module["dependencies"]:
            edge = (module["source"], found["resolved"])
            if found["module"].startswith(".") and files.issuperset(edge) and edge[0] != edge[1]:
                yield edge


if __name__ == "__main__":
    main()
