"""``blastgate commits``: AI attribution, commit by commit."""

from __future__ import annotations

from typing import Any

import click

from blastgate import pipeline, registry
from blastgate.cli import options
from blastgate.model.assessment import SCHEMA_VERSION
from blastgate.model.reports import CommitsReport, totals_of


@click.command()
@click.argument("range_", metavar="[RANGE]", required=False)
@click.option("--only", type=click.Choice(["ai", "none", "unknown", "bot"]), help="Show only commits of this state.")
@options.repo_option
@options.format_option("blastgate.reporters.commits")
@options.verbose_option
@options.quiet_option
@options.color_option
def command(**given: Any) -> None:
    """Show which commits carry the marks of an AI tool, and the words that prove it.

    RANGE is what git log takes (main..feature); by default what HEAD adds to the default branch, or all of the
    history where it adds nothing. What carries no mark is "none": looked, and found no evidence.
    """
    range_, found = pipeline.attributions(given["repo"], given["range_"])
    every = tuple(found)
    shown = tuple(commit for commit in every if given["only"] in (None, commit.state))
    answer = CommitsReport(SCHEMA_VERSION, range_, shown, totals_of(every))
    for target in given["targets"]:
        reporter = registry.load("blastgate.reporters.commits", target.format)
        look = options.look(given["color"], target, given["verbose"], given["quiet"])
        options.write(reporter.report(answer, look), target)
