"""Whatever strangers write, every reader answers, answers the same again, and refuses by BlastgateError alone."""

from __future__ import annotations

import random

import pytest
from case_texts import CASES, cases_in
from mutations import mutated

from blastgate import registry
from blastgate.errors import BlastgateError

EXECUTIONS = 40  # of each reader, the same ones every time; `make fuzz` goes on where these end
READERS = [
    (door.__name__.rpartition(".")[2], target) for door in registry.discover("doors") for target in door.targets()
]
CRASHES = cases_in(CASES / "hard" / "crashes.yml")


def answered(door: str, target: str, data: bytes) -> object:
    """Read the bytes; a refusal is an answer too."""
    try:
        return registry.load("doors", door).answer(target, data)
    except BlastgateError as error:
        assert error.message
        return str(error)


@pytest.mark.parametrize(("door", "target"), READERS, ids=[f"{door}-{target}" for door, target in READERS])
def test_no_text_breaks_a_reader(door: str, target: str) -> None:
    """Sound texts, spoiled in a fixed number of ways."""
    seeds = list(registry.load("doors", door).seeds(target))
    assert seeds, "nothing to start from"
    chance = random.Random(f"{door} {target}")
    for number in range(EXECUTIONS):
        data = mutated(seeds, chance)
        assert answered(door, target, data) == answered(door, target, data), (number, data)


@pytest.mark.parametrize("case", CRASHES, ids=[f"{case['door']}: {case['what']}" for case in CRASHES])
def test_what_once_broke_a_reader_is_answered(case: dict[str, str]) -> None:
    """Each case is a text that a fuzzer found, byte by byte (latin-1)."""
    data = case["data"].encode("latin-1") * int(case.get("times", 1))
    assert answered(case["door"], case["target"], data) == answered(case["door"], case["target"], data)
