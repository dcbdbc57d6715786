"""OpenAPI, AsyncAPI and JSON Schema: ``$ref`` to another file, as an edge of kind ``contract``.

JSON and YAML are everywhere, so only files with a word of ``PATH_WORDS`` in their path are read. Sees: ``$ref`` of a
relative path, with or without ``#/...`` behind it, in JSON, block and flow YAML. Does not see: references within the
file, addresses, names that a ``$id`` elsewhere gives, ``discriminator`` mappings.
Source: https://spec.openapis.org/oas/v3.1.0#reference-object
"""

from __future__ import annotations

import re
from sys import intern

from blastgate.languages._beside import FilesBeside
from blastgate.languages._lexing import LineCounter, text
from blastgate.languages.interface import Import
from blastgate.model.snapshot import Snapshot

NAME = "openapi"
EXTENSIONS = (".json", ".yaml", ".yml")
PATH_WORDS = (
    *("openapi", "swagger", "asyncapi", "jsonschema", "schema", "schemas", "api", "apis", "oas"),
    *("spec", "specs", "specification", "definitions", "contract", "contracts"),
)
VERSION = 1
USED_UNSEEN = True

_REF = re.compile(rb"\$ref[\"']?[ \t]*+:\s*+(?:\"([^\"\n#]++)|'([^'\n#]++)|([^\s\"'#,}\]]++))")
_COMMENTED = re.compile(rb"(?:\A|\n)[ \t]*+#[^\n]*+\Z")
_REACH = 200  # bytes before a hit in which a YAML comment may open


def extract(data: bytes) -> tuple[Import, ...]:
    """Find the references to other files that no comment hides."""
    if b"$ref" not in data:
        return ()
    lines = LineCounter(data)
    found = []
    for match in _REF.finditer(data):
        name = text(match[1] or match[2] or match[3])
        if ":" not in name and not _COMMENTED.search(data, max(0, match.start() - _REACH), match.start()):
            found.append(Import(intern(name), lines.at(match.start()), "contract"))
    return tuple(found)


def is_test(path: str) -> bool:
    """Tell contracts in test folders by whole tokens."""
    return not {"test", "tests", "__tests__", "testdata", "fixtures", "__snapshots__"}.isdisjoint(path.split("/")[:-1])


def resolver(snapshot: Snapshot) -> FilesBeside:
    """Keep the paths of a snapshot; references have no settings."""
    return FilesBeside(snapshot.entries, EXTENSIONS)
