"""Go: import declarations, packages as the unit that compiles, and ``//go:embed``.

A package is joined through one of its files, its anchor (``cart/cart.go``, else the first by name): importers have an
edge to the anchor, the anchor to every other file of the package and each of those to the anchor, so that edges stay
linear and every node of a chain is a file. Tests have edges to the package and to each other; nothing has one to them.
Build tags count as present. Import names are spelled as paths, a file's own package as ``package cart``, embedded files
as ``go:embed templates/*``. Does not see: generated files that are not committed, GOPATH trees without go.mod.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from sys import intern

from blastgate.languages._go_modules import GoResolver
from blastgate.languages._lexing import DOUBLE_QUOTED, LINE_COMMENT, SINGLE_QUOTED, LineCounter, block_comment_end, text
from blastgate.languages.interface import Import
from blastgate.model.snapshot import Snapshot

NAME = "go"
EXTENSIONS = (".go",)
VERSION = 1

_BLANK = re.compile(rb"(?:[\s;]++|" + LINE_COMMENT + rb")*+")
_PACKAGE = re.compile(rb"package\s++([\w\x80-\xff]++)")
_IMPORT = re.compile(rb"import(?![\w\x80-\xff])")
_SPEC = re.compile(rb"(?:[\w.\x80-\xff]++\s*+)?(?:\"([^\"\n]*+)\"|`([^`]*+)`)")
_EMBED = re.compile(rb"//go:embed[ \t]++([^\r\n]++)")
_PATTERN = re.compile(rb"\"((?:[^\"\\\n]++|\\.)*+)\"|`([^`\n]*+)`|([^\s\"`]++)")
_TOKEN = re.compile(rb"/\*|`[^`]*+`?|" + LINE_COMMENT + b"|" + DOUBLE_QUOTED + b"|" + SINGLE_QUOTED, re.DOTALL)


def extract(data: bytes) -> tuple[Import, ...]:
    """Find the package clause, the imports, which Go wants before anything else, and the embed directives."""
    lines = LineCounter(data)
    position = _skip(data, 3 if data.startswith(b"\xef\xbb\xbf") else 0)
    clause = _PACKAGE.match(data, position)
    if clause is None:
        return ()
    found = [Import(intern("package " + text(clause[1])), lines.at(position), "import")]
    for start, path in _imports(data, clause.end()):
        found.append(Import(intern(text(path)), lines.at(start), "import"))
    for start, pattern in _embeds(data, clause.end()):
        found.append(Import("go:embed " + text(pattern), lines.at(start), "import"))
    return tuple(found)


def is_test(path: str) -> bool:
    """Tell ``_test.go`` files and what lies in ``testdata``."""
    *folders, file = path.split("/")
    return file.endswith("_test.go") or "testdata" in folders


def resolver(snapshot: Snapshot) -> GoResolver:
    """Read every go.mod and go.work of a snapshot and index its packages."""
    return GoResolver(snapshot)


def _skip(data: bytes, position: int) -> int:
    """Skip blanks, semicolons and comments."""
    while True:
        blank = _BLANK.match(data, position)
        position = blank.end() if blank else position
        if not data.startswith(b"/*", position):
            return position
        position = block_comment_end(data, position)


def _imports(data: bytes, position: int) -> Iterator[tuple[int, bytes]]:
    """Yield the start and path of each import, up to the first declaration of another kind."""
    while word := _IMPORT.match(data, position := _skip(data, position)):
        position = _skip(data, word.end())
        block = data.startswith(b"(", position)
        position = _skip(data, position + block)
        while spec := _SPEC.match(data, position):
            yield position, spec[1] if spec[1] is not None else spec[2]
            position = _skip(data, spec.end())
            if not block:
                break
        if block and data.startswith(b")", position):
            position += 1


def _embeds(data: bytes, position: int) -> Iterator[tuple[int, bytes]]:
    """Yield the start and pattern of each embed directive that no string or comment hides."""
    if b"//go:embed" not in data:
        return
    while token := _TOKEN.search(data, position):
        position = block_comment_end(data, token.start()) if token[0] == b"/*" else token.end()
        if directive := _EMBED.match(token[0]):
            for pattern in _PATTERN.finditer(directive[1]):
                yield token.start(), next(group for group in pattern.groups() if group is not None)
