"""Python: ``import`` and ``from`` statements, and the files they mean.

Sees: absolute and relative imports, parentheses, backslashes, semicolons, ``if TYPE_CHECKING:`` blocks (type-import).
Imports by string (``import_module("a.b")``) count where the policy says so. A name is spelled ``a.b`` for ``import
a.b`` and ``a:b`` for ``from a import b`` (the entry-point spelling), with leading dots when relative. Importing
``a.b.c`` makes an edge to ``a/b/c.py`` only, not to the ``__init__`` of each parent: every file of a package would
reach its root.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from operator import itemgetter
from sys import intern
from typing import TYPE_CHECKING

from blastgate.languages._lexing import LineCounter, text
from blastgate.languages._python_strings import Mask
from blastgate.languages.interface import Import
from blastgate.model.graph import EdgeKind
from blastgate.model.snapshot import Snapshot

if TYPE_CHECKING:
    from blastgate.languages._python_roots import PythonResolver

NAME = "python"
EXTENSIONS = (".py", ".pyi", ".pyw")
VERSION = 1

_WORD = rb"[\w\x80-\xff]"
_GAP = rb"(?:[ \t\f]|\\\r?\n)"
_HEAD = re.compile(
    rb"%b*+(?:from(?!%b)((?:%b|\.)*+(?:(?!import(?!%b))[\w.\x80-\xff]++%b*+)?+))?+import(?!%b)"
    % (_GAP, _WORD, _GAP, _WORD, _GAP, _WORD)
)
_SIMPLE = re.compile(
    rb"[ \t]*+(?:from[ \t]++([.\w]++)[ \t]++)?+import[ \t]++"
    rb"(?:([A-Za-z_][\w.]*+(?:,[ \t]*+[A-Za-z_][\w.]*+)*+)(?=\r?\n)|\(([\w,\s]*+)\))"
)
_CONTINUED = (b"\\\n", b"\\\r\n")
_PARENTHESES = re.compile(rb"%b*+\(((?:[^()#]++|#[^\n]*+)*+)\)" % _GAP)
_REST = re.compile(rb"((?:[^\\\n;#]++|\\\r?\n)*+)")
_COMMENT = re.compile(rb"#[^\n]*+")
_TYPE_CHECKING = re.compile(rb"^([ \t]*+)(?:el)?if[ \t]*+\(?[ \t]*+(?:\w++\.)*+TYPE_CHECKING[ \t]*+\)?[ \t]*+:", re.M)
_NOT_WORD = re.compile(rb"(?!%b)" % _WORD)
_REACH = 1_000  # bytes: how far before the word its statement may begin
_MAX_CONTINUED = 50  # lines joined by backslashes before one import
_TEST_FOLDERS = frozenset({"test", "tests"})


def extract(data: bytes) -> tuple[Import, ...]:
    """Find the import statements of a Python file, in file order."""
    if b"import" not in data:
        return ()
    types, lines = _type_blocks(data), LineCounter(data)
    found: list[Import] = []
    for start, names in _statements(data):
        line = lines.at(start)
        kind = _kind(types, start) if types else "import"
        found += [Import(name, line, kind) for name in names]
    return tuple(found)


def extract_strings(data: bytes) -> tuple[Import, ...]:
    """Find the imports by string of a Python file, in file order."""
    from blastgate.languages._python_imported_strings import imported_strings  # most policies do not ask

    return imported_strings(data)


def _kind(types: list[tuple[int, int]], start: int) -> EdgeKind:
    """Tell what a statement brings in by the stretch that it stands in."""
    block = bisect_right(types, start, key=itemgetter(0)) - 1
    return "type-import" if block >= 0 and start < types[block][1] else "import"


def is_test(path: str) -> bool:
    """Tell pytest's, unittest's and Django's test files and folders by whole tokens."""
    *folders, file = path.lower().split("/")
    name = file.rpartition(".")[0]
    if name in {"conftest", "test", "tests"} or name.startswith("test_") or name.endswith(("_test", "_tests")):
        return True
    return not _TEST_FOLDERS.isdisjoint(folders)


def resolver(snapshot: Snapshot) -> PythonResolver:
    """Index the modules of a snapshot; Python needs no settings, only paths."""
    from blastgate.languages._python_roots import PythonResolver  # a warm run finds its answers kept

    return PythonResolver(snapshot.entries)


def _statements(data: bytes) -> Iterator[tuple[int, Sequence[str]]]:
    """Yield the start and the names of each statement: locate the word, then look only around it."""
    mask = Mask(data)
    line_start = position = 0
    while (hit := data.find(b"import", position)) >= 0:
        newline = data.rfind(b"\n", position, hit)
        line_start = newline + 1 if newline >= 0 else line_start
        simple = _SIMPLE.match(data, line_start) if hit - line_start <= _REACH else None
        names = _simple_names(simple) if simple and not data.endswith(_CONTINUED, 0, line_start) else None
        if simple and names is not None:
            if not mask.hides(hit):
                yield line_start, names
            position = simple.end()
            line_start = data.rfind(b"\n", hit, position) + 1 or line_start
            continue
        position = hit + 6
        head = _head(data, line_start, hit, mask)
        if head is None or mask.hides(hit):
            continue
        names, end = _names(data, head)
        if (newline := data.rfind(b"\n", position, end)) >= 0:
            line_start = newline + 1
        position = end
        yield hit if head[1] is None else data.index(b"from", head.start()), names


def _simple_names(statement: re.Match[bytes]) -> Sequence[str] | None:
    """Spell the names of a statement without aliases and comments: nineteen in twenty are. None for any other."""
    package, names, listed = statement.groups()
    if listed is None:
        return _spelled(package, names) if len(names) < 200 else [*_spelled.__wrapped__(package, names)]
    found = [*map(str.strip, listed.decode().split(","))]
    if not found[-1]:
        found.pop()
    if package is None or not all(map(str.isidentifier, found)):
        return None
    prefix = f"{package.decode()}:"
    return [intern(prefix + name) for name in found]


@lru_cache(maxsize=1 << 14)
def _spelled(package: bytes | None, names: bytes) -> tuple[str, ...]:
    """Spell the names of a statement on one line; half of them are the same in other files."""
    prefix = "" if package is None else f"{package.decode()}:"
    return tuple(intern(prefix + name.strip()) for name in names.decode().split(","))


def _head(data: bytes, line_start: int, hit: int, mask: Mask) -> re.Match[bytes] | None:
    """Match the statement that the word at ``hit`` belongs to, from its own start or after ``;`` or ``:``."""
    if not _NOT_WORD.match(data, hit + 6):
        return None
    start = _joined_start(data, line_start)
    if hit - start <= _REACH and (head := _HEAD.match(data, start)) and head.end() == hit + 6:
        return head
    floor = max(line_start, hit - _REACH)
    start = max(data.rfind(b";", floor, hit), data.rfind(b":", floor, hit)) + 1
    head = _HEAD.match(data, start) if start else None
    return head if head and head.end() == hit + 6 and not mask.hides_on_line(hit, line_start) else None


def _joined_start(data: bytes, line_start: int) -> int:
    """Walk back over backslash-continued lines."""
    floor = max(0, line_start - _REACH)
    for _ in range(_MAX_CONTINUED):
        if not data.endswith(_CONTINUED, floor, line_start):
            break
        line_start = data.rfind(b"\n", floor, line_start - 1) + 1 or floor
    return line_start


def _names(data: bytes, head: re.Match[bytes]) -> tuple[list[str], int]:
    """Spell the names of one statement and tell where it ends."""
    listed = _PARENTHESES.match(data, head.end()) if head[1] is not None else None
    listed = listed or _REST.match(data, head.end())
    assert listed is not None
    body = listed[1]
    if b"#" in body:
        body = _COMMENT.sub(b"", body)
    if b"\\" in body:
        body = body.replace(b"\\\r\n", b" ").replace(b"\\\n", b" ")
    prefix = "" if head[1] is None else "".join(text(head[1]).replace("\\", "").split()) + ":"
    return [intern(prefix + name) for item in text(body).split(",") if (name := _name(item))], listed.end()


def _name(item: str) -> str:
    """Return the name in one item of a list (``a.b as c``), or nothing when it is none."""
    words = item.split()
    if len(words) != 1 and (len(words) != 3 or words[1] != "as"):
        return ""
    name = words[0]
    return name if name.isidentifier() or name == "*" or name.replace(".", "").isidentifier() else ""


def _type_blocks(data: bytes) -> list[tuple[int, int]]:
    """List the stretches that ``if TYPE_CHECKING:`` guards, by the indentation that ends them."""
    blocks: list[tuple[int, int]] = []
    if b"TYPE_CHECKING" not in data:
        return blocks
    position = 0
    while (hit := data.find(b"TYPE_CHECKING", position)) >= 0:
        match = _TYPE_CHECKING.match(data, data.rfind(b"\n", position, hit) + 1 or position)
        if match is None:
            position = hit + 13
            continue
        ending = re.compile(rb"\n[ \t]{0,%d}[^ \t\r\n#)\]]" % min(len(match[1]), 400)).search(data, match.end())
        position = ending.start() if ending else len(data)
        blocks.append((match.end(), position))
    return blocks
