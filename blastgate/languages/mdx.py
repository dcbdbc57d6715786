"""MDX: the ``import`` and ``export from`` lines between paragraphs of Markdown.

A statement begins a line after a blank one, another statement or the front matter, outside of code fences
(https://mdxjs.com/docs/what-is-mdx/#esm). Names mean what they mean in JavaScript. Does not see: links to other pages,
imports inside of expressions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from sys import intern

from blastgate.languages._js_resolver import JavaScriptResolver
from blastgate.languages._js_scanner import scan
from blastgate.languages._lexing import LineCounter, text
from blastgate.languages.interface import Import
from blastgate.languages.javascript import is_test
from blastgate.model.snapshot import Snapshot

__all__ = ["EXTENSIONS", "NAME", "VERSION", "extract", "is_test", "resolver"]
NAME = "mdx"
EXTENSIONS = (".mdx",)
VERSION = 1

_BLOCK = re.compile(
    rb"^(?:(?P<fence>[ \t]*+(?:(?:\\?`){3,}+|~{3,}+))|(?:import|export)\b[^\n]*+(?:\n(?![ \t\r]*+\n)[^\n]*+)*+)",
    re.MULTILINE,
)


def extract(data: bytes) -> tuple[Import, ...]:
    """Find the imports of the statements of a page."""
    if b"import" not in data and b"export" not in data:
        return ()
    lines = LineCounter(data)
    return tuple(
        Import(intern(text(found.name)), lines.at(start + found.position), found.kind)
        for start, block in _blocks(data)
        for found in scan(block)
    )


def resolver(snapshot: Snapshot) -> JavaScriptResolver:
    """Read every package.json and tsconfig.json of a snapshot and index its files."""
    return JavaScriptResolver(snapshot)


def _blocks(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the start and text of each block that begins as a statement does; a fence hides up to its like."""
    position = 0
    while match := _BLOCK.search(data, position):
        position = match.end()
        if not match["fence"]:
            yield match.start(), match[0]
            continue
        closing = data.find(b"\n" + match["fence"], position)
        position = len(data) if closing < 0 else closing + 1 + len(match["fence"])
