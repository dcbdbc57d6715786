"""The status ``blastgate`` must be required on the default branch, from one source.

Without that it advises and stops nothing. A required status of any source can be written by whoever may write statuses;
with an expected source only that app's counts. Branch protection and rulesets are both read.
"""

from __future__ import annotations

from collections.abc import Iterator

from blastgate.doctor.interface import CONTEXT, CouldNotLook, Facts, unknown
from blastgate.model.doctor import Diagnosis

ID = "required-status"
REQUIRE = f"Settings, Rules, Rulesets: require the status check `{CONTEXT}` on the default branch"
SOURCE = "choose the app that writes it as the source of the required check: GitHub Actions, or your own App"


def check(facts: Facts) -> Iterator[Diagnosis]:
    """Look for the status among those that are required."""
    if isinstance(facts.protection, CouldNotLook):
        yield unknown(ID, facts.protection)
        return
    found = [status for status in facts.protection.required if status.context == CONTEXT]
    if not found:
        others = sorted({status.context for status in facts.protection.required})
        told = f" (required are: {', '.join(others[:5])})" if others else ""
        yield Diagnosis(ID, "problem", f"`{CONTEXT}` is not required on {facts.branch}{told}", REQUIRE)
    elif bound := [status for status in found if status.app is not None]:
        yield Diagnosis(ID, "ok", f"`{CONTEXT}` is required by {bound[0].source}, from the app {bound[0].app}")
    else:
        yield Diagnosis(ID, "problem", f"`{CONTEXT}` is required by {found[0].source}, from any source", SOURCE)
