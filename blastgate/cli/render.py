"""``blastgate render``: draw a saved assessment again, in any format."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from blastgate import registry
from blastgate.cli import options
from blastgate.cli._exit_codes import exit_code
from blastgate.errors import SourceError
from blastgate.model.assessment import Assessment
from blastgate.model.codec import decode, parse
from blastgate.model.consistency import misfits
from blastgate.records import is_record, record_in, refuse_newer, replay

MAX_BYTES = 512_000_000  # a record of a hundred thousand files has about 40 million


@click.command()
@click.argument("record", metavar="FILE")
@options.format_option("blastgate.reporters")
@click.option("--exit-zero", is_flag=True, help="Exit 0 whatever the saved outcome (errors still exit 2).")
@options.verbose_option
@options.quiet_option
@options.color_option
def command(**given: Any) -> int:
    """Draw a saved assessment again, in any format.

    FILE was saved by check --format json=FILE or --record FILE; - is standard input. What does not add up is refused.
    The exit code is that of the saved outcome, as check gave it.
    """
    return draw(read_assessment(given["record"]), given)


def draw(assessment: Assessment, given: dict[str, Any]) -> int:
    """Draw an assessment in every format that was asked for; return the exit code of its outcome."""
    for target in given["targets"]:
        reporter = registry.load("blastgate.reporters", target.format)
        look = options.look(given["color"], target, given["verbose"], given["quiet"])
        options.write(reporter.report(assessment, look), target)
    code = exit_code(assessment)
    return 0 if given["exit_zero"] and assessment.outcome != "error" else code


def read_assessment(name: str) -> Assessment:
    """Read a saved assessment, or the one of a record; raises SourceError when it is none, or does not add up."""
    where = "standard input" if name == "-" else name
    data = parse(read_text(name, where), where)
    if is_record(data):
        return replay(record_in(data, where), where)
    if not isinstance(data, dict) or "schema_version" not in data or "verdict" not in data:
        raise SourceError("is not a saved assessment", where, "save one with: blastgate check --format json=FILE")
    refuse_newer(data, where)
    assessment = decode(Assessment, data, f"{where}: $")
    for wrong in misfits(assessment):
        raise SourceError(f"does not add up: {wrong}", where, "save it again: blastgate check --format json=FILE")
    return assessment


def read_text(name: str, where: str) -> str:
    """Read a saved file, or standard input (``-``). Raises SourceError when it cannot be read."""
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
