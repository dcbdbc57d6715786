"""The answer of ``blastgate commits`` as JSON, always whole."""

from __future__ import annotations

import json
from collections.abc import Iterator

from blastgate.model.assessment import SCHEMA_VERSION
from blastgate.model.attribution import CommitsReport
from blastgate.model.codec import dumps, encode
from blastgate.reporters.commits.interface import Passing
from blastgate.reporters.interface import Look


def report(answer: CommitsReport, _: Look) -> str:
    """Write the answer as JSON."""
    return dumps(answer)


def draw(passing: Passing, _: Look) -> Iterator[str]:
    """Write the same JSON commit by commit."""
    yield f'{{\n  "schema_version": {SCHEMA_VERSION},\n  "range": {json.dumps(passing.range)},\n  "commits": ['
    between = "\n"
    for commit in passing:
        yield f"{between}{_indented(commit, 4)}"
        between = ",\n"
    end = "]" if between == "\n" else "\n  ]"
    yield f'{end},\n  "totals": {_indented(passing.totals, 2).lstrip()},\n'
    yield f'  "around": {_indented(passing.around, 2).lstrip()},\n'
    yield f'  "cut_off": {json.dumps(passing.cut_off)}\n}}\n'


def _indented(model: object, blanks: int) -> str:
    margin = " " * blanks
    return margin + json.dumps(encode(model), indent=2).replace("\n", f"\n{margin}")
