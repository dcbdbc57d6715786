"""The answer of ``blastgate backtest`` as JSON, always whole."""

from __future__ import annotations

from blastgate.model.backtest import BacktestReport
from blastgate.model.codec import dumps
from blastgate.reporters.interface import Look


def report(answer: BacktestReport, _: Look) -> str:
    """Write the answer as JSON."""
    return dumps(answer)
