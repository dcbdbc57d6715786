"""The page of commands, from the command line itself."""

from __future__ import annotations

from collections.abc import Iterator

import click

from blastgate.cli._exit_codes import EXIT_CODES
from blastgate.cli._group import app
from blastgate.cli.app import COULD_NOT_DECIDE, INTERRUPTED
from blastgate.reference._markdown import code, prose, table

TITLE = "Commands"
ABOUT = "every command with its options, formats and exit codes."


def parts() -> Iterator[str]:
    """Write each command as its help says it, then the exit codes."""
    yield from _group(app, click.Context(app, info_name="blastgate"))
    yield "## Exit codes"
    yield table(("code", "means"), _exit_codes())
    yield (
        "So `check` exits. In `mode: observe`, with `--exit-zero` or below `--fail-on`, 1 and 3 become 0; 2 stays 2. "
        "A command that exits otherwise says so above."
    )


def _group(group: click.Command, context: click.Context) -> Iterator[str]:
    for name in group.list_commands(context) if isinstance(group, click.Group) else ():
        command = group.get_command(context, name) if isinstance(group, click.Group) else None
        if command is not None:
            below = click.Context(command, info_name=name, parent=context)
            yield from _command(command, below)
            yield from _group(command, below)


def _command(command: click.Command, context: click.Context) -> Iterator[str]:
    yield f"## {context.command_path}"
    yield f"`{context.command_path} {' '.join(command.collect_usage_pieces(context))}`"
    yield _unfolded(command.help or "")
    records = [
        parameter.get_help_record(context) for parameter in command.params if isinstance(parameter, click.Option)
    ]
    rows = [(code(names), " ".join(text.split())) for names, text in filter(None, records)]
    if rows:
        yield table(("option", "means"), rows)


def _unfolded(text: str) -> str:
    """Take out the marks by which click keeps lines, and the indentation of what they keep."""
    return "\n".join(line.strip() for line in prose(text).replace("\b", "").split("\n")).replace("\n\n\n", "\n\n")


def _exit_codes() -> list[tuple[str, str]]:
    outcomes: dict[int, list[str]] = {}
    for outcome, number in EXIT_CODES.items():
        outcomes.setdefault(number, []).append(outcome.upper())
    rows = {number: ", ".join(names) for number, names in outcomes.items()}
    rows[COULD_NOT_DECIDE] += ": bad input, a failure of git or GitHub, a crash; never green"
    return [(code(number), text) for number, text in sorted((rows | {INTERRUPTED: "interrupted"}).items())]
