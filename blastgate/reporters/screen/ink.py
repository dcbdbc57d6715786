"""Lines of styled spans, laid out to a width. Colour only underlines what the words already say."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from blastgate.model.named import NamedTuple
from blastgate.reporters.escape import defuse, for_terminal
from blastgate.reporters.interface import Look

CODES = {
    "bold": "1",
    "dim": "2",
    "low": "32",
    "medium": "33",
    "high": "31",
    "ai": "36",
    "pass": "1;32",
    "warn": "1;33",
    "review": "1;35",
    "block": "1;31",
    "error": "1;31",
}
_WORDS = re.compile(r" +|[^ ]+")


class Span(NamedTuple):
    """A piece of text with the name of its style; the text may be a stranger's, it is escaped when laid out."""

    text: str
    style: str = ""


class Line(NamedTuple):
    """One logical line: spans, the blanks before it, and the blanks before its continuation lines.

    ``rail`` is drawn in place of the first of those: what joins the branches of a tree.
    """

    spans: tuple[Span, ...]
    indent: int = 0
    hang: int = 0
    rail: str = ""


class _Word(NamedTuple):
    text: str
    style: str
    width: int


def line(*parts: str | Span, indent: int = 0, hang: int = 0) -> Line:
    """Make a line of plain texts and spans; ``hang`` counts from the indent."""
    return Line(tuple(p if isinstance(p, Span) else Span(p) for p in parts), indent, indent + hang)


def title(text: str, detail: str = "") -> Line:
    """Make the heading of a section."""
    return line(Span(text, "bold"), Span(f"  {detail}" if detail else "", "dim"), hang=2)


def lay_out(lines: Iterable[Line], look: Look) -> str:
    """Wrap lines to the width and join them. Usually an overlong word loses its middle; verbose shows it whole."""
    return "".join(f"{drawn}\n" for logical in lines for drawn in _wrap(logical, look))


def shorten_line(long: Line, short: Line, look: Look) -> Line:
    """Choose the first wording that fits one line; the last one is made to fit."""
    if _line_width(long) <= look.width:
        return long
    if _line_width(short) <= look.width:
        return short
    return line(shorten(for_terminal("".join(span.text for span in short.spans)), look.width))


def _line_width(logical: Line) -> int:
    return logical.indent + sum(width_of(for_terminal(span.text)) for span in logical.spans)


def width_of(text: str) -> int:
    """Count the columns a text takes: wide East Asian characters two, combining marks none."""
    if text.isascii():
        return len(text)
    return sum(_columns(character) for character in text)


def pad(text: str, width: int) -> str:
    """Fill a text with blanks up to a number of columns; it is escaped first, so that columns stay columns."""
    shown = shorten(for_terminal(text), width)
    return shown + " " * (width - width_of(shown))


def shorten(text: str, width: int) -> str:
    """Take the middle out of a text that is wider than ``width`` columns."""
    if width_of(text) <= width:
        return text
    head = _fitting(text, (width - 1) // 2)
    tail = _fitting(text[::-1], width - 1 - width_of(head))[::-1]
    return f"{head}…{tail}"


def _fitting(text: str, width: int) -> str:
    used = 0
    for index, character in enumerate(text):
        used += _columns(character)
        if used > width:
            return text[:index]
    return text


def _columns(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _wrap(logical: Line, look: Look) -> Iterator[str]:
    words: list[_Word] = []
    used = start = logical.indent
    rail = ""
    for word in _words(logical.spans, look.width - logical.hang, look.verbosity > 0):
        if words and used + word.width > look.width and not word.text.isspace():
            yield _draw(rail, words, start, look)
            words, start, used, rail = [], logical.hang, logical.hang, logical.rail
        if words or start == logical.indent or not word.text.isspace():
            words.append(word)
            used += word.width
    yield _draw(rail, words, start, look)


def _words(spans: Sequence[Span], room: int, whole: bool) -> Iterator[_Word]:
    for span in spans:
        for text in _WORDS.findall(for_terminal(span.text)):
            safe = defuse(text)  # word by word: any of them may come to stand at the start of a line
            fitted = safe if whole else shorten(safe, max(room, 8))
            yield _Word(fitted, span.style, width_of(fitted))


def _draw(rail: str, words: list[_Word], start: int, look: Look) -> str:
    while words and words[-1].text.isspace():
        words.pop()
    before = " " * (start - len(rail))
    if not look.color:
        return rail + before + "".join(word.text for word in words)
    return (_paint(_Word(rail, "dim", 0)) if rail else "") + before + "".join(_paint(word) for word in words)


def _paint(word: _Word) -> str:
    style = CODES.get(word.style, "")
    return f"\x1b[{style}m{word.text}\x1b[0m" if style and not word.text.isspace() else word.text
