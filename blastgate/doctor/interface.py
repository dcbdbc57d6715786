"""What a check of ``doctor`` is given and offers. What nobody could look at is unknown, and never fine."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from blastgate.errors import Problem
from blastgate.model.doctor import Diagnosis
from blastgate.model.named import NamedTuple
from blastgate.policy.model import Policy
from blastgate.workflows import Workflow

CONTEXT = "blastgate"


class CouldNotLook(NamedTuple):
    """Why something is not known, and what would let it be looked at."""

    why: str
    hint: str


class RequiredStatus(NamedTuple):
    """A status that must be there before a merge: who requires it, and the app that must write it (None: anybody)."""

    context: str
    source: str
    app: int | None


@dataclass(frozen=True, slots=True)
class Protection:
    """What protects the default branch: the statuses it requires, and whether code owners must approve (None: the
    place that says it could not be read)."""

    required: tuple[RequiredStatus, ...]
    code_owners: bool | None


class Resolved(NamedTuple):
    """A member of the roster as GitHub knows it: ``found`` is None where the token may not see it."""

    name: str
    found: bool | None
    can_write: bool | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """All that the checks rest on, read once: settings on GitHub, and files of the default branch in this clone."""

    branch: str
    commit: str
    remote_commit: str | CouldNotLook
    protection: Protection | CouldNotLook
    workflows: tuple[Workflow, ...] = ()
    unread: tuple[str, ...] = ()
    policy: Policy | tuple[Problem, ...] = ()
    codeowners: bytes | None = None
    codeowners_errors: tuple[str, ...] | CouldNotLook = ()
    roster: tuple[Resolved, ...] | CouldNotLook = ()


class Check(Protocol):
    """A check is one module with this function; its id is its file name in kebab-case."""

    def check(self, facts: Facts) -> Iterable[Diagnosis]:
        """Say how one thing is: at least one diagnosis."""


def unknown(check: str, looked: CouldNotLook) -> Diagnosis:
    """Say that nobody could look."""
    return Diagnosis(check, "unknown", f"could not look: {looked.why}", looked.hint)
