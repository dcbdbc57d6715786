"""A workflow with the repository's rights brings the head of a pull request into its workspace and runs it.

``pull_request_target``, ``workflow_run`` and ``issue_comment`` run with the secrets of the repository and with a token
that may write, also for forks. That is safe as long as nothing of the head is run. A checkout of the head followed by
an install, a build, a test, a script or a local action gives whoever opens a pull request those secrets and that token.

The finding names the chain line by line: the event, the checkout or fetch, what runs the files, and what they get hold
of. It is high; medium where a label or an environment stands in between, where nothing that runs the files is known,
or where the token may not write and no secret is passed. It is cleared where a condition lets in the repository's own
branches only, where ``actions/checkout`` is of version 7 or later and is not told to fetch forks, and where nothing of
the head is brought at all.

Remedy: build and test in a ``pull_request`` workflow without secrets, and hand the result on as data.
Source: GitHub Security Lab, "Preventing pwn requests".
"""

from __future__ import annotations

from collections.abc import Iterator

from blastgate.audit._conditions import Guard
from blastgate.audit._heads import Brought, brought_by
from blastgate.audit._power import guards, power, refused
from blastgate.audit._running import Runs, runs_in
from blastgate.audit.interface import PRIVILEGED, Audited, Start
from blastgate.model.audit import ChainStep, Cleared, Finding, Severity
from blastgate.workflows import Job

ID = "untrusted-checkout"
EVENTS = PRIVILEGED - {"issues", "discussion", "discussion_comment", "fork", "gollum"}
REMEDY = (
    "run the head in a `pull_request` workflow without secrets; let this one read its results as data, never as code"
)


def check(audited: Audited) -> Iterator[Finding | Cleared]:
    """Follow each job from the event to what runs the head."""
    starts = audited.starts(EVENTS)
    if not starts:
        return
    found = [one for job in audited.workflow.jobs for one in _judge(audited, job, starts[0])]
    yield from found or (_nothing(audited, start) for start in starts)


def _nothing(audited: Audited, start: Start) -> Cleared:
    jobs = audited.workflow.jobs
    called = [job.uses.written.text for job in jobs if job.uses is not None]
    text = f"{start.words}, and no step checks out, fetches or runs anything of the head"
    if called:
        text += f"; what {', '.join(called[:3])} does is judged there"
    return Cleared(ID, audited.workflow.path, start.trigger.line if start.caller is None else 1, text)


def _judge(audited: Audited, job: Job, start: Start) -> Iterator[Finding | Cleared]:
    workflow = audited.workflow
    for position, step in enumerate(job.steps):
        brought = brought_by(step, job, workflow)
        if brought is None:
            continue
        after = job.steps[position:] if step.run is not None else job.steps[position + 1 :]
        running = [
            (late, runs) for late in after for runs in runs_in(late, brought.folder) if runs.line >= brought.line
        ]
        on_way = (step, running[0][0]) if running else (step,)
        barriers = [*guards(job, on_way, workflow), *refused(step, start.event)]
        if holds := next((barrier for barrier in barriers if barrier.kind == "holds"), None):
            yield Cleared(ID, workflow.path, brought.line, f"{brought.text}, but {holds.text} (line {holds.line})")
        else:
            runs = running[0][1] if running else None
            yield _finding(audited, job, start, _Way(brought, runs, barriers, bool(after)))


class _Way:
    """One way from the checkout to what runs, with what stands in between."""

    def __init__(self, brought: Brought, runs: Runs | None, barriers: list[Guard], goes_on: bool) -> None:
        self.brought, self.runs, self.barriers, self.goes_on = brought, runs, barriers, goes_on


def _finding(audited: Audited, job: Job, start: Start, way: _Way) -> Finding:
    held = power(audited.workflow, job)
    chain = [ChainStep(start.trigger.line if start.caller is None else 0, f"{start.words}: strangers can cause it")]
    chain += [ChainStep(barrier.line, barrier.text) for barrier in way.barriers]
    chain.append(ChainStep(way.brought.line, way.brought.text))
    if way.runs is not None:
        chain.append(ChainStep(way.runs.line, f"{way.runs.text} runs what was brought"))
    chain += held or [
        ChainStep(0, "the token may not write and no secret is passed, but the run is the repository's own")
    ]
    text = f"{start.event} brings the head of a pull request into the job {job.id!r}"
    text += " and runs it" if way.runs is not None else "; nothing that runs it is recognised"
    return Finding(ID, _severity(way, bool(held)), audited.workflow.path, way.brought.line, text, REMEDY, tuple(chain))


def _severity(way: _Way, powerful: bool) -> Severity:
    if way.runs is None:
        return "medium" if powerful and way.goes_on and way.brought.surely else "low"
    return "high" if powerful and not way.barriers else "medium"
