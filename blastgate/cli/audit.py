"""``blastgate audit``: find holes in workflows, and in the gate's own set-up."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from blastgate import registry
from blastgate.cli import options

FINDINGS, COULD_NOT_DECIDE = 1, 2
ROOM = "blastgate.reporters.audit"


@click.command()
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path(path_type=Path))
@click.option("--repo", "more", multiple=True, type=click.Path(path_type=Path), help="The same as PATH.")
@click.option("--ref", metavar="REF", help="Read this commit's objects.  [default: the files on disk; bare: HEAD]")
@click.option(
    "--severity",
    type=click.Choice(["low", "medium", "high"]),
    default="low",
    help="Report findings from this one on.  [default: low]",
)
@click.option(
    "--zizmor",
    type=click.Choice(["auto", "never", "always"]),
    default="auto",
    help="Merge the findings of zizmor: where it is installed, never, or else fail.  [default: auto]",
)
@options.format_option(ROOM)
@options.verbose_option
@options.quiet_option
@options.color_option
def command(**given: Any) -> int:
    """Find dangerous workflows, and holes in the gate's own set-up.

    That is pull_request_target and friends. PATH is a workflow file, a folder, or a repository; several at once.
    Nothing is run, and no network is used.

    \b
    Exit codes: 0 nothing found, 1 findings, 2 something could not be read, or nothing was there to read.
    """
    from blastgate.cli.stats import names_of
    from blastgate.steps.audit import at_least, audit

    places = names_of([*given["paths"], *given["more"]] or [Path()])
    found = audit(places, given["ref"], given["zizmor"])
    found = replace(found, findings=at_least(found, given["severity"]))
    for target in given["targets"]:
        reporter = registry.load(ROOM, target.format)
        look = options.look(given["color"], target, given["verbose"], given["quiet"])
        options.write(reporter.report(found, look), target)
    if found.unreadable or not found.files:
        return COULD_NOT_DECIDE
    return FINDINGS if found.findings else 0
