"""Lockfiles as machines write them: nested keys by indentation, and TOML's ``[[package]]`` blocks, line by line.

Full parsers of YAML and TOML take seconds for what a machine wrote in a regular form; a line that has another form is
passed over. Everything here takes linear time.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from blastgate.lockfiles.kinds.interface import LockError
from blastgate.model.named import NamedTuple

MAX_DEPTH = 40
MAX_CHARACTERS = 200_000  # of TOML that people write
MAX_DOTS = 64  # the standard parser takes quadratic time for a dotted key

_KEYED = re.compile(
    r"( *+)(?:\? ?+)?+(?:'([^']*+)'|\"([^\"]*+)\"|([^\s\"'#:](?:[^:\n]|:(?![ \n]|\Z))*+)):?+(?: ++(\S.*+))?+\s*+",
    re.DOTALL,
)
_OPENED = re.compile(r"\[\[?([\w.\"'-]++)\]\]?\s*+")
_SET = re.compile(r"([\w\"'.-]++)\s*+=\s*+(.*+)")

Nested = dict[str, Any]


class Block(NamedTuple):
    """One ``[[package]]``: its own values as written, and those of the tables below it by the table's last name."""

    values: dict[str, str]
    tables: dict[str, dict[str, str]]


def decode(data: bytes) -> str:
    """Decode a lockfile; undecodable bytes become replacement marks."""
    return data.decode("utf-8-sig", errors="replace")


def json_object(data: bytes) -> Nested:
    """Read a JSON object. Raises LockError for anything else."""
    try:
        value = json.loads(decode(data))
    except (ValueError, RecursionError) as error:
        raise LockError("it is not JSON") from error
    return as_map(value)


def toml_document(data: bytes) -> Nested:
    """Read TOML that people write. Raises LockError for anything else, and for what is too large to be that."""
    import tomllib

    text = decode(data)
    if len(text) > MAX_CHARACTERS or max(line.split("=", 1)[0].count(".") for line in text.split("\n")) > MAX_DOTS:
        raise LockError("it is too large")
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise LockError("it is not TOML") from error


def as_map(value: Any) -> Nested:
    """Return a mapping as it is, and anything else as an empty one."""
    return value if isinstance(value, dict) else {}


def as_text(value: Any) -> str:
    """Return a text as it is, and anything else as an empty one."""
    return value if isinstance(value, str) else ""


def nested(text: str) -> Nested:
    """Read keys nested by indentation, as pnpm, yarn and pub write them; lists and comments are passed over.

    Raises LockError for a line of any other form: what is not understood must not look unchanged.
    """
    top: Nested = {}
    open_: list[tuple[int, Nested]] = [(-1, top)]
    for line in _keys(text):
        found = _KEYED.fullmatch(line)
        if found is None or (found[5] or "")[:1] in ("&", "*", "!") or len(open_) == MAX_DEPTH:
            raise LockError(f"it is written in an unusual form: {line.strip()[:60]!r}")
        depth = len(found[1])
        while open_[-1][0] >= depth:
            open_.pop()
        key = next(part for part in found.group(2, 3, 4) if part is not None)
        value: Any = {} if found[5] is None else unquoted(found[5])
        open_[-1][1][key] = value
        if found[5] is None:
            open_.append((depth, value))
    return top


def _keys(text: str) -> Iterator[str]:
    """Yield the lines that hold keys: no blank ones, comments, items of lists, or texts over several lines."""
    folded: int | None = None
    for line in text.split("\n"):
        stripped = line.strip()
        depth = len(line) - len(line.lstrip(" "))
        if folded is not None and (not stripped or depth > folded):
            continue
        folded = None
        if not stripped or stripped in ("---", ":") or stripped.startswith(("#", "- ")):
            continue
        if stripped.endswith((": >-", ": |-", ": |", ": >", ": |+", ": >+")):
            folded = depth
        yield line


def unquoted(value: str) -> str:
    """Take the quotes from a scalar."""
    value = value.strip()
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value


def toml_blocks(text: str, name: str = "package") -> Iterator[Block]:
    """Yield the ``[[package]]`` blocks of a TOML lockfile; arrays over several lines are joined to one.

    Raises LockError for a line of any other form: what is not understood must not look unchanged.
    """
    block: Block | None = None
    values: dict[str, str] | None = None
    for line in _joined(text):
        if line == f"[[{name}]]":
            if block is not None:
                yield block
            block = Block({}, {})
            values = block.values
        elif line.startswith("["):
            values = _table(block, line, name)
        elif found := _SET.match(line):
            if values is not None:
                values[found[1].strip("\"'")] = found[2]
            elif found[1] == name:
                raise LockError("it is written in an unusual form")
        elif line.strip() and not line.startswith("#"):
            raise LockError(f"it is written in an unusual form: {line.strip()[:60]!r}")
    if block is not None:
        yield block


def _joined(text: str) -> Iterator[str]:
    """Yield the lines of a text, each array that is written over several lines as one."""
    array: list[str] = []
    for line in text.split("\n"):
        if array:
            array.append(line)
            if line.startswith("]"):
                yield " ".join(array)
                array = []
        elif line.endswith("= ["):
            array = [line]
        else:
            yield line


def _table(block: Block | None, line: str, name: str) -> dict[str, str] | None:
    """Open a table below a block; None for one that stands elsewhere."""
    opened = _OPENED.fullmatch(line)
    if opened is None or opened[1].strip("\"'") == name:
        raise LockError(f"it is written in an unusual form: {line[:60]!r}")
    if block is None or not opened[1].startswith(f"{name}."):
        return None
    return block.tables.setdefault(opened[1][len(name) + 1 :], {})
