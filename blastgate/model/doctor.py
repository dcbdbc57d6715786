"""What ``doctor`` answers: of each thing that the gate rests on whether it is so, is not, or could not be looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Health = Literal["ok", "problem", "unknown"]


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One answer of one check: what was found, where, and one remedy (none where it is ok)."""

    check: str
    state: Health
    text: str
    remedy: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class DoctorReport:
    """All answers, in the order of the checks; ``commit`` is the one of the default branch that was read."""

    schema_version: int
    repository: str
    default_branch: str
    commit: str
    diagnoses: tuple[Diagnosis, ...]
