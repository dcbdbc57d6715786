"""What a guardrail file offers. Its docstring is its manual page, shown by ``blastgate explain``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from blastgate.model.attribution import Attribution
from blastgate.model.change import Change
from blastgate.model.classification import Classification
from blastgate.model.impact import Impact
from blastgate.model.verdict import GuardrailFinding
from blastgate.policy.model import GuardrailSetting


@dataclass(frozen=True, slots=True)
class Case:
    """All that a guardrail may look at. ``ai`` is the answer the gate uses: unknown already counted as the policy says.

    ``author_groups`` are the groups to which every author of the change belongs.
    """

    change: Change
    impact: Impact
    attribution: Attribution
    classification: Classification
    ai: bool
    author_groups: frozenset[str]


class Guardrail(Protocol):
    """A guardrail is one module with these names; the file name is the policy key, ``-`` for ``_`` makes the id."""

    OPTIONS: Mapping[
        str, type
    ]  # option name -> str list (``tuple``), ``int``, ``bool`` or ``str``; ``then`` is always there
    DEFAULT_THEN: str

    def look(self, case: Case, setting: GuardrailSetting) -> GuardrailFinding | None:
        """Return what is wrong with the change, or None. Never reads outside the case."""
