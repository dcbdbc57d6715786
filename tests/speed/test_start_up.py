"""What a command imports before it does anything: help and version nothing of the house."""

from __future__ import annotations

import subprocess
import sys

import click
import pytest

from blastgate.cli.app import app

HEAVY = ("pydantic", "networkx", "git", "requests", "rich", "unidiff")


def modules_after(code: str) -> set[str]:
    """List the modules that a fresh interpreter has loaded after some code."""
    script = f"import sys\n{code}\nsys.stderr.write('\\n'.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(done.stderr.splitlines())


def run(*arguments: str) -> str:
    """Write the code that runs one command."""
    return f"from blastgate.cli.app import run\nrun({list(arguments)!r})"


@pytest.mark.parametrize("option", ["--version", "--help"])
def test_help_and_version_import_no_command(option: str) -> None:
    """They read one line of each command's file at most."""
    loaded = {name for name in modules_after(run(option)) if name.startswith("blastgate")}
    assert loaded <= {
        "blastgate",
        "blastgate.cli",
        "blastgate.cli.app",
        "blastgate.cli._short_help",
        "blastgate.registry",
    }


def test_help_says_of_each_command_what_the_command_says_of_itself() -> None:
    """The line read from the file is the one that click makes of the loaded command."""
    context = click.Context(app, info_name="blastgate", terminal_width=100, max_content_width=100)
    formatter, loaded = context.make_formatter(), context.make_formatter()
    app.format_commands(context, formatter)
    click.Group.format_commands(app, context, loaded)
    assert formatter.getvalue() == loaded.getvalue()
