"""Fuzz one reader with atheris until it breaks or time is up: ``fuzz_reader.py DOOR TARGET [OPTIONS] CORPUS``."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path

import atheris

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent), str(HERE.parents[1] / "examples")]

with atheris.instrument_imports(include=["blastgate", "yaml", "unidiff"]):
    from blastgate import registry
    from blastgate.errors import BlastgateError

    DOOR, TARGET = sys.argv[1:3]
    door = registry.load("doors", DOOR)
    SEEDS = tuple(door.seeds(TARGET))
    for seed in (b"", *SEEDS):  # what is imported late is imported here: instrumented, and before time is measured
        with contextlib.suppress(BlastgateError):
            door.answer(TARGET, seed)


def answered(data: bytes) -> object:
    """Read the bytes; a refusal is an answer too."""
    try:
        return door.answer(TARGET, data)
    except BlastgateError as error:
        return str(error)


def run(data: bytes) -> None:
    """Read twice: nothing may be raised, and both answers are one."""
    if answered(data) != answered(data):
        raise AssertionError("two answers to one text")


if __name__ == "__main__":
    for number, seed in enumerate(SEEDS):
        (Path(sys.argv[-1]) / f"seed-{number}").write_bytes(seed)
    atheris.Setup([sys.argv[0], *sys.argv[3:]], run)
    atheris.Fuzz()
