"""``blastgate affected``: who depends on some files."""

from __future__ import annotations

from typing import Any

import click

from blastgate import pipeline, registry
from blastgate.cli import options
from blastgate.cli._option import Command, option
from blastgate.errors import UsageError
from blastgate.model.reports import AffectedReport, WhyReport


@click.command(cls=Command)
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@option("--why", is_flag=True, help="With two PATHs: say why a change of the first affects the second.")
@option("--base", metavar="REF", help="Look at the graph of this ref, too.  [default: the default branch]")
@option("--head", metavar="REF", help="Look at the graph of this ref.  [default: HEAD]")
@options.repo_option
@options.policy_option
@options.format_option("blastgate.reporters.affected")
@options.verbose_option
@options.quiet_option
@options.cache_option
@options.color_option
def command(**given: Any) -> None:
    """Show who depends on files or folders, each with its chain.

    Components first, then files, the nearest first. PATHs are written from here, or from the top of the repository as
    git writes them; a folder means every file in it. After --why a PATH may also be the name of a component.
    """
    range_ = pipeline.Range(given["base"], given["head"])
    room = "blastgate.reporters.why" if given["why"] else "blastgate.reporters.affected"
    answer = _why(given, range_) if given["why"] else _affected(given, range_)
    for target in given["targets"]:
        reporter = registry.load(room, target.format)
        look = options.look(given["color"], target, given["verbose"], given["quiet"])
        options.write(reporter.report(answer, look), target)


def _affected(given: dict[str, Any], range_: pipeline.Range) -> AffectedReport:
    return pipeline.affected(given["repo"], given["paths"], range_, given["policy_file"], given["cached"])


def _why(given: dict[str, Any], range_: pipeline.Range) -> WhyReport:
    if len(given["paths"]) != 2:
        raise UsageError(f"takes two PATHs, not {len(given['paths'])}", "--why", "write: affected --why CHANGED OTHER")
    changed, other = given["paths"]
    return pipeline.why(given["repo"], (changed, other), range_, given["policy_file"], given["cached"])
