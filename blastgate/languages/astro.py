"""Astro components: the imports of the script between the ``---`` lines, and those of ``<script>`` blocks.

Names mean what they mean in JavaScript. Does not see: what a template's expressions load, ``Astro.glob``.
"""

from __future__ import annotations

import re
from sys import intern

from blastgate.languages._js_resolver import JavaScriptResolver
from blastgate.languages._js_scanner import scan
from blastgate.languages._lexing import LineCounter, text
from blastgate.languages.interface import Import
from blastgate.languages.javascript import is_test, scripts
from blastgate.model.snapshot import Snapshot

__all__ = ["EXTENSIONS", "NAME", "VERSION", "extract", "is_test", "resolver"]
NAME = "astro"
EXTENSIONS = (".astro",)
VERSION = 1

_FENCE = re.compile(rb"^---[ \t\r]*+$", re.MULTILINE)


def extract(data: bytes) -> tuple[Import, ...]:
    """Find the imports of the component script, then those of the script blocks below."""
    opening = _FENCE.search(data)
    closing = _FENCE.search(data, opening.end()) if opening else None
    start, end = (opening.end(), closing.start()) if opening and closing else (0, 0)
    lines = LineCounter(data)
    return tuple(
        Import(intern(text(found.name)), lines.at(at + found.position), found.kind)
        for at, script in ((start, data[start:end]), *scripts(data, end))
        for found in scan(script)
    )


def resolver(snapshot: Snapshot) -> JavaScriptResolver:
    """Read every package.json and tsconfig.json of a snapshot and index its files."""
    return JavaScriptResolver(snapshot)
