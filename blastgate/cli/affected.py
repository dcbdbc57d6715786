"""``blastgate affected``: who depends on some files."""

from __future__ import annotations

from typing import Any

import click

from blastgate import pipeline, registry
from blastgate.cli import options


@click.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option("--base", help="Look at the graph of this ref, too.  [default: the default branch]")
@click.option("--head", help="Look at the graph of this ref.  [default: HEAD]")
@options.repo_option
@options.policy_option
@options.format_option("blastgate.reporters.affected")
@options.verbose_option
@options.quiet_option
@options.cache_option
@options.color_option
def command(**given: Any) -> None:
    """Show who depends on files or folders: components and files, nearest first, each with its chain.

    PATHs are written as git writes them, from the top of the repository; a folder means every file in it.
    """
    range_ = pipeline.Range(given["base"], given["head"])
    answer = pipeline.affected(given["repo"], given["paths"], range_, given["policy_file"], given["cached"])
    for target in given["targets"]:
        reporter = registry.load("blastgate.reporters.affected", target.format)
        look = options.look(given["color"], target, given["verbose"], given["quiet"])
        options.write(reporter.report(answer, look), target)
