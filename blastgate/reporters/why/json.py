"""The answer as JSON, always whole."""

from __future__ import annotations

from blastgate.model.codec import dumps
from blastgate.model.reports import WhyReport
from blastgate.reporters.interface import Look


def report(answer: WhyReport, _: Look) -> str:
    """Write the answer as JSON."""
    return dumps(answer)
