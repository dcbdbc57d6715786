"""What ``audit`` answers: holes in workflows, what looks like one and is none, and what could not be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["low", "medium", "high"]
SEVERITIES: tuple[Severity, ...] = ("low", "medium", "high")


@dataclass(frozen=True, slots=True)
class ChainStep:
    """One step on the way to harm: the line where it is written (0: none), and what happens there."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One hole: the check that found it, how grave it is, its place, what it allows, and one remedy.

    ``path`` is relative to the place that was looked at; ``line`` is 1-based. ``source`` is blastgate or zizmor.
    """

    check: str
    severity: Severity
    path: str
    line: int
    text: str
    remedy: str
    chain: tuple[ChainStep, ...] = ()
    source: str = "blastgate"


@dataclass(frozen=True, slots=True)
class Cleared:
    """Something that is often a hole and is none here, with the reason."""

    check: str
    path: str
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file, or a part of one, that was not judged, and why."""

    path: str
    line: int
    why: str


@dataclass(frozen=True, slots=True)
class AuditReport:
    """The findings, gravest first; ``files`` were looked at. ``zizmor`` says whether its findings are among them."""

    schema_version: int
    files: tuple[str, ...]
    findings: tuple[Finding, ...]
    cleared: tuple[Cleared, ...]
    unreadable: tuple[Unreadable, ...]
    zizmor: str = ""
