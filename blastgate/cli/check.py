"""``blastgate check``: judge a change and exit with what follows."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import click

from blastgate import pipeline, registry
from blastgate.cli import options
from blastgate.cli._exit_codes import exit_code
from blastgate.cli._option import Command, option
from blastgate.errors import SourceError, UsageError
from blastgate.model.assessment import Assessment


@click.command(cls=Command)
@option("--base", metavar="REF", help="Compare with this ref.  [default: the default branch]")
@option("--head", metavar="REF", help="Judge this ref.  [default: HEAD]")
@option("--staged", is_flag=True, help="Judge what is staged for the next commit.")
@option("--worktree", is_flag=True, help="Judge the work tree, untracked files included, against HEAD.")
@option("--diff", metavar="FILE", help="Judge a unified diff from a file or '-' (standard input).")
@option("--pr", type=click.IntRange(1), metavar="N", help="Judge a pull request on GitHub, with its approvals.")
@option("--github", metavar="OWNER/NAME", help="The repository of --pr.  [default: the origin remote]")
@options.repo_option
@options.policy_option
@options.format_option("blastgate.reporters")
@option(
    "--hook",
    type=click.Choice(["pre-commit", "pre-push", "pre-receive"]),
    help="Run as this git hook: judge what git is about to do.",
)
@option(
    "--fail-on",
    type=click.Choice(["block", "review"]),
    help="Exit with 1 or 3 from this outcome on.  [default: review; in a hook: block]",
)
@option("--record", metavar="FILE", type=click.Path(path_type=Path), help="Keep every fact, to replay it later.")
@option("--exit-zero", is_flag=True, help="Advise only: exit 0 whatever the outcome (errors still exit 2).")
@options.verbose_option
@options.quiet_option
@options.cache_option
@options.color_option
def command(**given: Any) -> int:
    """Judge a change: its reach, how it was made, what follows.

    By default what HEAD adds to the default branch. The policy is that of the default branch.

    \b
    Exit codes: 0 pass or warn, 1 block, 3 review required, 2 could not decide.
    """
    range_ = _range(given)
    if given["hook"]:
        from blastgate.cli._hook import run_hook  # only where git is waiting

        return run_hook(given)
    assessment = _check(given, range_)
    for target in given["targets"]:
        reporter = registry.load("blastgate.reporters", target.format)
        look = options.look(given["color"], target, given["verbose"], given["quiet"])
        options.write(reporter.report(assessment, look), target)
    code = exit_code(assessment, given["fail_on"] or "review")
    return 0 if given["exit_zero"] and assessment.outcome != "error" else code


def _check(given: dict[str, Any], range_: pipeline.Range) -> Assessment:
    if given["pr"] is not None:
        return _check_pull(given)
    question = given["repo"], range_, given["policy_file"], given["cached"]
    if given["record"] is None:
        return pipeline.check(*question)
    assessment, record = pipeline.check_and_record(*question)
    options.write(record, options.Target("json", given["record"]))
    return assessment


def _check_pull(given: dict[str, Any]) -> Assessment:
    """Read a pull request by GITHUB_TOKEN, or anonymously; nothing is written."""
    from blastgate.gate.reading import PullQuestion
    from blastgate.gate.ruling import check_and_record_pull, check_pull

    question = PullQuestion(given["pr"], given["repo"], given["github"], os.environ, given["cached"])
    if given["record"] is None:
        return check_pull(question, given["policy_file"])
    assessment, record = check_and_record_pull(question, given["policy_file"])
    options.write(record, options.Target("json", given["record"]))
    return assessment


def _range(given: dict[str, Any]) -> pipeline.Range:
    sources = [name for name in ("hook", "staged", "worktree", "diff", "pr") if given[name]]
    if given["base"] is not None or given["head"] is not None:
        sources.append("base/--head")
    if len(sources) > 1:
        names = " and ".join(f"--{name}" for name in sources)
        raise UsageError(f"{names} name different changes", "command line", "choose one of them")
    diff = None if given["diff"] is None else _read_diff(given["diff"])
    return pipeline.Range(given["base"], given["head"], given["staged"], given["worktree"], diff)


def _read_diff(name: str) -> bytes:
    if name == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise SourceError(
            f"cannot be read: {error.strerror}", f"--diff {name}", "name a diff file, or - for stdin"
        ) from error
