"""The one envelope: everything shown is a function of it. Field names are the output contract."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from blastgate.model.attribution import Attribution
from blastgate.model.change import Status
from blastgate.model.classification import Bound, Level, Reason
from blastgate.model.impact import Impact
from blastgate.model.named import NamedTuple
from blastgate.model.verdict import Outcome, Verdict
from blastgate.model.version import SCHEMA_VERSION as SCHEMA_VERSION

Mode = Literal["observe", "enforce"]
Trust = Literal["default-branch", "base", "head", "file", "built-in"]


class Tool(NamedTuple):
    """Which program and version judged."""

    name: str
    version: str


class Totals(NamedTuple):
    """How much changed: files, added and deleted lines (None when some could not be counted), binary files."""

    files: int
    additions: int | None
    deletions: int | None
    binary: int


class JudgedFile(NamedTuple):
    """One changed file with what was found about it; ``level`` is before any size limit."""

    path: str
    old_path: str | None
    status: Status
    additions: int | None
    deletions: int | None
    binary: bool
    generated: bool
    level: Level
    categories: tuple[str, ...]
    component: str | None


class JudgedChange(NamedTuple):
    """The change as judged; ``base``, ``head`` and ``merge_base`` are commit ids, or empty where a side is none."""

    base: str
    head: str
    merge_base: str
    described: str
    totals: Totals
    files: tuple[JudgedFile, ...]


class JudgedClassification(NamedTuple):
    """Level, categories and reasons of the whole change (the files carry their own), and the size limits in force."""

    level: Level
    categories: tuple[str, ...]
    reasons: tuple[Reason, ...]
    limits: tuple[Bound, ...] = ()


class PolicyUsed(NamedTuple):
    """Which policy judged: ``source`` (``main:.blastgate.yml``), SHA-256 ``digest``, ``trust``, and its ``layers``."""

    source: str
    digest: str
    trust: Trust
    layers: tuple[str, ...]


class Assessment(NamedTuple):
    """One judged change. The same facts and policy give the same assessment, but for ``timings`` (milliseconds)."""

    schema_version: int
    tool: Tool
    outcome: Outcome
    level: Level
    mode: Mode
    summary: str
    change: JudgedChange
    impact: Impact
    attribution: Attribution
    classification: JudgedClassification
    verdict: Verdict
    policy: PolicyUsed
    timings: Mapping[str, float] = MappingProxyType({})
