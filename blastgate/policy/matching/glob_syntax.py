"""Read a glob into segments: braces expanded, every mistake told in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

from blastgate.model.named import NamedTuple

MAX_LENGTH, MAX_ALTERNATIVES = 1_000, 256


_MARKS = re.compile(r"\\.|\[!?.[^\]]*\]|[\[{},/]", re.DOTALL)
_WILD = re.compile(r"[*?\[\\]")


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
    """Write out ``{a,b}``; a frame per open brace holds the finished alternatives and the one being written."""
    frames: list[tuple[list[str], list[str]]] = [([], [""])]
    last = 0
    for index, char in (mark for mark in _unquoted(pattern) if mark[1] != "/"):
        if char == "," and len(frames) == 1:
            continue
        frames[-1][1][:] = [text + pattern[last:index] for text in frames[-1][1]]
        last = index + 1
        if char == "{":
            frames.append(([], [""]))
        elif char == ",":
            frames[-1][0].extend(frames[-1][1])
            frames[-1][1][:] = [""]
        else:
            _close(frames)
    if len(frames) > 1:
        raise _GlobError("`{` is not closed; write `\\{` for the character itself")
    return [text + pattern[last:] for text in frames[0][1]]


def _close(frames: list[tuple[list[str], list[str]]]) -> None:
    if len(frames) == 1:
        raise _GlobError("`}` without `{`; write `\\}` for the character itself")
    done, current = frames.pop()
    above = frames[-1][1]
    if len(above) * (len(done) + len(current)) > MAX_ALTERNATIVES:
        raise _GlobError(f"the braces stand for more than {MAX_ALTERNATIVES} globs; write several")
    above[:] = [text + option for text in above for option in (*done, *current)]


def _unquoted(pattern: str) -> Iterator[tuple[int, str]]:
    """Walk the braces, commas and slashes that are neither escaped nor inside a class."""
    for mark in _MARKS.finditer(pattern):
        if mark.group() == "[":
            raise _GlobError("`[` is not closed; write `\\[` for the character itself")
        if len(mark.group()) == 1:
            yield mark.start(), mark.group()


def _class_end(pattern: str, start: int) -> int:
    index = start + 1
    if pattern[index : index + 1] == "!":
        index += 1
    return pattern.index("]", index + 1)


def _segments(pattern: str) -> Iterator[Segment]:
    if pattern.endswith("/"):
        pattern += "**"
    before: Segment = ()
    for text in _split(pattern):
        segment = _segment(text)
        if segment != FOLDERS or before != FOLDERS:
            yield segment
        before = segment


@lru_cache(maxsize=4_096)
def _segment(text: str) -> Segment:
    return FOLDERS if text == "**" else tuple(_pieces(text))


def _split(pattern: str) -> list[str]:
    """Cut at slashes; a slash inside a class is refused, an empty or dotted segment too."""
    if "[" not in pattern and "\\" not in pattern:
        parts = pattern.split("/")
    else:
        cuts = [index for index, char in _unquoted(pattern) if char == "/"]
        parts = [pattern[a + 1 : b] for a, b in zip([-1, *cuts], [*cuts, len(pattern)], strict=True)]
    if any(part in ("", ".", "..") for part in parts):
        raise _GlobError("a path has no empty, `.` or `..` part")
    return parts


def _pieces(text: str) -> Iterator[Piece]:
    if "**" in text.replace("\\*", ""):
        raise _GlobError("`**` stands alone between slashes, as in `src/**/test.py`; inside a name write `*`")
    if _WILD.search(text) is None:
        yield Piece("text", text)
        return
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
