"""JSON for manifests: comments and trailing commas are tolerated, as editors' settings have them."""

from __future__ import annotations

import json
import re
from typing import Any

_TEXT = r'"(?:[^"\\\n]++|\\.)*+"?'
_COMMENT = re.compile(_TEXT + r"|//[^\n]*+|/\*(?:[^*]++|\*(?!/))*+(?P<end>\*/)?")
_TRAILING_COMMA = re.compile(_TEXT + r"|,(?=\s{0,200}[}\]])")


class JsonError(ValueError):
    """Why a text is not JSON that we read, and the 1-based line."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__(why)
        self.line = line
        self.why = why


def load_object(text: str) -> dict[str, Any]:
    """Read a JSON object. Raises JsonError for anything else."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        value = _load_tolerant(text)
    if not isinstance(value, dict):
        raise JsonError(1, "expected an object")
    return value


def as_object(value: Any) -> dict[str, Any]:
    """Return an object as it is, and anything else as an empty one."""
    return value if isinstance(value, dict) else {}


def texts_of(value: Any) -> list[str]:
    """Return the texts of a list; anything else holds none."""
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def _lines_of(found: re.Match[str]) -> str:
    """Leave the lines of a comment; a text stands, and so does a comment that nobody ended."""
    ended = found[0].startswith("//") or found["end"]
    return "\n" * found[0].count("\n") if ended else found[0]


def _load_tolerant(text: str) -> Any:
    bare = _COMMENT.sub(_lines_of, text)
    bare = _TRAILING_COMMA.sub(lambda m: m[0] if m[0][0] == '"' else "", bare)
    try:
        return json.loads(bare)
    except json.JSONDecodeError as error:
        raise JsonError(error.lineno, f"not JSON: {error.msg}") from error
    except (ValueError, RecursionError) as error:
        raise JsonError(1, "not JSON: nested too deep or a number too long") from error
