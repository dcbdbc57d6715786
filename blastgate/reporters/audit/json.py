"""An audit as JSON."""

from __future__ import annotations

from blastgate.model.audit import AuditReport
from blastgate.model.codec import dumps
from blastgate.reporters.interface import Look


def report(found: AuditReport, _: Look) -> str:
    """Write the whole report."""
    return dumps(found)
