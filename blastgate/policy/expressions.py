"""Regular expressions of a policy, run by RE2: time linear in the line, whatever a stranger writes in it."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

LineMatcher = Callable[[str], bool]

MAX_LENGTH = 1_000


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
        text = line if line.isascii() else line.encode("utf-8", "replace").decode()
        return any(search(text) is not None for search in searches)

    return matches


def _compile(expression: str) -> Any:
    import re2

    options = re2.Options()
    options.log_errors = False
    options.max_mem = 1 << 20
    return re2.compile(expression, options)


def _in_words(error: Exception) -> str:
    said = error.args[0] if error.args else ""
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    if "(?=" in words or "(?!" in words or "(?<" in words:
        return "look-around is not supported: expressions run in time linear in the line (RE2)"
    if "invalid escape sequence" in words and any(f"\\{digit}" in words for digit in range(1, 10)):
        return "back-references are not supported: expressions run in time linear in the line (RE2)"
    return f"not a valid expression: {words}"
