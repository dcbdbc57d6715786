"""``blastgate gate``: in CI, judge what the event is about and write what follows to GitHub."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from blastgate.cli._exit_codes import exit_code

if TYPE_CHECKING:
    from blastgate.gate.run import Done

STATUS, JOB = "status", "job"
COULD_NOT_DECIDE = 2


@click.command()
@click.option(
    "--enforce",
    type=click.Choice([STATUS, JOB]),
    default=STATUS,
    help="What gates: the commit status, or this job's exit code.  [default: status]",
)
@click.option(
    "--cache",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Use graphs kept in this folder; scheduled runs keep the default branch's there.",
)
@click.option("--without-git", is_flag=True, help="Read everything from GitHub's API, with a graph of manifests alone.")
@click.option("--dry-run", is_flag=True, help="Print what would be written to GitHub, and write nothing.")
@click.option(
    "--record", metavar="DIR", type=click.Path(path_type=Path), help="Keep every fact of each judgement in this folder."
)
def command(enforce: str, dry_run: bool, without_git: bool, **how: Any) -> int:
    """Judge the pull request of a GitHub event, and act on it.

    Sets a status, asks reviewers, writes a comment, labels and a summary.

    \b
    Reads GITHUB_EVENT_NAME, GITHUB_EVENT_PATH, GITHUB_REPOSITORY, GITHUB_TOKEN, GITHUB_API_URL, GITHUB_SERVER_URL.
    Exit codes: 0 the status carries the outcome, 2 could not decide. With --enforce job, or a token that may not
    write statuses: as of `blastgate check`.
    """
    return gate(os.environ, enforce, dry_run, with_git=not without_git, records=how["record"], cache=how["cache"])


def gate(environment: Mapping[str, str], enforce: str, dry_run: bool, **how: Any) -> int:
    """Run the gate, print a line for each target, and return the exit code: the strictest of all.

    ``how`` goes on to :func:`blastgate.gate.run.run_gate`.
    """
    from blastgate.gate.outputs import write_outputs
    from blastgate.gate.run import run_gate

    done: list[Done] = []
    for one in run_gate(environment, dry_run, **how):
        done.append(one)
        _write(_lines(one, environment, dry_run))
    write_outputs(done, environment)
    return _exit_code(done, enforce)


def _lines(one: Done, environment: Mapping[str, str], dry_run: bool) -> str:
    from blastgate.enforcement.status import status_of
    from blastgate.gate.outputs import lines_told, show_plan
    from blastgate.reporters import github
    from blastgate.reporters.escape import defuse, for_terminal
    from blastgate.reporters.interface import PLAIN

    told = "".join(f"{defuse('  ' + for_terminal(text))}\n" for text in lines_told(one))
    if one.ruling is None:
        return told
    name = f"#{one.ruling.number}" if one.ruling.number else "merge group"
    status = status_of([one.ruling])
    first = f"{name} {one.ruling.head[:8]} {status.state}: {status.description}\n"
    plan = show_plan(one) if dry_run else ""
    annotated = environment.get("GITHUB_ACTIONS") == "true" and one.ruling.assessment is not None
    notes = github.report(one.ruling.assessment, PLAIN) if annotated and one.ruling.assessment else ""
    return f"{first}{plan}{told}{notes}"


def _exit_code(done: Sequence[Done], enforce: str) -> int:
    """Return the strictest code; in status mode only an error is told by it, where the status could be written."""
    codes = {0}
    for one in done:
        if one.ruling is None:
            continue
        gated = enforce == STATUS and (one.applied is None or one.applied.gated)
        assessment = one.ruling.assessment
        code = exit_code(assessment) if assessment is not None else COULD_NOT_DECIDE
        codes.add(0 if gated and code != COULD_NOT_DECIDE else code)
    return next(code for code in (2, 1, 3, 0) if code in codes)


def _write(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()
