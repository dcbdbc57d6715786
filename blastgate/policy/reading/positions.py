"""YAML with the place of everything, read safely: bounded bytes, depth and aliases, no tags, no duplicate keys.

Scalars mean what YAML 1.2 says: ``true``, ``12``, ``null``; a country ``no`` stays text. Keys are always text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from blastgate.errors import Problem
from blastgate.model.named import NamedTuple

MAX_BYTES, MAX_DEPTH, MAX_NODES = 1 << 20, 24, 20_000

Scalar = str | int | float | bool | None

_FORBIDDEN = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]|\ufffe|\uffff")  # YAML 1.1, c-printable
_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})")
_FLOAT = re.compile(r"[-+]?[0-9]{1,18}\.[0-9]{0,18}")
_WORDS: dict[str, Scalar] = {"true": True, "false": False, "null": None, "~": None, "": None}
_HINTS = {
    "@": 'quote it: "@name"',
    "`": "quote it",
    "%": "quote it",
    "*": 'quote it: "**/name"',
    "\t": "indent with spaces: YAML forbids tabs there",
}


class Entry(NamedTuple):
    """One key of a mapping, with its place, and what it holds."""

    key: Node
    value: Node


@dataclass(slots=True)
class Node:
    """A value and the 1-based place where it begins."""

    line: int
    column: int
    value: Scalar | list[Node] | dict[str, Entry]
    size: int = 1

    def plain(self) -> Any:
        """Return the value as plain lists, dicts and scalars."""
        if isinstance(self.value, list):
            return [item.plain() for item in self.value]
        if isinstance(self.value, dict):
            return {name: entry.value.plain() for name, entry in self.value.items()}
        return self.value

    def items(self) -> tuple[Node, ...]:
        """Return the items of a list; none of anything else."""
        return tuple(self.value) if isinstance(self.value, list) else ()

    def entries(self) -> dict[str, Entry]:
        """Return the entries of a mapping; none of anything else."""
        return self.value if isinstance(self.value, dict) else {}

    def get(self, name: str) -> Node | None:
        """Return what a key holds, or None."""
        entry = self.entries().get(name)
        return entry.value if entry else None

    def texts(self) -> tuple[str, ...]:
        """Return the strings of a list; other items are left out."""
        return tuple(item.value for item in self.items() if isinstance(item.value, str))


@dataclass(frozen=True, slots=True)
class Document:
    """A policy file as read: its name, its lines, and its content (None when it could not be read at all)."""

    file: str
    lines: tuple[str, ...]
    root: Node | None

    def problem(self, node: Node, message: str, hint: str = "") -> Problem:
        """Describe a mistake at a node."""
        return self.problem_at(node.line, node.column, message, hint)

    def problem_at(self, line: int, column: int, message: str, hint: str = "") -> Problem:
        """Describe a mistake at a 1-based place, with the text of its line (cut where it is very long)."""
        text = self.lines[line - 1] if line <= len(self.lines) else ""
        return Problem(self.file, line, column, message, text[:200] if column <= 200 else "", hint)


class _YamlError(Exception):
    """A mistake that ends the reading: 1-based place, message, hint."""

    def __init__(self, line: int, column: int, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.line, self.column, self.message, self.hint = line, column, message, hint


def read_document(data: bytes, file: str) -> tuple[Document, tuple[Problem, ...]]:
    """Read a YAML file; the problems are empty when it could be read."""
    try:
        text = _decode(data)
    except _YamlError as error:
        empty = Document(file, (), None)
        return empty, (empty.problem_at(error.line, error.column, error.message, error.hint),)
    lines = tuple(text.splitlines())  # as YAML 1.1 breaks them, once control characters are refused
    document = Document(file, lines, None)
    try:
        builder = _Builder(document)
        root = builder.build(text)
    except _YamlError as error:
        return document, (document.problem_at(error.line, error.column, error.message, error.hint),)
    return Document(file, lines, root), tuple(builder.problems)


def _decode(data: bytes) -> str:
    if len(data) > MAX_BYTES:
        raise _YamlError(1, 1, f"the file is larger than 1 MiB ({len(data):,} bytes)", "a policy is a page, not a book")
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        line, column = _place(data[: error.start].decode("utf-8", "replace"))
        byte = data[error.start]
        raise _YamlError(line, column, f"byte 0x{byte:02x} is not UTF-8", "save the file as UTF-8") from error
    if found := _FORBIDDEN.search(text):
        line, column = _place(text[: found.start()])
        raise _YamlError(line, column, f"control character U+{ord(found.group()):04X} in the file", "delete it")
    return text


def _place(before: str) -> tuple[int, int]:
    lines = f"{before}.".splitlines()
    return len(lines), len(lines[-1])


class _Builder:
    """Builds nodes from parser events; stops at what makes the rest unreadable, collects duplicate keys and tags."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.problems: list[Problem] = []
        self.anchors: dict[str, Node] = {}
        self.events: Iterator[Any] = iter(())

    def build(self, text: str) -> Node | None:
        """Build the one document of a text; None when it is empty."""
        import yaml

        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        self.events = yaml.parse(text, Loader=loader)
        try:
            return self._document()
        except yaml.YAMLError as error:
            raise self._syntax_error(error) from error

    def _document(self) -> Node | None:
        next(self.events)
        if type(next(self.events)).__name__ == "StreamEndEvent":
            return None
        root = self._node(next(self.events), 0)
        next(self.events)
        after = next(self.events)
        if type(after).__name__ != "StreamEndEvent":
            raise _YamlError(*_start(after), "a second document begins here", "keep one policy per file")
        return root

    def _node(self, event: Any, depth: int) -> Node:
        kind = type(event).__name__
        if kind == "AliasEvent":
            return self._alias(event)
        if depth > MAX_DEPTH:
            raise _YamlError(*_start(event), f"nested deeper than {MAX_DEPTH} levels")
        if event.tag is not None and event.tag != "!":
            self._tell(event, f"the tag {event.tag!r} is not allowed", "leave it out; values are plain")
        if kind == "ScalarEvent":
            node = Node(*_start(event), _scalar(event))
        elif kind == "SequenceStartEvent":
            node = self._sequence(event, depth)
        else:
            node = self._mapping(event, depth)
        if node.size > MAX_NODES:
            raise _YamlError(
                node.line, node.column, f"stands for more than {MAX_NODES:,} values once aliases are written out"
            )
        if event.anchor:
            self.anchors[event.anchor] = node
        return node

    def _alias(self, event: Any) -> Node:
        target = self.anchors.get(event.anchor)
        if target is None:
            raise _YamlError(*_start(event), f"`*{event.anchor}` names no anchor above", 'a glob is quoted: "*name"')
        return Node(*_start(event), target.value, target.size)

    def _sequence(self, event: Any, depth: int) -> Node:
        node = Node(*_start(event), items := [])
        while type(following := next(self.events)).__name__ != "SequenceEndEvent":
            items.append(self._node(following, depth + 1))
            node.size += items[-1].size
        return node

    def _mapping(self, event: Any, depth: int) -> Node:
        entries: dict[str, Entry] = {}
        node = Node(*_start(event), entries)
        while type(following := next(self.events)).__name__ != "MappingEndEvent":
            if type(following).__name__ != "ScalarEvent":
                raise _YamlError(*_start(following), "a key is a plain word")
            key, value = Node(*_start(following), following.value), self._node(next(self.events), depth + 1)
            name = following.value
            if name in entries:
                line = entries[name].key.line
                self._tell(following, f"duplicate key {name!r}, first on line {line}", "join the two, or delete one")
            else:
                entries[name] = Entry(key, value)
            node.size += value.size + 1
        return node

    def _tell(self, event: Any, message: str, hint: str) -> None:
        self.problems.append(self.document.problem_at(*_start(event), message, hint))

    def _syntax_error(self, error: Any) -> _YamlError:
        mark = getattr(error, "problem_mark", None)
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        text = self.document.lines[line - 1] if line <= len(self.document.lines) else ""
        said = ", ".join(
            str(part) for part in (getattr(error, "context", ""), getattr(error, "problem", error)) if part
        )
        return _YamlError(line, column, f"not valid YAML: {said}", _HINTS.get(text[column - 1 : column], ""))


def _start(event: Any) -> tuple[int, int]:
    return event.start_mark.line + 1, event.start_mark.column + 1


def _scalar(event: Any) -> Scalar:
    text: str = event.value
    if event.style or event.tag is not None:
        return text
    if text.lower() in _WORDS:
        return _WORDS[text.lower()]
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if _FLOAT.fullmatch(text) else text
