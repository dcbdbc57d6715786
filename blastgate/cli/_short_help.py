"""What each command does in one line, read from its file without importing what the command needs."""

from __future__ import annotations

import re
from pathlib import Path

import click

_DOCSTRING = re.compile(r'^def command\(.*?"""(.*?)"""', re.DOTALL | re.MULTILINE)


def short_help(name: str, limit: int) -> str:
    """Return the first sentence of a command's docstring, cut to ``limit`` characters as click cuts it."""
    found = _DOCSTRING.search((Path(__file__).parent / f"{name}.py").read_text(encoding="utf-8"))
    return click.Command(name, help=found[1] if found else "").get_short_help_str(limit)
