"""JavaScript and TypeScript, with JSX and the scripts of Vue and Svelte components.

Sees: ``import``, ``export ... from``, ``import x = require()``, ``require()``, ``require.resolve()``, ``import()`` of
a literal, ``new URL(literal, import.meta.url)``; ``import type``, ``export type``, imports whose names are all
``type``, ``import("x").T`` and ``/// <reference path>`` are type-imports. Does not see: names put together at run time,
AMD ``define``, JSDoc types.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from sys import intern

from blastgate.languages._js_resolver import JavaScriptResolver
from blastgate.languages._js_scanner import scan
from blastgate.languages._lexing import LineCounter, text
from blastgate.languages.interface import Import
from blastgate.model.snapshot import Snapshot

NAME = "javascript"
EXTENSIONS = (".ts", ".tsx", ".js", ".jsx", ".mts", ".cts", ".mjs", ".cjs", ".vue", ".svelte")
VERSION = 2

_REFERENCE = re.compile(rb"^[ \t]*+///[ \t]*+<reference[ \t]++path[ \t]*+=[ \t]*+[\"']([^\"'\n]++)[\"']", re.MULTILINE)
_SCRIPT = re.compile(rb"<script\b[^>]*+>", re.IGNORECASE)
_SCRIPT_END = re.compile(rb"</script", re.IGNORECASE)
_TEST_FOLDERS = frozenset({"test", "tests", "__tests__", "__test__", "__mocks__", "e2e", "cypress"})
_TEST_TOKENS = frozenset({"test", "tests", "spec", "e2e", "cy"})


def extract(data: bytes) -> tuple[Import, ...]:
    """Find the imports of a script, or of the script blocks of a component (a file that starts with a tag)."""
    referred = _references(data) if b"<reference" in data else ()
    lines = LineCounter(data)
    found = tuple(
        Import(intern(text(found.name)), lines.at(start + found.position), found.kind)
        for start, script in (scripts(data, 0) if _is_component(data) else ((0, data),))
        for found in scan(script)
    )
    return tuple(sorted((*referred, *found), key=lambda one: one.line)) if referred else found


def is_test(path: str) -> bool:
    """Tell the files that jest, vitest, mocha, Playwright and Cypress run or use, by whole tokens."""
    *folders, file = path.lower().split("/")
    tokens = file.split(".")
    return not _TEST_TOKENS.isdisjoint(tokens[1:-1]) or not _TEST_FOLDERS.isdisjoint(folders)


def resolver(snapshot: Snapshot) -> JavaScriptResolver:
    """Read every package.json and tsconfig.json of a snapshot and index its files."""
    return JavaScriptResolver(snapshot)


def _references(data: bytes) -> tuple[Import, ...]:
    """Find the files that ``/// <reference path>`` takes into the compilation, for types; beside the file."""
    lines = LineCounter(data)
    found = ((lines.at(match.start()), text(match[1])) for match in _REFERENCE.finditer(data))
    return tuple(
        Import(intern(name if name.startswith(".") else f"./{name}"), line, "type-import") for line, name in found
    )


def scripts(data: bytes, position: int) -> Iterator[tuple[int, bytes]]:
    """Yield the start and text of each ``<script>`` block of a component from a position on."""
    while opening := _SCRIPT.search(data, position):
        closing = _SCRIPT_END.search(data, opening.end())
        position = closing.start() if closing else len(data)
        yield opening.end(), data[opening.end() : position]


def _is_component(data: bytes) -> bool:
    """Tell whether a file starts with a tag: a script never does, a component does."""
    return data[:1_000].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
