"""A SARIF 2.1.0 log (docs.oasis-open.org/sarif/sarif/v2.1.0) within what GitHub code scanning takes.

GitHub refuses a run of more than 25,000 results or a file of more than 10 MB packed, shows the 5,000 gravest, and reads
the first place of each only (docs.github.com, "SARIF support for code scanning"). A log is cut before that, the least
grave results first, and says so in a notification.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Literal
from urllib.parse import quote

from blastgate.model.named import NamedTuple
from blastgate.reporters.escape import for_terminal

Severity = Literal["error", "warning", "note"]
GRAVEST_FIRST: tuple[Severity, ...] = ("error", "warning", "note")
MAX_RESULTS = 5_000
MAX_BYTES = 8_000_000  # of all results before packing: whatever they hold, the packed file stays below the limit
LONGEST = 1_000  # characters of one message
POINTER = "see --format json for all of them"
_BRACES = str.maketrans({"{": "{{", "}": "}}", "[": "\\[", "]": "\\]"})


class Place(NamedTuple):
    """Where a result is: a path from the top of the repository, and a 1-based line (0: the file as a whole)."""

    path: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the tool: its stable id, one sentence, the lines of its manual page, and how grave it usually is."""

    id: str
    summary: str
    help: Sequence[str]
    severity: Severity = "warning"
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """One finding of a rule. ``identity`` is what makes it the same finding in the next run; by default its text."""

    rule: str
    severity: Severity
    text: str
    place: Place | None = None
    identity: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """One run: the command and its version, its rules and results, and what is told of the run itself.

    ``succeeded`` is false where nothing could be decided; ``notes`` then say why, each with how grave it is. GitHub
    keeps the results of one command apart from those of another by ``command``: runs of two need two.
    """

    command: str
    version: str
    rules: Sequence[Rule] = ()
    results: Sequence[Result] = ()
    notes: Sequence[tuple[Severity, str]] = ()
    succeeded: bool = True
    properties: dict[str, Any] = field(default_factory=dict)


def sarif_log(run: Run) -> str:
    """Write a log as indented ASCII JSON: the gravest results first, every stranger's text escaped."""
    index = {rule.id: number for number, rule in enumerate(run.rules)}
    results = sorted(run.results, key=lambda r: GRAVEST_FIRST.index(r.severity))
    kept = list(_fitting(_result(result, index) for result in results))
    notes = [*run.notes]
    if hidden := len(results) - len(kept):
        notes.append(("warning", f"{hidden:,} more results are left out, the least grave ones: {POINTER}"))
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [_run(run, kept, notes)],
    }
    return json.dumps(log, indent=2, ensure_ascii=True) + "\n"


def message(text: str) -> dict[str, str]:
    """Write a plain text message: no placeholder and no link comes of a name (SARIF 2.1.0, 3.11.5 and 3.11.6)."""
    shown = text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
    return {"text": for_terminal(shown).translate(_BRACES)}


def uri(path: str) -> str:
    """Write a path as a relative reference: its bytes percent-encoded but for the unreserved ones (RFC 3986, 2.3)."""
    return quote(path.encode("utf-8", "surrogateescape"), safe="/")


def _run(run: Run, results: list[dict[str, Any]], notes: Sequence[tuple[Severity, str]]) -> dict[str, Any]:
    driver = {
        "name": "blastgate",
        "semanticVersion": for_terminal(run.version),
        "rules": [_rule(rule) for rule in run.rules],
    }
    told = [{"level": severity, "message": message(text)} for severity, text in notes]
    invocation = {"executionSuccessful": run.succeeded, "toolExecutionNotifications": told}
    extra = {"properties": run.properties} if run.properties else {}
    base = {"SRCROOT": {"description": {"text": "The top of the repository."}}}
    return {
        "tool": {"driver": driver},
        "automationDetails": {"id": f"blastgate/{run.command}/"},
        "invocations": [invocation],
        "originalUriBaseIds": base,
        "columnKind": "unicodeCodePoints",
        "results": results,
        **extra,
    }


def _rule(rule: Rule) -> dict[str, Any]:
    tags = {"properties": {"tags": list(rule.tags)}} if rule.tags else {}
    return {
        "id": for_terminal(rule.id),
        "name": "".join(part.capitalize() for part in re.findall(r"[A-Za-z0-9]+", rule.id)) or "Rule",
        "shortDescription": message(rule.summary),
        "fullDescription": message(rule.summary),
        "help": {"text": "\n".join(map(for_terminal, rule.help))},
        "defaultConfiguration": {"level": rule.severity},
        **tags,
    }


def _result(result: Result, index: dict[str, int]) -> dict[str, Any]:
    place = result.place
    same = "\0".join((result.rule, place.path if place else "", result.identity or result.text))
    digest = sha256(same.encode("utf-8", "surrogateescape")).hexdigest()[:32]
    return {
        "ruleId": for_terminal(result.rule),
        **({"ruleIndex": index[result.rule]} if result.rule in index else {}),
        "level": result.severity,
        "message": message(result.text),
        **({"locations": [_location(place)]} if place and _is_inside(place.path) else {}),
        "partialFingerprints": {"primaryLocationLineHash": f"{digest}:1", "blastgate/v1": digest},
    }


def _is_inside(path: str) -> bool:
    """Tell whether a path stays a path below the top when a reader resolves it (RFC 3986, 5.2.4)."""
    return not {"", ".", ".."}.intersection(path.split("/"))


def _location(place: Place) -> dict[str, Any]:
    region = {"startLine": max(place.line, 1)}  # a whole file has none in SARIF, but GitHub requires one
    artifact = {"uri": uri(place.path), "uriBaseId": "SRCROOT"}
    return {"physicalLocation": {"artifactLocation": artifact, "region": region}}


def _fitting(results: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Keep the first results while they fit the number and the size that a log may have."""
    room = MAX_BYTES
    for number, result in enumerate(results):
        room -= len(json.dumps(result))
        if number == MAX_RESULTS or room < 0:
            return
        yield result
