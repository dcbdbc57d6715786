"""C, C++, Objective-C and CUDA: ``#include`` and ``#import``, and the implementation behind a header.

Sees: quoted names beside the file, then below any folder of the tree (the nearest); names in angle brackets where one
include folder of the tree has such a file. Who includes ``cart.h`` runs ``cart.c``: a header has an edge to the source
of the same name beside it, or alone of that name next to its ``include`` folder. All branches of ``#if`` count. Does
not see: include folders outside the tree, macros as names, C++20 modules, forward declarations.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from sys import intern

from blastgate.languages._c_headers import CResolver
from blastgate.languages._lexing import LineCounter, text
from blastgate.languages.interface import Import
from blastgate.model.snapshot import Snapshot

NAME = "c"
EXTENSIONS = (
    *(".c", ".h", ".cc", ".cpp", ".cxx", ".c++", ".hpp", ".hh", ".hxx", ".inl", ".ipp", ".tcc"),
    *(".m", ".mm", ".cu", ".cuh"),
)
VERSION = 1

BESIDE = "implementation"  # how the edge of a header to its source is spelled

_INCLUDE = re.compile(rb"#[ \t]*+(?:include|import|include_next)[ \t]*+([\"<])([^\"<>\r\n]++)[\">]")
_REACH = 200  # bytes of blanks before a directive
_TEST_FOLDERS = frozenset({"test", "tests", "unittest", "unittests", "unit_tests"})
_TEST_NAME = re.compile(r"test[-_].*|.*[-_](?:test|tests|unittest)|.*[a-z0-9](?:Test|Tests)")


def extract(data: bytes) -> tuple[Import, ...]:
    """Find the includes that no comment hides; a name in angle brackets keeps them."""
    lines = LineCounter(data)
    found = [Import(BESIDE, 1)]
    for match in _shown(data):
        name = text(match[2])
        found.append(Import(intern(name if match[1] == b'"' else f"<{name}>"), lines.at(match.start())))
    return tuple(found)


def is_test(path: str) -> bool:
    """Tell test folders and ``test_x``, ``x_test`` and ``XTest`` files by whole tokens."""
    *folders, file = path.split("/")
    if not _TEST_FOLDERS.isdisjoint(folder.lower() for folder in folders):
        return True
    return _TEST_NAME.fullmatch(file.rpartition(".")[0]) is not None


def resolver(snapshot: Snapshot) -> CResolver:
    """Index the headers and sources of a snapshot; compile flags are not read."""
    return CResolver(snapshot.entries, BESIDE)


def _shown(data: bytes) -> Iterator[re.Match[bytes]]:
    """Yield the directives that begin a line outside of block comments."""
    position, hidden = 0, False
    for match in _INCLUDE.finditer(data):
        opened, closed = _last_opening(data, position, match.start()), data.rfind(b"*/", position, match.start())
        if opened > closed or closed >= 0:
            hidden = opened > closed
        position = match.start()
        floor = max(0, position - _REACH)
        line_start = data.rfind(b"\n", floor, position) + 1
        if not hidden and (line_start or not floor) and not data[line_start:position].strip():
            yield match


def _last_opening(data: bytes, start: int, end: int) -> int:
    """Return where the last ``/*`` outside of a string opens, by the quotes before it on its line."""
    opened = data.rfind(b"/*", start, end)
    newline = data.rfind(b"\n", start, opened) if opened >= 0 else -1
    quoted = opened >= 0 and data.count(b'"', max(newline, start), opened) % 2 == 1
    return -1 if quoted else opened
