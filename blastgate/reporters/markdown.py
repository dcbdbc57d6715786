"""A pull request comment: headline, measures, and the rest folded away; always small enough to be posted."""

from __future__ import annotations

from blastgate.model.assessment import Assessment
from blastgate.reporters.document.whole import write
from blastgate.reporters.interface import Look

COMMENT_LIMIT = 65_000  # bytes; GitHub refuses a comment of more than 65,536 characters
ENTRIES = 20


def report(assessment: Assessment, look: Look) -> str:
    """Write a comment; verbose lists five times as much."""
    return write(assessment, ENTRIES * (5 if look.verbosity > 0 else 1), COMMENT_LIMIT)
