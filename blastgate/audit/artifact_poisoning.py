"""A workflow with the repository's rights takes files that an unprivileged run left, and trusts them.

``workflow_run`` often fetches an artifact of the pull request's own run: a number, a report, a built site. A stranger
decides what is in it. Unpacked over the workspace it replaces scripts; read into ``$GITHUB_ENV`` or ``$GITHUB_PATH`` it
sets variables of later steps; put into a script it is code.

High where files of the artifact are run or written into the environment of later steps, medium where it is unpacked
over the workspace, low where it goes to a folder of its own.
Remedy: unpack into ``${{ runner.temp }}``, check each value against a strict pattern, run nothing of it.
Source: GitHub Security Lab, "Keeping your GitHub Actions and workflows secure Part 4".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from blastgate.audit._power import guards
from blastgate.audit._running import runs_in
from blastgate.audit.interface import PRIVILEGED, Audited
from blastgate.model.audit import ChainStep, Cleared, Finding, Severity
from blastgate.model.named import NamedTuple
from blastgate.workflows import Job, Step

ID = "artifact-poisoning"
REMEDY = "unpack it into ${{ runner.temp }}, check its values against a strict pattern, and run nothing of it"
DOWNLOADS = frozenset(
    (
        "actions/download-artifact",
        "dawidd6/action-download-artifact",
        "bettermarks/action-artifact-download",
        "aochmann/actions-download-artifact",
    )
)
BY_SCRIPT = re.compile(r"gh run download|downloadArtifact|actions/artifacts/|archive_download_url")
SETS = re.compile(r"(?:cat|<|\$\(|`|jq|tr|sed|head)[^\n]{0,300}>>\s{0,5}[\"']?\$\{?GITHUB_(?:ENV|PATH)")
LATER = re.compile(r">>\s{0,5}[\"']?\$\{?GITHUB_(?:ENV|PATH)")
ASIDE = re.compile(r"runner\.temp|RUNNER_TEMP|^/tmp|mktemp")


class _Download(NamedTuple):
    """Where an artifact is fetched, and the folder it goes to (``.`` is the workspace)."""

    line: int
    text: str
    folder: str


def check(audited: Audited) -> Iterator[Finding | Cleared]:
    """Follow each download in a privileged job to what is done with it."""
    starts = audited.starts(PRIVILEGED)
    for job in audited.workflow.jobs if starts else ():
        for position, step in enumerate(job.steps):
            if (download := _downloaded(step)) is None:
                continue
            barrier = next((g for g in guards(job, (step,), audited.workflow) if g.kind == "holds"), None)
            if barrier is not None:
                told = f"{download.text}, but {barrier.text} (line {barrier.line})"
                yield Cleared(ID, audited.workflow.path, download.line, told)
            else:
                later = job.steps[position:] if step.run is not None else job.steps[position + 1 :]
                yield _finding(audited, job, download, later)


def _downloaded(step: Step) -> _Download | None:
    """Tell whether a step fetches an artifact of another run; without ``run-id`` it is this run's own."""
    if step.uses is not None and step.uses.repository in DOWNLOADS:
        if step.uses.repository.startswith("actions/") and step.input("run-id") is None:
            return None
        path = step.input("path")
        folder = path.text.strip().removeprefix("./").rstrip("/") or "." if path else "."
        return _Download(step.uses.written.line, f"{step.uses.repository} fetches an artifact of another run", folder)
    script = step.input("script") if step.uses is not None else step.run
    found = BY_SCRIPT.search(script.text) if script is not None else None
    if script is None or found is None:
        return None
    aside = ASIDE.search(script.text) is not None
    return _Download(
        script.line_at(found.start()), "a script fetches an artifact of another run", "(temp)" if aside else "."
    )


def _finding(audited: Audited, job: Job, download: _Download, later: tuple[Step, ...]) -> Finding:
    chain = [ChainStep(download.line, download.text)]
    severity: Severity = "low" if download.folder != "." else "medium"
    for step in later:
        if ASIDE.search(download.folder) is None and (runs := next(iter(runs_in(step, download.folder)), None)):
            chain.append(ChainStep(runs.line, f"{runs.text} runs in the folder it was unpacked to"))
            severity = "high"
            break
        if step.run is not None and (sets := _sets(step.run.text, download.folder)):
            chain.append(ChainStep(step.run.line_at(sets.start()), "its content becomes variables of later steps"))
            severity = "high"
            break
    text = f"the job {job.id!r} takes files that a stranger's run may have left"
    return Finding(ID, severity, audited.workflow.path, download.line, text, REMEDY, tuple(chain))


def _sets(script: str, folder: str) -> re.Match[str] | None:
    """Find where a script writes what it reads from the folder to the environment of later steps."""
    reads = folder not in (".", "(temp)") and folder in script
    return (LATER if reads else SETS).search(script)
