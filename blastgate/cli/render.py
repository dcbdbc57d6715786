"""``blastgate render``: draw a saved assessment again, in any format."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from blastgate import registry
from blastgate.cli import options
from blastgate.cli.check import exit_code
from blastgate.errors import SourceError
from blastgate.model.assessment import SCHEMA_VERSION, Assessment
from blastgate.model.codec import decode, parse

MAX_BYTES = 512_000_000  # a record of a hundred thousand files has about 40 million


@click.command()
@click.argument("record", metavar="FILE")
@options.format_option("blastgate.reporters")
@click.option("--exit-zero", is_flag=True, help="Exit 0 whatever the saved outcome (errors still exit 2).")
@options.verbose_option
@options.quiet_option
@options.color_option
def command(**given: Any) -> int:
    """Draw an assessment that was saved with --format json, as the live run drew it.

    FILE is the record, or - for standard input. The exit code is that of the saved outcome, as check gave it.
    """
    assessment = read_record(given["record"])
    for target in given["targets"]:
        reporter = registry.load("blastgate.reporters", target.format)
        look = options.look(given["color"], target, given["verbose"], given["quiet"])
        options.write(reporter.report(assessment, look), target)
    code = exit_code(assessment)
    return 0 if given["exit_zero"] and assessment.outcome != "error" else code


def read_record(name: str) -> Assessment:
    """Read a saved assessment; raises SourceError when it is none, or when a newer blastgate wrote it."""
    where = "standard input" if name == "-" else name
    data = parse(_read(name, where), where)
    if not isinstance(data, dict) or "schema_version" not in data or "verdict" not in data:
        raise SourceError("is not a saved assessment", where, "save one with: blastgate check --format json=FILE")
    version = data["schema_version"]
    if type(version) is int and version > SCHEMA_VERSION:
        message = f"was written by a newer blastgate (schema_version {version}; this one reads {SCHEMA_VERSION})"
        raise SourceError(message, where, "update blastgate: pip install --upgrade blastgate-ci")
    return decode(Assessment, data, f"{where}: $")


def _read(name: str, where: str) -> str:
    try:
        if name == "-":
            data = sys.stdin.buffer.read(MAX_BYTES + 1)
        else:
            with Path(name).open("rb") as file:
                data = file.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise SourceError(f"is larger than {MAX_BYTES:,} bytes", where, "name a saved assessment")
        return data.decode("utf-8")
    except OSError as error:
        raise SourceError(f"cannot be read: {error.strerror}", where, "name a saved assessment, or -") from None
    except UnicodeDecodeError as error:
        raise SourceError(f"is not UTF-8 at byte {error.start}", where, "name a saved assessment") from None
