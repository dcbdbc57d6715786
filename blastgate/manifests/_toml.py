"""TOML for manifests: the standard library's parser, and its complaints with their line."""

from __future__ import annotations

import re
import tomllib
from typing import Any

MAX_CHARACTERS = 500_000

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
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise TomlError(1, "not TOML: nested too deep") from error
    except ValueError as error:
        found = _LINE.search(str(error))
        raise TomlError(int(found[1]) if found else 1, f"not TOML: {error}") from error
