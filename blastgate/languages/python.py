"""Python: ``import`` and ``from`` statements, and the files they mean.

Sees: absolute and relative imports, parentheses, backslashes, semicolons, ``if TYPE_CHECKING:`` blocks (type-import).
Does not see: ``importlib.import_module`` and other imports by string. A name is spelled ``a.b`` for ``import a.b`` and
``a:b`` for ``from a import b`` (the entry-point spelling), with leading dots when relative. Importing ``a.b.c`` makes
an edge to ``a/b/c.py`` only, not to the ``__init__`` of each parent: every file of a package would reach its root.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from sys import intern

from blastgate.languages._lexing import DOUBLE_QUOTED, SINGLE_QUOTED, LineCounter, text
from blastgate.languages._python_roots import PythonResolver
from blastgate.languages.interface import Import
from blastgate.model.graph import EdgeKind
from blastgate.model.snapshot import Snapshot

NAME = "python"
EXTENSIONS = (".py", ".pyi", ".pyw")
VERSION = 1

_WORD = rb"[\w\x80-\xff]"
_GAP = rb"(?:[ \t\f]|\\\r?\n)"
_HEAD = re.compile(
    rb"%b*+(?:from(?!%b)((?:%b|\.)*+(?:(?!import(?!%b))[\w.\x80-\xff]++%b*+)?+))?+import(?!%b)"
    % (_GAP, _WORD, _GAP, _WORD, _GAP, _WORD)
)
_PARENTHESES = re.compile(rb"%b*+\(((?:[^()#]++|#[^\n]*+)*+)\)" % _GAP)
_REST = re.compile(rb"((?:[^\\\n;#]++|\\\r?\n)*+)")
_COMMENT = re.compile(rb"#[^\n]*+")
_ITEM = re.compile(rb"([.\w\x80-\xff]++|\*)(?:\s++as\s++%b++)?\Z" % _WORD)
_TOKEN = re.compile(rb"\"\"\"|'''|#[^\n]*+|" + DOUBLE_QUOTED + b"|" + SINGLE_QUOTED, re.DOTALL)
_TRIPLE = re.compile(rb"\"\"\"|'''")
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
        block = bisect_right(types, (start, len(data) + 1)) - 1
        kind: EdgeKind = "type-import" if block >= 0 and start < types[block][1] else "import"
        line = lines.at(start)
        found.extend(Import(name, line, kind) for name in names)
    return tuple(found)


def is_test(path: str) -> bool:
    """Tell pytest's, unittest's and Django's test files and folders by whole tokens."""
    *folders, file = path.lower().split("/")
    name = file.rpartition(".")[0]
    if name in {"conftest", "test", "tests"} or name.startswith("test_") or name.endswith(("_test", "_tests")):
        return True
    return not _TEST_FOLDERS.isdisjoint(folders)


def resolver(snapshot: Snapshot) -> PythonResolver:
    """Index the modules of a snapshot; Python needs no settings, only paths."""
    return PythonResolver(snapshot.entries)


def _statements(data: bytes) -> Iterator[tuple[int, list[str]]]:
    """Yield the start and the names of each statement: locate the word, then look only around it."""
    mask = _Mask(data)
    line_start = position = 0
    while (hit := data.find(b"import", position)) >= 0:
        newline = data.rfind(b"\n", position, hit)
        line_start = newline + 1 if newline >= 0 else line_start
        position = hit + 6
        head = _head(data, line_start, hit, mask)
        if head is None or mask.hides(hit):
            continue
        names, end = _names(data, head)
        if (newline := data.rfind(b"\n", position, end)) >= 0:
            line_start = newline + 1
        position = end
        yield hit if head[1] is None else data.index(b"from", head.start()), names


def _head(data: bytes, line_start: int, hit: int, mask: _Mask) -> re.Match[bytes] | None:
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
        if not data.endswith((b"\\\n", b"\\\r\n"), floor, line_start):
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
    prefix = b"" if head[1] is None else b"".join(head[1].replace(b"\\", b"").split()) + b":"
    items = (_ITEM.match(item.strip()) for item in body.split(b","))
    return [intern(text(prefix + item[1])) for item in items if item is not None], listed.end()


class _Mask:
    """Tells whether a position lies in a string or comment; asked in rising order, so that each byte is seen once.

    Only triple-quoted strings reach over lines, so a line without one before it is code at its start.
    """

    __slots__ = ("_data", "_end", "_safe", "_triple")

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._safe = 0  # known to be outside any string
        self._end = 0  # end of the last triple-quoted string seen
        self._triple = -1  # the next triple quote at or after _safe, once looked up

    def hides(self, position: int) -> bool:
        """Tell whether a triple-quoted string covers a position."""
        while self._safe < position and (triple := self._next_triple()) < position:
            newline = self._data.rfind(b"\n", self._safe, triple)
            self._safe = max(self._safe, newline + 1)
            self._skip_line(triple)
        return position < self._end

    def hides_on_line(self, position: int, line_start: int) -> bool:
        """Tell whether any string or comment covers a position of the line that starts at ``line_start``."""
        if self.hides(position):
            return True
        self._safe = max(self._safe, line_start)
        while token := _TOKEN.search(self._data, self._safe, position):
            end = self._token_end(token)
            self._safe = max(end, self._safe)
            if end >= position:
                self._end = max(self._end, end)
                return True
        self._safe = max(self._safe, position)
        return False

    def _next_triple(self) -> int:
        if self._triple < self._safe:
            match = _TRIPLE.search(self._data, self._safe)
            self._triple = match.start() if match else len(self._data)
        return self._triple

    def _skip_line(self, triple: int) -> None:
        """Move past the token that holds or hides a triple quote on this line."""
        while self._safe <= triple and (token := _TOKEN.search(self._data, self._safe)):
            self._safe = self._token_end(token)
            if token[0] in (b'"""', b"'''"):
                self._end = self._safe

    def _token_end(self, token: re.Match[bytes]) -> int:
        if token[0] not in (b'"""', b"'''"):
            whole = _TOKEN.match(self._data, token.start())
            return whole.end() if whole else token.end()
        end = self._data.find(token[0], token.end())
        while end >= 0 and _escaped(self._data, end):
            end = self._data.find(token[0], end + 1)
        return len(self._data) if end < 0 else end + 3


def _escaped(data: bytes, position: int) -> bool:
    run = position
    while run and data[run - 1] == 0x5C:
        run -= 1
    return (position - run) % 2 == 1


def _type_blocks(data: bytes) -> list[tuple[int, int]]:
    """List the stretches that ``if TYPE_CHECKING:`` guards, by the indentation that ends them."""
    blocks: list[tuple[int, int]] = []
    if b"TYPE_CHECKING" not in data:
        return blocks
    position = 0
    while match := _TYPE_CHECKING.search(data, position):
        ending = re.compile(rb"\n[ \t]{0,%d}[^ \t\r\n#)\]]" % min(len(match[1]), 400)).search(data, match.end())
        position = ending.start() if ending else len(data)
        blocks.append((match.end(), position))
    return blocks
