"""What follows from an outcome for whoever called: the exit code."""

from __future__ import annotations

from blastgate.model.assessment import Assessment

EXIT_CODES = {"pass": 0, "warn": 0, "block": 1, "error": 2, "review": 3}


def exit_code(assessment: Assessment, fail_on: str = "review") -> int:
    """Return the exit code of an outcome; observe mode reports and exits 0, but an error is an error in every mode.

    ``fail_on`` is ``review``, or ``block`` where a review that is still to come stops nothing.
    """
    if assessment.mode == "observe" and assessment.outcome != "error":
        return 0
    if assessment.outcome == "review" and fail_on == "block":
        return 0
    return EXIT_CODES[assessment.outcome]
