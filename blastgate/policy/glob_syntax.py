"""Read a glob into segments: braces expanded, every mistake told in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Literal, NamedTuple

MAX_LENGTH, MAX_ALTERNATIVES = 1_000, 256


class Piece(NamedTuple):
    """A part of one segment: literal text, ``*``, ``?``, a character class (as an expression), or ``**``."""

    kind: Literal["text", "star", "one", "class", "folders"]
    text: str = ""


Segment = tuple[Piece, ...]
FOLDERS: Segment = (Piece("folders"),)


class _GlobError(Exception):
    """A mistake in a glob, in words."""


def parse(pattern: str) -> str | tuple[tuple[Segment, ...], ...]:
    """Return the alternatives of a glob, each a row of segments; or, as a string, what is wrong with it."""
    try:
        _check_whole(pattern)
        return tuple(tuple(_segments(alternative)) for alternative in _expand(pattern))
    except _GlobError as wrong:
        return str(wrong)


def _check_whole(pattern: str) -> None:
    if not pattern:
        raise _GlobError("the glob is empty; `**` matches every file")
    if len(pattern) > MAX_LENGTH:
        raise _GlobError(f"the glob is longer than {MAX_LENGTH} characters")
    if pattern.startswith("!"):
        raise _GlobError("`!` does not negate here; name what should match, or use `unless`")
    if pattern.startswith("/"):
        raise _GlobError("globs start at the top of the repository; leave out the leading `/`")
    if "\0" in pattern:
        raise _GlobError("a path never holds a NUL character")


def _expand(pattern: str) -> list[str]:
    """Write out ``{a,b}``, the outermost leftmost first."""
    done: list[str] = []
    waiting = [pattern]
    while waiting:
        current = waiting.pop()
        span = _first_braces(current)
        if span is None:
            done.append(current)
        else:
            start, commas, end = span
            cuts = [start, *commas, end]
            parts = [current[a + 1 : b] for a, b in pairwise(cuts)]
            waiting += [current[:start] + part + current[end + 1 :] for part in reversed(parts)]
        if len(done) + len(waiting) > MAX_ALTERNATIVES:
            raise _GlobError(f"the braces stand for more than {MAX_ALTERNATIVES} globs; write several")
    return done


def _first_braces(pattern: str) -> tuple[int, list[int], int] | None:
    depth, start = 0, 0
    commas: list[int] = []
    for index, char in _unquoted(pattern):
        if char == "{":
            start = index if depth == 0 else start
            depth += 1
        elif char == "}":
            depth -= 1
            if depth < 0:
                raise _GlobError("`}` without `{`; write `\\}` for the character itself")
            if depth == 0:
                return start, commas, index
        elif char == "," and depth == 1:
            commas.append(index)
    if depth:
        raise _GlobError("`{` is not closed; write `\\{` for the character itself")
    return None


def _unquoted(pattern: str) -> Iterator[tuple[int, str]]:
    """Walk the characters that are neither escaped nor inside a class."""
    index = 0
    while index < len(pattern):
        char = pattern[index]
        if char == "\\":
            index += 2
            continue
        if char == "[":
            index = _class_end(pattern, index)
        yield index, char
        index += 1


def _class_end(pattern: str, start: int) -> int:
    index = start + 1
    if pattern[index : index + 1] == "!":
        index += 1
    end = pattern.find("]", index + 1)
    if end < 0:
        raise _GlobError("`[` is not closed; write `\\[` for the character itself")
    return end


def _segments(pattern: str) -> Iterator[Segment]:
    if pattern.endswith("/"):
        pattern += "**"
    before: Segment = ()
    for text in _split(pattern):
        segment = FOLDERS if text == "**" else tuple(_pieces(text))
        if segment != FOLDERS or before != FOLDERS:
            yield segment
        before = segment


def _split(pattern: str) -> list[str]:
    """Cut at slashes; a slash inside a class is refused, an empty or dotted segment too."""
    cuts = [index for index, char in _unquoted(pattern) if char == "/"]
    parts = [pattern[a + 1 : b] for a, b in zip([-1, *cuts], [*cuts, len(pattern)], strict=True)]
    if any(part in ("", ".", "..") for part in parts):
        raise _GlobError("a path has no empty, `.` or `..` part")
    return parts


def _pieces(text: str) -> Iterator[Piece]:
    if "**" in text.replace("\\*", ""):
        raise _GlobError("`**` stands alone between slashes, as in `src/**/test.py`; inside a name write `*`")
    index, literal = 0, ""
    while index < len(text):
        char, width = text[index], 1
        if char in "*?[":
            if literal:
                yield Piece("text", literal)
                literal = ""
            if char == "[":
                end = _class_end(text, index)
                yield Piece("class", _class(text[index + 1 : end]))
                width = end + 1 - index
            else:
                yield Piece("star" if char == "*" else "one")
        elif char == "\\":
            literal, width = literal + _escaped(text, index), 2
        else:
            literal += char
        index += width
    if literal:
        yield Piece("text", literal)


def _escaped(text: str, index: int) -> str:
    char = text[index + 1 : index + 2]
    if not char or char.isalnum():
        raise _GlobError("`\\` stands before the special character it makes plain; folders are parted by `/`")
    return char


def _class(body: str) -> str:
    """Turn ``a-z_`` or ``!a-z`` into a regular expression for one such character, which is never a slash."""
    negated, body = body.startswith("!"), body.removeprefix("!")
    if "/" in body:
        raise _GlobError("a class in `[ ]` never matches `/`")
    parts, index = "", 0
    while index < len(body):
        low, high = body[index], body[index]
        if body[index + 1 : index + 2] == "-" and index + 2 < len(body):
            high = body[index + 2]
            index += 2
        if low > high:
            raise _GlobError(f"the range `{low}-{high}` in `[ ]` is empty")
        parts += re.escape(low) if low == high else f"{re.escape(low)}-{re.escape(high)}"
        index += 1
    return f"[^/{parts}]" if negated else f"(?!/)[{parts}]"
