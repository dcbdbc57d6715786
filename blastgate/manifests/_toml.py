"""TOML for manifests: the standard library's parser, and its complaints with their line."""

from __future__ import annotations

import re
import tomllib
from typing import Any

MAX_CHARACTERS = 500_000

MAX_DOTS = 64  # the standard parser takes quadratic time and memory for a dotted key

_NOT_OF_A_KEY = re.compile(r"[^\w.\-\"' \t]")
_LINE = re.compile(r"at line (\d+)")


class TomlError(ValueError):
    """Why a text is not TOML that we read, and the 1-based line."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__(why)
        self.line = line
        self.why = why


def load_toml(text: str) -> dict[str, Any]:
    """Read a TOML document. Raises TomlError for what is not TOML, or too deep or too large."""
    if len(text) > MAX_CHARACTERS:
        raise TomlError(1, "too large to read as a manifest")
    if any(part.count(".") > MAX_DOTS for part in _NOT_OF_A_KEY.split(text)):
        raise TomlError(1, f"a key of more than {MAX_DOTS} parts")
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise TomlError(1, "not TOML: nested too deep") from error
    except ValueError as error:
        found = _LINE.search(str(error))
        raise TomlError(int(found[1]) if found else 1, f"not TOML: {error}") from error
