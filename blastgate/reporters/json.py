"""The whole assessment as JSON: the contract for machines, and the record that ``blastgate render`` reads."""

from __future__ import annotations

from blastgate.model.assessment import Assessment
from blastgate.model.codec import dumps
from blastgate.reporters.interface import Look


def report(assessment: Assessment, _: Look) -> str:
    """Write an assessment as JSON, always whole."""
    return dumps(assessment)
