"""``blastgate stats``: the disclosed AI share over time."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from blastgate import registry
from blastgate.cli import options
from blastgate.cli._progress import Progress
from blastgate.errors import UsageError
from blastgate.steps.stats import Question, survey

COULD_NOT_DECIDE = 2
MAX_REPOSITORIES = 10_000


@click.command()
@click.argument("paths", metavar="[REPO]...", nargs=-1, type=click.Path(path_type=Path))
@click.option("--repo", "more", multiple=True, type=click.Path(path_type=Path), help="The same as REPO.")
@click.option("--repos", "file", type=click.Path(path_type=Path), help="A file with one repository per line.")
@click.option("--by", type=click.Choice(["week", "month"]), default="month", help="[default: month]")
@click.option("--group", type=click.Choice(["tool", "component", "directory", "level"]), help="Count by this, too.")
@click.option("--depth", type=click.IntRange(1, 20), default=1, help="Folders of a directory's name.  [default: 1]")
@click.option("--since", metavar="DATE", default="", help="From this day, month or year on: 2026-11-21, 2026-11, 2026.")
@click.option("--until", metavar="DATE", default="", help="Up to the end of this day, month or year.")
@click.option("--range", "revisions", metavar="RANGE", default="", help="What to count.  [default: default branch]")
@click.option("--lines", is_flag=True, help="Count added lines, too: every diff is read, which takes a while.")
@click.option("--surviving", is_flag=True, help="Find what stands at the head, by git blame: slow the first time.")
@options.policy_option
@options.cache_option
@options.format_option("blastgate.reporters.stats")
@options.verbose_option
@options.quiet_option
@options.color_option
@click.pass_context
def command(context: click.Context, /, **given: Any) -> None:
    """Show which share of the commits discloses AI, over time.

    In one repository or in many. The share is a lower bound: what left no mark is not seen. Nobody is counted by name.
    """
    question = Question(
        **{key: given[key] for key in ("by", "group", "depth", "since", "until", "revisions", "lines", "surviving")},
        policy_file=given["policy_file"],
        cached=given["cached"],
    )
    answer = survey(names_of(_places(given)), question, Progress(given["quiet"]))
    for target in given["targets"]:
        reporter = registry.load("blastgate.reporters.stats", target.format)
        look = options.look(given["color"], target, given["verbose"], given["quiet"])
        options.write(reporter.report(answer, look), target)
    if answer.unread:
        context.exit(COULD_NOT_DECIDE)


def _places(given: dict[str, Any]) -> list[Path]:
    listed = _listed(given["file"]) if given["file"] is not None else []
    named = [*given["paths"], *given["more"], *listed]
    return named or ([] if given["file"] is not None else [Path()])


def _listed(file: Path) -> list[Path]:
    """Read a list of repositories: one path per line, from the folder of the list; ``#`` begins a comment line."""
    try:
        lines = file.read_text("utf-8", "surrogateescape").splitlines()
    except OSError as error:
        raise UsageError(f"cannot be read: {error.strerror}", str(file), "check the path given to --repos") from error
    paths = [line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#")]
    if not paths or len(paths) > MAX_REPOSITORIES:
        message = f"lists {len(paths):,} repositories"
        raise UsageError(message, str(file), f"write one path per line, at most {MAX_REPOSITORIES:,}")
    return [file.parent / Path(path).expanduser() for path in paths]


def names_of(paths: Sequence[Path]) -> dict[str, Path]:
    """Name repositories by their last folders, as many as tell them apart; a path named twice counts once."""
    real = list(dict.fromkeys(path.resolve() for path in paths))
    for depth in range(1, max((len(path.parts) for path in real), default=0)):
        names = {_name(path, depth): path for path in real}
        if len(names) == len(real):
            return names
    return {str(path): path for path in real}


def _name(path: Path, depth: int) -> str:
    parts = [part.removesuffix(".git") or part for part in path.parts[1:] if part != ".git"]
    return "/".join(parts[-depth:]) or str(path)
