"""An examination as JSON."""

from __future__ import annotations

from blastgate.model.codec import dumps
from blastgate.model.doctor import DoctorReport
from blastgate.reporters.interface import Look


def report(found: DoctorReport, _: Look) -> str:
    """Write the whole report."""
    return dumps(found)
