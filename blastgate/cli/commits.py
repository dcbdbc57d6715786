"""``blastgate commits``: AI attribution, commit by commit, however many there are."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain, islice
from typing import IO, Any

import click

from blastgate import pipeline, registry
from blastgate.cli import options
from blastgate.cli._progress import Progress
from blastgate.errors import UsageError
from blastgate.model.attribution import CommitAttribution, Evidence
from blastgate.reporters.commits.interface import Passing


@click.command()
@click.argument("range_", metavar="[RANGE]", required=False)
@click.option("--pr", type=click.IntRange(1), metavar="N", help="Show the commits of a pull request on GitHub.")
@click.option("--github", metavar="OWNER/NAME", help="The repository of --pr.  [default: the origin remote]")
@click.option("--only", type=click.Choice(["ai", "none", "unknown", "bot"]), help="Show only commits of this state.")
@click.option("--tools", is_flag=True, help="List the AI tools whose marks are known, and stop.")
@options.repo_option
@options.format_option("blastgate.reporters.commits")
@options.verbose_option
@options.quiet_option
@options.color_option
def command(**given: Any) -> None:
    """Show which commits carry the marks of an AI tool.

    With -v also the words that prove it. RANGE is what git log takes (main..feature); by default what HEAD adds to the
    default branch, or all of the history where it adds nothing. What carries no mark is "none": looked, and found no
    evidence.
    """
    if given["tools"]:
        _list_tools(given)
        return
    range_, found, ends, around = _attributed(given)
    targets = given["targets"]
    first = list(islice(found, 1))  # what cannot be read is told before any output is opened
    commits = chain(first, found) if len(targets) == 1 else [*first, *found]
    for target in targets:
        reporter = registry.load("blastgate.reporters.commits", target.format)
        look = options.look(given["color"], target, given["verbose"], given["quiet"])
        shown = Passing(range_, _watched(commits, target, given["quiet"]), given["only"], around, ends)
        _write(reporter.draw(shown, look), target)


def _attributed(
    given: dict[str, Any],
) -> tuple[str, Iterator[CommitAttribution], frozenset[str], tuple[Evidence, ...]]:
    """Attribute the commits that are meant, and name them; around a pull request there are further marks."""
    if given["pr"] is None:
        return *pipeline.attributions(given["repo"], given["range_"]), ()
    from blastgate.gate.reading import PullQuestion, read_pull_commits

    if given["range_"] is not None:
        raise UsageError("a range and a pull request name different commits", "--pr", "choose one of them")
    found = read_pull_commits(PullQuestion(given["pr"], given["repo"], given["github"], os.environ))
    return found.described, iter(found.commits), frozenset(), found.around


def _list_tools(given: dict[str, Any]) -> None:
    tools = pipeline.known_tools(given["repo"])
    for target in given["targets"]:
        reporter = registry.load("blastgate.reporters.tools", target.format)
        look = options.look(given["color"], target, given["verbose"], given["quiet"])
        options.write(reporter.report(tools, look), target)


def _watched(commits: Iterable[Any], target: options.Target, quiet: bool) -> Iterator[Any]:
    """Tell how far it is where nothing else moves on the screen."""
    moving = target.file is None and sys.stdout.isatty()
    return Progress(quiet or moving).through("commits", iter(commits))


def _write(pieces: Iterable[str], target: options.Target) -> None:
    """Write an output as it comes."""
    with _opened(target) as out:
        for piece in pieces:
            out.write(piece.encode("utf-8", "backslashreplace"))
        out.flush()


@contextmanager
def _opened(target: options.Target) -> Iterator[IO[bytes]]:
    if target.file is None:
        sys.stdout.flush()
        yield sys.stdout.buffer
        return
    with target.file.open("wb") as out:
        yield out
