"""GraphQL documents: ``#import "x.graphql"`` of loaders and schema builders, as edges of kind ``contract``.

Sees: ``#import "file"`` (https://github.com/apollographql/graphql-tag) and ``# import Name from "file"``
(https://the-guild.dev/graphql/tools/docs/schema-loading). Does not see: which file defines a type or a fragment that is
only named, schemas that a server writes, queries inside of other languages.
"""

from __future__ import annotations

import re
from sys import intern

from blastgate.languages._beside import FilesBeside
from blastgate.languages._lexing import LineCounter, text
from blastgate.languages.interface import Import
from blastgate.model.snapshot import Snapshot

NAME = "graphql"
EXTENSIONS = (".graphql", ".graphqls", ".gql")
VERSION = 1
USED_UNSEEN = True

_IMPORT = re.compile(
    rb"^[ \t]*+#[ \t]*+import[ \t]++(?:[\w.*, \t]{1,500}?[ \t]from[ \t]*+)?(?:\"([^\"\n]++)\"|'([^'\n]++)')",
    re.MULTILINE,
)


def extract(data: bytes) -> tuple[Import, ...]:
    """Find the import comments of a document."""
    lines = LineCounter(data)
    found = ((lines.at(match.start()), match[1] or match[2]) for match in _IMPORT.finditer(data))
    return tuple(Import(intern(text(name)), line, "contract") for line, name in found)


def is_test(path: str) -> bool:
    """Tell documents in test folders by whole tokens."""
    return not {"test", "tests", "__tests__", "__mocks__", "testdata", "__snapshots__"}.isdisjoint(path.split("/")[:-1])


def resolver(snapshot: Snapshot) -> FilesBeside:
    """Keep the paths of a snapshot; import comments have no settings."""
    return FilesBeside(snapshot.entries)
