"""Options whose help is written as it is shown: click would load a module to take the margin from it."""

from __future__ import annotations

from functools import partial
from typing import Any

import click


class Option(click.Option):
    """An option of a command."""

    def __init__(self, *names: Any, help: str | None = None, **rest: Any) -> None:  # noqa: A002 - click's own word
        super().__init__(*names, **rest)
        self.help = help


def _show_help(context: click.Context, _: click.Parameter, asked: bool) -> None:
    if asked and not context.resilient_parsing:
        click.echo(context.get_help(), color=context.color)
        context.exit()


class Command(click.Command):
    """A command with such a ``--help``."""

    def get_help_option(self, ctx: click.Context) -> click.Option:
        """Return the option that shows the help."""
        return HELP


option = partial(click.option, cls=Option)
HELP = Option(
    ["-h", "--help"],
    is_flag=True,
    expose_value=False,
    is_eager=True,
    help="Show this message and exit.",
    callback=_show_help,
)
