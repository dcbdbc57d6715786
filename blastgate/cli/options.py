"""Options that several commands share, and what they mean."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from blastgate import registry
from blastgate.cli._option import option
from blastgate.errors import UsageError
from blastgate.model.named import NamedTuple
from blastgate.reporters.interface import Look

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

repo_option: Decorator = option(
    "--repo",
    metavar="DIR",
    type=click.Path(path_type=Path),
    default=Path(),
    help="Work tree or bare repository to look at.  [default: here]",
)
policy_option: Decorator = option(
    "--policy",
    "policy_file",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Judge by this policy file instead of the default branch's.",
)
verbose_option: Decorator = option("-v", "--verbose", count=True, help="Show everything that was found.")
quiet_option: Decorator = option("-q", "--quiet", is_flag=True, help="Show the first line only, nothing on a pass.")
cache_option: Decorator = option(
    "--no-cache",
    "cached",
    is_flag=True,
    callback=lambda _, __, off: not off,  # a default of True with a flag value of False is False to click 8.3.0
    help="Neither use nor keep what earlier runs found out.",
)
color_option: Decorator = option(
    "--color", type=click.Choice(["auto", "always", "never"]), default="auto", help="Colour the text.  [default: auto]"
)


class Target(NamedTuple):
    """One requested output: a format and the file it goes to (None is stdout)."""

    format: str
    file: Path | None


def format_option(package: str, default: str = "text") -> Decorator:
    """Offer the formats that exist as files in ``package``, several at once, each as ``NAME`` or ``NAME=FILE``."""
    formats = registry.names(package)

    def parse(_: click.Context, __: click.Parameter, values: Sequence[str]) -> tuple[Target, ...]:
        return tuple(parse_target(value, formats) for value in values or (default,))

    return option(
        "--format",
        "targets",
        multiple=True,
        callback=parse,
        metavar="NAME[=FILE]",
        help=f"Output format, several at once: {', '.join(formats)}.  [default: {default}]",
    )


def parse_target(value: str, formats: Sequence[str], where: str = "--format") -> Target:
    """Read ``NAME`` or ``NAME=FILE``; raises UsageError for an unknown format or an empty file name."""
    name, equals, file = value.partition("=")
    if name not in formats:
        raise UsageError(f"unknown format {name!r}", where, f"choose from: {', '.join(formats)}")
    if equals and not file:
        raise UsageError("the file name is empty", f"--format {value}", f"write --format {name}=FILE")
    return Target(name, Path(file) if equals else None)


def among(target: Target, package: str, where: str) -> str:
    """Return the format of an answer that has fewer of them; raises UsageError for one that it has not."""
    return parse_target(target.format, registry.names(package), where).format


def look(color: str, target: Target, verbose: int = 0, quiet: bool = False) -> Look:
    """Decide how to draw: colour as the option says, else NO_COLOR, FORCE_COLOR, else whether stdout is a terminal."""
    width = max(60, min(_columns(), 120))
    return Look(target.file is None and _colored(color), width, -1 if quiet else min(verbose, 1))


def _columns() -> int:
    """Find how wide the terminal is; 100 columns where there is none."""
    if not (os.environ.get("COLUMNS") or sys.stdout.isatty()):
        return 100
    from shutil import get_terminal_size  # not for those who only want JSON

    return get_terminal_size((100, 24)).columns


def _colored(choice: str) -> bool:
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or sys.stdout.isatty()


def write(text: str, target: Target) -> None:
    """Write one output as UTF-8; undecodable bytes of names were escaped before. Raises OSError when it cannot."""
    data = text.encode("utf-8", "backslashreplace")
    if target.file is not None:
        target.file.write_bytes(data)
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()
