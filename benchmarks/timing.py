"""Time whole commands in turn, round by round, so that a busy machine is busy for each of them."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

RUNS = 5


class Row(NamedTuple):
    """One command: what the table calls it, its arguments, where it runs, and an environment of its own."""

    name: str
    command: list[str]
    folder: Path
    environment: Mapping[str, str] | None = None


class Spent(NamedTuple):
    """One run: wall and processor time in milliseconds, and the largest process in megabytes."""

    wall: float
    cpu: float
    peak: float


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
    process = subprocess.Popen(
        row.command, cwd=row.folder, env=row.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, used = os.wait4(process.pid, 0)
    wall = perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{row.name}: exit code {process.returncode}")
    return Spent(wall * 1000, (used.ru_utime + used.ru_stime) * 1000, used.ru_maxrss / 1000)


def machine() -> str:
    """Describe where this ran."""
    return f"Python {sys.version.split()[0]}, {os.cpu_count()} processors, medians of {RUNS} rounds in turn"


def table(runs: dict[str, dict[str, float]], peers: Sequence[str]) -> str:
    """Write the table: medians, and wall time as a multiple of a bare Python and of the peers."""
    floors = ["python -c pass", *peers]
    heads = "".join(f" x {name} |" for name in ("python", *peers))
    lines = [f"| command | wall ms | cpu ms | peak MB |{heads}", "| --- |" + " --: |" * (3 + len(floors))]
    for name, found in runs.items():
        ratios = "".join(f" {found['wall'] / runs[floor]['wall']:.3f} |" for floor in floors)
        lines.append(f"| {name} | {found['wall']:,.0f} | {found['cpu']:,.0f} | {found['peak']:,.0f} |{ratios}")
    return "\n".join(lines)
