"""Where the gate itself runs: the action, or the command."""

from __future__ import annotations

import re

from blastgate.workflows import Job, Step, Uses, Workflow

ACTION = re.compile(r"[\w.-]+/blastgate(?:-\w+)?")
BY_JOB = re.compile(r"--enforce[= ]job\b")
COMMAND = re.compile(r"(?:^|[\s;&|])blastgate\s{1,9}gate\b")


def gate_jobs(workflow: Workflow) -> tuple[Job, ...]:
    """List the jobs that run the gate."""
    return tuple(job for job in workflow.jobs if any(map(is_gate, job.steps)))


def is_gate(step: Step) -> bool:
    """Tell whether a step is the gate: the action, or the command."""
    if step.uses is not None:
        return is_gate_action(step.uses)
    return step.run is not None and COMMAND.search(step.run.text) is not None


def gates_by_exit_code(job: Job) -> bool:
    """Tell whether the exit code of a job is meant to be the gate, and not the status that it writes."""
    modes = [step.input("enforce") for step in job.steps if is_gate(step) and step.uses is not None]
    runs = [step.run.text for step in job.steps if is_gate(step) and step.run is not None]
    return any(mode is not None and mode.text == "job" for mode in modes) or any(map(BY_JOB.search, runs))


def is_gate_action(uses: Uses) -> bool:
    """Tell whether an action is the gate's."""
    return ACTION.fullmatch(uses.repository) is not None
