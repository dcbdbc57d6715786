"""The group of all commands: each is found by its file's name, and loaded only when it is called."""

from __future__ import annotations

import click

from blastgate import __version__
from blastgate.cli._option import Command, Option


class Commands(Command, click.Group):
    """Loads a command's file only when that command is called; help reads one line of each."""

    def list_commands(self, _: click.Context) -> list[str]:
        """List the commands that exist as files beside this one."""
        from blastgate import registry

        return [name for name in registry.names("blastgate.cli") if name not in {"app", "options", "failures"}]

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Load one command by name."""
        if name not in self.list_commands(ctx):
            return None
        from blastgate import registry

        command: click.Command = registry.load("blastgate.cli", name).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write one line on each command, read from its file: help imports none of them."""
        from blastgate.cli._short_help import short_help

        names = self.list_commands(ctx)
        limit = formatter.width - 6 - max(map(len, names))
        with formatter.section("Commands"):
            formatter.write_dl([(name, short_help(name, limit)) for name in names])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Resolve a command; an unknown one names the nearest that exists."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            import difflib

            near = difflib.get_close_matches(args[0], self.list_commands(ctx), n=1)
            hint = f" Did you mean {near[0]!r}?" if near else ""
            raise click.UsageError(f"{error.message}{hint}", ctx) from None


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="blastgate", message="%(prog)s %(version)s", cls=Option)
def app() -> None:
    """Judge a change by its blast radius: files, services affected, AI attribution, and your policy.

    \b
    Start with:   blastgate check          judge what your branch changes
                  blastgate explain        how a verdict comes about
    """
