"""Regular expressions of a policy, run by RE2: time linear in the line, whatever a stranger writes in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

LineMatcher = Callable[[str], bool]
TextMatcher = Callable[[bytes], int]

MAX_LENGTH = 1_000
JOINED_BYTES = 16 << 20  # for all expressions of a policy as one; RE2 gives memory back, it never fails for want of it

_OF_THE_WHOLE_TEXT = re.compile(r"\\[AzZQ]|\(\?[A-Za-z]*-")


@lru_cache(maxsize=1_024)
def check_expression(expression: str) -> str | None:
    """Say what is wrong with an expression, or return None."""
    import re2

    if len(expression) > MAX_LENGTH:
        return f"the expression is longer than {MAX_LENGTH} characters"
    try:
        compiled = _compile(expression)
    except re2.error as error:
        return _in_words(error)
    return "the expression matches every line, the empty one too" if compiled.search("") else None


def compile_lines(expressions: tuple[str, ...]) -> LineMatcher | None:
    """Return a test whether a line holds a match of any expression, compiled on first use; None for no expression."""
    if not expressions:
        return None
    searches: list[Any] = []

    def matches(line: str) -> bool:
        if not searches:
            searches.extend(_compile(expression).search for expression in expressions)
        text = line.encode("utf-8", "replace")
        return any(search(text) is not None for search in searches)

    return matches


def compile_text(expressions: Iterable[str]) -> TextMatcher:
    """Return a look at many lines at once, each ended by ``\\n``: where one may match, or -1 where surely none does.

    All expressions are searched as one, compiled on first use. An expression that speaks of the ends of the text, or
    of its own flags, means another thing there: with one of those any text may match.
    """
    wanted = tuple(dict.fromkeys(expressions))
    found: list[Any] = []

    def look(text: bytes) -> int:
        if not wanted:
            return -1
        if not found:
            found.append(_compile_joined(wanted))
        if found[0] is None:
            return 0
        match = found[0].search(text)
        return -1 if match is None else int(match.start())

    return look


def _compile_joined(expressions: tuple[str, ...]) -> Any:
    """Join expressions into one; None where that cannot be done."""
    import re2

    if any(_OF_THE_WHOLE_TEXT.search(expression) for expression in expressions):
        return None
    try:
        return _compile("|".join(f"(?m:{expression})" for expression in expressions), JOINED_BYTES)
    except re2.error:
        return None


def _compile(expression: str, memory: int = 1 << 20) -> Any:
    import re2

    options = re2.Options()
    options.log_errors = False
    options.never_capture = True
    options.max_mem = memory
    return re2.compile(expression, options)


def _in_words(error: Exception) -> str:
    said = error.args[0] if error.args else ""
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    if "(?=" in words or "(?!" in words or "(?<" in words:
        return "look-around is not supported: expressions run in time linear in the line (RE2)"
    if "invalid escape sequence" in words and any(f"\\{digit}" in words for digit in range(1, 10)):
        return "back-references are not supported: expressions run in time linear in the line (RE2)"
    return f"not a valid expression: {words}"
