"""What a kind of evidence offers: one module with one function, found by its place in this folder."""

from __future__ import annotations

from typing import Protocol

from blastgate.attribution.tools import Tools
from blastgate.model.attribution import Evidence
from blastgate.model.change import Commit


class EvidenceKind(Protocol):
    """A kind of evidence is one module with this name."""

    def find(self, commit: Commit, tools: Tools) -> tuple[Evidence, ...]:
        """Return the marks of this kind that a commit bears. Never raises; cheap tests come before patterns."""
