"""A job summary: the comment's document with longer lists."""

from __future__ import annotations

from blastgate.model.assessment import Assessment
from blastgate.reporters.document.whole import write
from blastgate.reporters.interface import Look

SUMMARY_LIMIT = 1_000_000  # bytes; GitHub drops a step's summary of more than 1 MiB
ENTRIES = 200


def report(assessment: Assessment, _: Look) -> str:
    """Write a job summary."""
    return write(assessment, ENTRIES, SUMMARY_LIMIT)
