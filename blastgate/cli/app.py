"""The command line: finds commands by file name, and turns errors into one clear screen and exit code 2."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from blastgate import __version__

COULD_NOT_DECIDE, INTERRUPTED = 2, 130


class Commands(click.Group):
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
@click.version_option(__version__, prog_name="blastgate", message="%(prog)s %(version)s")
def app() -> None:
    """Judge a change by its blast radius: files, services affected, AI attribution, and your policy.

    \b
    Start with:   blastgate check          judge what your branch changes
                  blastgate explain        how a verdict comes about
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit: 0 pass or warn, 1 block, 3 review, 2 could not decide, 130 interrupted."""
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; no error ever ends in 0."""
    try:
        code = app.main(args=None if arguments is None else list(arguments), standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        return COULD_NOT_DECIDE
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the one place: a crash is told and is never green
        return _fail(error)
    return code if isinstance(code, int) else 0


def _fail(error: Exception) -> int:
    import os

    from blastgate.cli.failures import print_error

    if isinstance(error, BrokenPipeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if not print_error(error):
        print(f"blastgate: internal error: {type(error).__name__}: {ascii(str(error))[:300]}", file=sys.stderr)
        print("  nothing was decided; please report this with BLASTGATE_TRACEBACK=1 set", file=sys.stderr)
        if os.environ.get("BLASTGATE_TRACEBACK"):
            import traceback

            traceback.print_exc()
    return COULD_NOT_DECIDE
