"""``blastgate backtest``: what the last merged changes would have got under a policy, or under two."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from blastgate import registry
from blastgate.cli import options
from blastgate.cli._progress import Progress
from blastgate.errors import UsageError
from blastgate.steps.backtest import MOST, USUAL, Question, rehearse


@click.command()
@click.argument("revisions", metavar="[RANGE]", required=False, default="")
@click.option("-n", "number", type=click.IntRange(1, MOST), help=f"How many changes.  [default: {USUAL}]")
@options.repo_option
@click.option("--policy", help="Judge by this policy file or shipped pack.  [default: the policy in force]")
@click.option("--against", help="Judge by this one, too, and show both side by side.")
@click.option("--incidents", type=click.Path(path_type=Path), help="A file of commit ids that went wrong, one a line.")
@options.cache_option
@options.format_option("blastgate.reporters.backtest")
@options.verbose_option
@options.quiet_option
@options.color_option
def command(**given: Any) -> None:
    """Judge the last merged changes again, by one policy or by two.

    Tells levels, outcomes, who would have been asked and what would have been blocked. RANGE is a ref or a range of
    commits (default: the default branch); each merge or squash of its first-parent line is one change. Without
    --incidents, reverts, `Fixes:` lines and hotfixes tell what went wrong. Nobody is counted as an author.
    """
    if given["against"] is not None and given["against"] == given["policy"]:
        raise UsageError("is the policy it is compared with", "--against", "name another policy")
    second = () if given["against"] is None else (given["against"],)
    question = Question(
        given["revisions"], given["number"], (given["policy"], *second), given["incidents"], given["cached"]
    )
    answer = rehearse(given["repo"], question, Progress(given["quiet"]).step)
    for target in given["targets"]:
        reporter = registry.load("blastgate.reporters.backtest", target.format)
        look = options.look(given["color"], target, given["verbose"], given["quiet"])
        options.write(reporter.report(answer, look), target)
