"""The gate's job needs ``contents: read``, ``pull-requests: write`` and ``statuses: write``, and no more.

Without ``statuses: write`` the exit code of the job is the gate; without ``pull-requests: write`` nobody is asked.
A job that says ``enforce: job`` need only read.
"""

from __future__ import annotations

from collections.abc import Iterator

from blastgate.audit._gate import gate_jobs, gates_by_exit_code
from blastgate.doctor.interface import Facts
from blastgate.model.doctor import Diagnosis
from blastgate.workflows import Job, Workflow

ID = "token-rights"
NEEDED = {"contents": "read", "pull-requests": "write", "statuses": "write"}
ENOUGH = {"read": ("read", "write"), "write": ("write",)}
READING = dict.fromkeys(NEEDED, "read")
GIVE = "write under `permissions:` of the job: contents: read, pull-requests: write, statuses: write"


def check(facts: Facts) -> Iterator[Diagnosis]:
    """Look at the permissions of every job that runs the gate."""
    for workflow in facts.workflows:
        for job in gate_jobs(workflow):
            yield _of_job(workflow, job)


def _of_job(workflow: Workflow, job: Job) -> Diagnosis:
    permissions, where = workflow.permissions_of(job), f"{workflow.path}:{job.line}"
    if permissions is None:
        return Diagnosis(ID, "unknown", "could not look: the repository's default decides what it may do", GIVE, where)
    needed = READING if gates_by_exit_code(job) else NEEDED
    missing = [f"{name}: {right}" for name, right in needed.items() if permissions.access(name) not in ENOUGH[right]]
    more = sorted(set(permissions.writes) - {name for name, right in NEEDED.items() if right == "write"})
    if missing:
        return Diagnosis(ID, "problem", f"the gate's job lacks {', '.join(missing)}", GIVE, where)
    if more:
        return Diagnosis(
            ID, "problem", f"the gate's job may write {', '.join(more)}, which it does not need", GIVE, where
        )
    return Diagnosis(ID, "ok", "the gate's job has the rights it needs, and no more", where=where)
