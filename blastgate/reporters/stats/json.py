"""The answer of ``blastgate stats`` as JSON, always whole."""

from __future__ import annotations

from blastgate.model.codec import dumps
from blastgate.model.stats import StatsReport
from blastgate.reporters.interface import Look


def report(answer: StatsReport, _: Look) -> str:
    """Write the answer as JSON."""
    return dumps(answer)
