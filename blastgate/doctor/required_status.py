"""The status ``blastgate`` must be required on the default branch, from one source.

Without that it advises and stops nothing. A required status of any source can be written by whoever may write statuses;
with an expected source only that app's counts. Branch protection and rulesets are both read. Where the gate's workflow
says ``enforce: job``, it is the check of that job.
"""

from __future__ import annotations

from collections.abc import Iterator

from blastgate.audit._gate import gate_jobs, gates_by_exit_code
from blastgate.doctor.interface import CONTEXT, CouldNotLook, Facts, unknown
from blastgate.model.doctor import Diagnosis

ID = "required-status"
REQUIRE = "Settings, Rules, Rulesets: require the status check `{context}` on the default branch"
SOURCE = "choose the app that writes it as the source of the required check: GitHub Actions, or your own App"


def check(facts: Facts) -> Iterator[Diagnosis]:
    """Look for the status among those that are required."""
    if isinstance(facts.protection, CouldNotLook):
        yield unknown(ID, facts.protection)
        return
    context = _context(facts)
    found = [status for status in facts.protection.required if status.context == context]
    if not found:
        others = sorted({status.context for status in facts.protection.required})
        told = f" (required are: {', '.join(others[:5])})" if others else ""
        remedy = REQUIRE.format(context=context)
        yield Diagnosis(ID, "problem", f"`{context}` is not required on {facts.branch}{told}", remedy)
    elif bound := [status for status in found if status.app is not None]:
        yield Diagnosis(ID, "ok", f"`{context}` is required by {bound[0].source}, from the app {bound[0].app}")
    else:
        yield Diagnosis(ID, "problem", f"`{context}` is required by {found[0].source}, from any source", SOURCE)


def _context(facts: Facts) -> str:
    """Name the check that gates: the status, or the job where its exit code is the gate in every workflow."""
    jobs = [job for workflow in facts.workflows for job in gate_jobs(workflow)]
    return (jobs[0].name or jobs[0].id) if jobs and all(map(gates_by_exit_code, jobs)) else CONTEXT
