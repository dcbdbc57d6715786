"""What ``blastgate policy test`` answers. Field names are the output contract."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mismatch:
    """One thing that is other than expected (``level``, ``outcome``, ``requirements``, ``guardrails``), and why."""

    what: str
    expected: str
    found: str
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ExampleResult:
    """One example: its name, where it stands (``file:line``), and what did not fit; nothing where it passed."""

    name: str
    location: str
    mismatches: tuple[Mismatch, ...] = ()


@dataclass(frozen=True, slots=True)
class PolicyTestReport:
    """Every example of a file under one policy, in the order of the file."""

    schema_version: int
    source: str
    digest: str
    file: str
    passed: int
    failed: int
    examples: tuple[ExampleResult, ...]
