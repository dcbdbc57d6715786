"""Rust: the module tree, ``use`` and paths in code, across the crates of the repository.

Sees: ``mod x;`` and ``#[path]``, ``use`` and ``pub use`` with nested lists, ``extern crate``, paths in code that begin
with ``crate``, ``self``, ``super`` or a name in lower case, ``include!`` and its kin, ``.proto`` files named in
``build.rs`` (contract). A path leads to the deepest module file in it. Does not see: what macros and build scripts
write, modules declared inside inline modules, features (all count as on).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from sys import intern

from blastgate.languages import _rust_crates
from blastgate.languages._code import CHARACTER, COMMENTS, blank, first_lines, hidden
from blastgate.languages._lexing import LineCounter, text
from blastgate.languages.interface import Import
from blastgate.model.snapshot import Snapshot

NAME = "rust"
EXTENSIONS = (".rs",)
VERSION = 1

MAX_DEPTH = 50  # parts of a path
MAX_LEAVES = 500  # names of one ``use``
_STRING = rb'"(?:[^"\\]++|\\.)*+"?'
_HIDDEN = hidden(rb'r(#+)"(?:.*?"\1|.*)|r"[^"]*+"?|' + _STRING + rb"|" + CHARACTER + rb"|" + COMMENTS)
_MOD = re.compile(rb"mod\s++(?:r#)?+(\w++)\s*+;")
_INLINE = re.compile(rb"\bmod\s++\w++\s*+(\{)|[{}]")
_HAS_INLINE = re.compile(rb"mod\s++\w++\s*+\{")
_USE = re.compile(rb"use\s++|extern\s++crate\s++")
_NOT_TREE = re.compile(rb"[^\w\s:{},*#]")
_ATTRIBUTES = rb"\s*+(?:#\[[^\]]*+\]\s*+)*+"
_VISIBILITY = rb"(?:pub(?:\([^)\n]*+\))?\s++)?"
_FOR_TESTS = re.compile(rb"#\[cfg\((?:all\()?test\b[^\]\n]{0,200}+\]" + _ATTRIBUTES + _VISIBILITY)
_FOR_TESTS_ONLY = re.compile(rb"mod\s++\w++\s*+(\{)|(?:mod|use)\s[\w\s:{},*#]{1,3000}+;")
_BRACE = re.compile(rb"[{}]")
_PATH = re.compile(rb"\n|[a-z_]\w*+(?:::\w++)++|[A-Za-z_]\w*+")
_PLACED = re.compile(rb"#\[(?:cfg_attr\([^\n]{0,200}?)?path\s*+=\s*+\"([^\"\n]++)\"[^\]]{0,20}\]" + _ATTRIBUTES)
_DECLARES = re.compile(_VISIBILITY + rb"mod\s++\w++\s*+;")
_INCLUDE = re.compile(rb"\binclude(?:_str|_bytes)?!\s*+\(\s*+\"([^\"\n]++)\"")
_PROTO = re.compile(rb"\"([\w./-]++)(?<=\.proto)\"")
_TOKEN = re.compile(r"[{},]|::|[\w#]+|\*")
_OUTSIDE = ("std::", "core::", "alloc::")


def extract(data: bytes) -> tuple[Import, ...]:
    """Find the modules that a file declares, and the paths it names."""
    code = _without_tests(blank(data, _HIDDEN))
    pathed = dict(_placed(data)) if b"path" in data else {}
    found = [*_modules(code, pathed), *_paths(code), *_named_files(data)]
    return tuple(sorted(found, key=lambda one: one.line))


def is_test(path: str) -> bool:
    """Tell Cargo's ``tests``, ``benches`` and ``examples`` targets, and ``tests.rs`` files, by whole tokens."""
    return _rust_crates.is_test(path)


def resolver(snapshot: Snapshot) -> _rust_crates.RustResolver:
    """Read every Cargo.toml of a snapshot and find its crate roots."""
    return _rust_crates.RustResolver(snapshot)


def _without_tests(code: bytes) -> bytes:
    """Blank the modules and uses that only a test build has: what they name does not ship."""
    if b"#[cfg(" not in code:
        return code
    kept: list[bytes] = []
    position = 0
    while marked := _FOR_TESTS.search(code, position):
        kept.append(code[position : marked.end()])
        position = marked.end()
        if item := _FOR_TESTS_ONLY.match(code, position):
            end = _block_end(code, item.end(1)) if item[1] else item.end()
            kept.append(b"\n" * code.count(b"\n", position, end))
            position = end
    return b"".join((*kept, code[position:]))


def _block_end(code: bytes, position: int) -> int:
    """Return where the block that was opened just before ``position`` ends; an open one runs to the end."""
    depth = 1
    for brace in _BRACE.finditer(code, position):
        depth += 1 if brace[0] == b"{" else -1
        if not depth:
            return brace.end()
    return len(code)


def _whole(code: bytes, position: int) -> bool:
    """Tell whether a word begins at a position."""
    before = code[position - 1 : position] if position else b" "
    return not (before.isalnum() or before == b"_")


def _trees(code: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield where each ``use`` and ``extern crate`` starts, and where its tree starts and ends."""
    position, stop = 0, None
    while match := _USE.search(code, position):
        position = match.end()
        if not _whole(code, match.start()):
            continue
        if stop is None or stop.start() < position:
            stop = _NOT_TREE.search(code, position)
        if stop is None:
            return
        if stop[0] == b";":
            yield match.start(), match.end(), stop.start()
        position = stop.end()


def _placed(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the line of each module that an attribute places, and where."""
    lines = LineCounter(data)
    for match in _PLACED.finditer(data):
        if _DECLARES.match(data, match.end()):
            yield lines.at(match.end()), match[1]


def _modules(code: bytes, placed: dict[int, bytes]) -> Iterator[Import]:
    lines = LineCounter(code)
    for match in _MOD.finditer(code):
        if not _whole(code, match.start()):
            continue
        line = lines.at(match.start(1))
        place = placed.get(line)
        yield Import(intern(f"path {text(place)}" if place else f"mod {text(match[1])}"), line)


def _paths(code: bytes) -> Iterator[Import]:
    """Yield the names of each ``use`` once, then the paths in code; those in inline modules as the file sees them."""
    nested, rest, end = _inline(code), list[bytes](), 0
    lines, seen = LineCounter(code), set()
    for start, opening, closing in _trees(code):
        rest += (code[end:start], b"\n" * code.count(b"\n", start, closing))
        end = closing
        line = lines.at(start)
        for name in _leaves(text(code[opening:closing])):
            spelled = _lifted(name, nested, start)
            if spelled and spelled not in seen:
                seen.add(spelled)
                yield Import(intern(spelled), line)
    for word, line in first_lines(b"".join((*rest, code[end:])), _PATH):
        name = text(word)
        if "::" in name and name not in seen and not name.startswith(("self::", "super::", *_OUTSIDE)):
            yield Import(intern(name), line)


def _inline(code: bytes) -> list[tuple[int, int]]:
    """List where the depth of inline modules changes: positions and the depth from there on."""
    if not _HAS_INLINE.search(code):
        return []
    changes, braces, depth = [], list[bool](), 0
    for match in _INLINE.finditer(code):
        if match[0] != b"}":
            braces.append(match[1] is not None)
            step = int(braces[-1])
        else:
            step = -int(braces.pop()) if braces else 0
        if step:
            depth += step
            changes.append((match.start(), depth))
    return changes


def _lifted(name: str, nested: list[tuple[int, int]], position: int) -> str | None:
    """Spell a path of an inline module as the file itself would; None when it stays inside the file."""
    index = bisect_right(nested, (position, 1_000_000)) - 1
    depth = nested[index][1] if index >= 0 else 0
    parts = name.split("::")
    if depth and parts[0] == "self":
        return None
    while depth and parts[:1] == ["super"]:
        depth -= 1
        parts = parts[1:]
        if not depth and parts[:1] != ["super"]:
            parts = ["self", *parts]
    if parts[:1] in (["super"], ["self"]) and depth:
        return None
    spelled = "::".join(parts)
    return spelled if not spelled.startswith(_OUTSIDE) else None


def _leaves(tree: str) -> Iterator[str]:
    """Spell out a use tree: ``a::{b, c::{d, self}}`` is ``a::b``, ``a::c::d``, ``a::c``."""
    outer: list[list[str]] = []
    prefix: list[str] = []
    current: list[str] = []
    given, alias = 0, False
    for part in [*_TOKEN.findall(tree), ","]:
        if part == "{":
            outer.append(prefix)
            prefix, current = [*prefix, *current][:MAX_DEPTH], []
        elif part in (",", "}"):
            if current and given < MAX_LEAVES:
                given += 1
                yield "::".join([*prefix, *(one for one in current if one != "self" or not prefix)])
            current, alias = [], False
            prefix = outer.pop() if part == "}" and outer else prefix
        elif part == "as":
            alias = True
        elif part != "::" and not alias:
            current.append(part.removeprefix("r#"))


def _named_files(data: bytes) -> Iterator[Import]:
    if b"include" in data:
        lines = LineCounter(data)
        for match in _INCLUDE.finditer(data):
            yield Import("include " + text(match[1]), lines.at(match.start(1)))
    if b".proto" in data:
        lines = LineCounter(data)
        for match in _PROTO.finditer(data):
            yield Import("proto " + text(match[1]), lines.at(match.start(1)), "contract")
