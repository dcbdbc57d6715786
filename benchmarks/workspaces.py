"""Time blastgate beside the tools of JavaScript workspaces, on a workspace made of packages of the npm registry.

``python benchmarks/workspaces.py``: the sources of the packages below become one npm workspace, committed, and one file
changed. Turborepo, Nx, dependency-cruiser and madge are installed into a folder of their own; all take turns.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path

from corpora import commit, count, npm, output, start
from timing import Row, machine, measure, table

PACKAGES = """
effect@3.9.1 @effect/schema@0.75.1 @effect/typeclass@0.29.1 @effect/printer@0.38.1 @effect/printer-ansi@0.38.1
@effect/platform@0.69.25 @effect/platform-node@0.65.0 @effect/platform-node-shared@0.28.1
@effect/platform-browser@0.48.19 @effect/platform-bun@0.61.10 @effect/cli@0.59.6 @effect/sql@0.33.20 @effect/rpc@0.62.2
@effect/rpc-http@0.41.1 @effect/opentelemetry@0.42.7 @effect/experimental@0.44.14 @effect/cluster@0.48.3
@effect/workflow@0.10.3 @effect/ai@0.28.4 @effect/ai-openai@0.32.0 @effect/sql-pg@0.45.0 @effect/sql-mysql2@0.49.1
@effect/sql-mssql@0.50.0 @effect/sql-kysely@0.45.0 @effect/sql-drizzle@0.44.0 @effect/sql-libsql@0.23.18
@trpc/server@10.45.2 @trpc/client@10.45.2 @trpc/react-query@10.45.2 @trpc/next@10.45.2 rxjs@7.8.1
""".split()  # noqa: SIM905
PEERS = "turbo@2.3.0 nx@20.1.0 madge@8.0.0 dependency-cruiser@16.6.0 typescript@5.6.3".split()  # noqa: SIM905
CHANGED = "packages/effect-platform/src/HttpClient.ts"
BLASTGATE = str(Path(sys.executable).parent / "blastgate")
RESULTS = Path(__file__).parent / "workspaces.json"
SETTINGS = {
    "package.json": {
        "name": "workspace",
        "private": True,
        "packageManager": "npm@10.8.2",
        "workspaces": ["packages/*"],
    },
    "turbo.json": {"tasks": {"build": {}}},
    "nx.json": {"defaultBase": "main", "useDaemonProcess": False, "analytics": False},
}


def main() -> None:
    """Build the workspace, time every command in turn and print the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ |= {"XDG_CACHE_HOME": str(folder / "cache"), "TURBO_TELEMETRY_DISABLED": "1", "NX_DAEMON": "false"}
        tools = npm(PEERS, folder / "peers")
        repository = workspace(folder / "workspace", tools)
        runs = measure(commands(repository, tools / ".bin"))
        sources = output(["git", "ls-files", "*.ts", "*.tsx"], repository).count("\n")
        head = f"{len(PACKAGES)} packages, {count(repository)} files, {sources} of them TypeScript; one changed"
        drawn = table(runs, ("turbo ls --affected", "dependency-cruiser"))
        print(f"{head}\n{machine()}\n\n{drawn}")
        result = {"head": head, "machine": machine(), "peers": PEERS, "runs": runs}
        RESULTS.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")


def workspace(repository: Path, tools: Path) -> Path:
    """Lay the sources of every package into one workspace; what was built from them is left out."""
    start(repository)
    for name, settings in SETTINGS.items():
        (repository / name).write_text(json.dumps(settings), encoding="utf-8")
    (repository / ".gitignore").write_text("node_modules\n.turbo\n.nx\n", encoding="utf-8")
    fetched = npm(PACKAGES, repository.parent / "packages")
    for package in PACKAGES:
        name = package.rpartition("@")[0]
        copy(fetched / name, repository / "packages" / name.replace("@", "").replace("/", "-"))
    commit(repository, "Import the packages")
    changed = repository / CHANGED
    changed.write_text(changed.read_text(encoding="utf-8") + "\nexport const more = 1\n", encoding="utf-8")
    commit(repository, "Change one file")
    (repository / "node_modules").symlink_to(tools)
    return repository


def copy(package: Path, place: Path) -> None:
    """Copy the manifest and the sources of an unpacked package."""
    for source in [package / "package.json", *sorted((package / "src").rglob("*.ts*"))]:
        target = place / source.relative_to(package)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(source.read_bytes())


def commands(repository: Path, peers: Path) -> list[Row]:
    """Name the commands to time; the first one of each pair fills the cache that the next one finds."""
    cruise = ["--no-config", "--ts-pre-compilation-deps", "-T", "json", "packages"]
    last, json_ = ["--base", "HEAD~1", "--head", "HEAD"], ["--format", "json"]
    rows = [
        ("python -c pass", [sys.executable, "-c", "pass"]),
        ("blastgate affected, warm", [BLASTGATE, "affected", CHANGED, *last, *json_]),
        ("blastgate check, warm", [BLASTGATE, "check", *last, "--exit-zero", *json_]),
        ("blastgate graph --level file, cold", [BLASTGATE, "graph", "--level", "file", "--no-cache", *json_]),
        ("turbo ls --affected", [f"{peers}/turbo", "ls", "--affected", "--output", "json"]),
        ("nx show projects --affected, warm", [f"{peers}/nx", "show", "projects", "--affected", "--base", "HEAD~1"]),
        (
            "dependency-cruiser",
            [f"{peers}/depcruise", *cruise],
        ),
        ("madge", [f"{peers}/madge", "--json", "--extensions", "ts,tsx", "packages"]),
    ]
    return [Row(name, command, repository) for name, command in rows]


if __name__ == "__main__":
    main()
