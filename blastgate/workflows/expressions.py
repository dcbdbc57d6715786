"""The expressions of a workflow (``${{ ... }}``) and the contexts that they read.

Source: docs.github.com, "Evaluate expressions in workflows and actions" and "Contexts reference".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from blastgate.model.named import NamedTuple

OPEN, CLOSE = "${{", "}}"
MOST = 2_000  # expressions of one text
LONGEST = 20_000  # characters of one expression that are looked at
# a context with its properties, as ``github.event.pull_request['head'].ref`` or ``commits.*.message``
PATH = re.compile(r"[A-Za-z_][\w-]{0,99}(?:\.[\w*-]{1,99}|\[\s{0,5}(?:'[^'\]]{1,99}'|[0-9]{1,9})\s{0,5}\]){0,12}")
INDEX = re.compile(r"\[\s{0,5}'?([^'\]]{1,99}?)'?\s{0,5}\]")
TEXT = re.compile(r"'(?:[^']|'')*'")


class Expression(NamedTuple):
    """One expression: where it begins in its text, what stands between the braces, the contexts it reads.

    ``reads`` are in lower case with dots only: ``github.event.pull_request.head.ref``.
    """

    start: int
    body: str
    reads: tuple[str, ...]


def find_expressions(text: str) -> Iterator[Expression]:
    """Find the expressions of a text, in order; one that does not end is none."""
    at = text.find(OPEN)
    for _ in range(MOST):
        end = text.find(CLOSE, at) if at >= 0 else -1
        if end < 0:
            return
        body = text[at + len(OPEN) : end]
        yield Expression(at, body.strip(), reads_of(body))
        at = text.find(OPEN, end)


def reads_of(body: str) -> tuple[str, ...]:
    """List the contexts that the inside of an expression (or an ``if:``) reads; quoted texts are none."""
    shown = TEXT.sub(_keep_index, body[:LONGEST])
    return tuple(dict.fromkeys(INDEX.sub(r".\1", hit[0]).lower() for hit in PATH.finditer(shown)))


def _keep_index(found: re.Match[str]) -> str:
    """A text inside brackets names a property; any other is a value and is blanked."""
    before = found.string[max(0, found.start() - 6) : found.start()].rstrip()
    return found[0] if before.endswith("[") else "''"
