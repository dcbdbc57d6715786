"""``blastgate replay``: judge a recorded change again, without its repository, under its own policy or another."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from blastgate import __version__
from blastgate.cli import options
from blastgate.cli.render import draw, read_text
from blastgate.records import Record, read_record, replay, replay_under
from blastgate.reporters.escape import for_terminal
from blastgate.sources.policy import read_policy


@click.command()
@click.argument("record", metavar="FILE")
@click.option("--policy", "policy_file", type=click.Path(path_type=Path), help="Judge by this policy file instead.")
@options.format_option("blastgate.reporters")
@click.option("--exit-zero", is_flag=True, help="Exit 0 whatever the outcome (errors still exit 2).")
@options.verbose_option
@options.quiet_option
@options.color_option
def command(**given: Any) -> int:
    """Judge the facts of a record again: the same verdict follows.

    Whoever asks, and without the repository. FILE was written by check --record; - is standard input. A record that
    does not add up is refused.

    \b
    Exit codes: as check.
    """
    name = given["record"]
    where = "standard input" if name == "-" else name
    record = read_record(read_text(name, where), where)
    assessment = replay(record, where)
    if given["policy_file"] is not None:
        assessment = replay_under(record, read_policy(None, "", "", given["policy_file"]).policy)
    _tell_versions(record)
    return draw(assessment, given)


def _tell_versions(record: Record) -> None:
    if record.tool.version != __version__:
        words = f"recorded by blastgate {record.tool.version}, judged again by {__version__}"
        print(f"blastgate: note: {for_terminal(words)}", file=sys.stderr)
