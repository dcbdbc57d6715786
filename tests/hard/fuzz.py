"""Fuzz every reader of strangers' text, and print executions and findings: ``make fuzz SECONDS=20 DOOR=manifests``."""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
TOP = HERE.parents[1]
FOLDER = TOP / ".fuzz"
sys.path[:0] = [str(HERE), str(HERE.parent), str(TOP / "examples")]

from blastgate import registry  # noqa: E402

OPTIONS = ("-timeout=10", "-rss_limit_mb=1500", "-max_len=8192", "-print_final_stats=1", "-verbosity=1")


class Fuzzed(NamedTuple):
    """One reader: how often it was run, what it covers, and the last lines of what broke it."""

    door: str
    target: str
    executions: int
    features: int
    finding: str


def fuzz(door: str, target: str, seconds: int) -> Fuzzed:
    """Fuzz one reader for some seconds, on the corpus of earlier runs."""
    corpus, kept = FOLDER / "corpus" / door / target, FOLDER / "findings" / f"{door}-{target}-"
    corpus.mkdir(parents=True, exist_ok=True)
    kept.parent.mkdir(exist_ok=True)
    places = (f"-artifact_prefix={kept}", f"-max_total_time={seconds}", str(corpus))
    command = [sys.executable, str(HERE / "fuzz_reader.py"), door, target, *OPTIONS, *places]
    ran = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    told = re.findall(r"stat::number_of_executed_units:\s*(\d+)", ran.stderr)
    covered = re.findall(r" ft: (\d+)", ran.stderr)
    broken = "" if ran.returncode == 0 else _finding(ran.stdout + ran.stderr)
    return Fuzzed(door, target, int(told[-1]) if told else 0, int(covered[-1]) if covered else 0, broken)


def _finding(output: str) -> str:
    lines = re.findall(
        r"^(?:\w*(?:Error|Exception)\b.*|  File .*blastgate.*|.*(?:SUMMARY|Test unit written).*)$", output, re.M
    )
    return "\n      ".join(lines[-6:]) or output[-400:]


def main() -> int:
    """Fuzz the readers that were asked for; exit 1 where one broke."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=int, default=20, help="for each reader")
    options.add_argument("--door", default="", help="this door alone, or DOOR:TARGET")
    options.add_argument("--jobs", type=int, default=2)
    asked = options.parse_args()
    only, _, target = asked.door.partition(":")
    doors = [name for name in registry.names("doors") if only in ("", name)]
    every = [(door, name) for door in doors for name in registry.load("doors", door).targets() if target in ("", name)]
    with ThreadPoolExecutor(asked.jobs) as pool:
        runs = pool.map(lambda one: fuzz(one[0], one[1], asked.seconds), every)
        return _report(runs)


def _report(runs: Iterable[Fuzzed]) -> int:
    total = broken = 0
    for one in runs:
        total, broken = total + one.executions, broken + bool(one.finding)
        print(f"{one.door:11} {one.target:22} {one.executions:>9,} executions {one.features:>7,} features", flush=True)
        if one.finding:
            print(f"      {one.finding}", flush=True)
    print(f"{total:,} executions of {len(list(registry.names('doors')))} doors, {broken} readers broken")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
