"""The results of examples as JSON."""

from __future__ import annotations

from blastgate.model.codec import dumps
from blastgate.model.policytest import PolicyTestReport
from blastgate.reporters.interface import Look


def report(answer: PolicyTestReport, _: Look) -> str:
    """Write the answer as JSON."""
    return dumps(answer)
