"""The answer of ``blastgate commits`` as JSON, always whole."""

from __future__ import annotations

from blastgate.model.codec import dumps
from blastgate.model.reports import CommitsReport
from blastgate.reporters.interface import Look


def report(answer: CommitsReport, _: Look) -> str:
    """Write the answer as JSON."""
    return dumps(answer)
