"""The gate's workflow must be on the default branch, judge every change, and be pinned.

What ``audit`` says of the gate's integrity is a problem here: filters, conditions, missing events (edited, dismissed
reviews, merge_group), no commit id, other workflows that may write the status.
"""

from __future__ import annotations

from collections.abc import Iterator

from blastgate.audit import gate_integrity
from blastgate.audit._gate import gate_jobs
from blastgate.audit.interface import Audited
from blastgate.doctor.interface import Facts
from blastgate.model.audit import Finding
from blastgate.model.doctor import Diagnosis

ID = "gate-workflow"
WRITE = "write it: `blastgate init --github`, and merge it to the default branch"


def check(facts: Facts) -> Iterator[Diagnosis]:
    """Judge the gate and everything beside it."""
    for path in facts.unread:
        text = f"could not look: {path} cannot be read as a workflow"
        yield Diagnosis(ID, "unknown", text, "mend the file: see `blastgate audit`", path)
    gates = [flow for flow in facts.workflows if gate_jobs(flow) and any(map(flow.trigger, gate_integrity.JUDGED))]
    if not gates:
        yield Diagnosis(ID, "problem", f"no workflow on {facts.branch} runs the gate on pull requests", WRITE)
        return
    found = list(_findings(facts))
    for finding in found:
        yield Diagnosis(ID, "problem", finding.text, finding.remedy, f"{finding.path}:{finding.line}")
    if not found:
        yield Diagnosis(ID, "ok", f"{gates[0].path} judges every change, and is pinned", where=gates[0].path)


def _findings(facts: Facts) -> Iterator[Finding]:
    for number, workflow in enumerate(facts.workflows):
        others = (*facts.workflows[:number], *facts.workflows[number + 1 :])
        for one in gate_integrity.check(Audited(workflow, others)):
            if isinstance(one, Finding):
                yield one
