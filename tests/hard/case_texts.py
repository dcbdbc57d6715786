"""The texts of tests/cases and of this repository, as bytes to start from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

CASES = Path(__file__).parent.parent / "cases"
TOP = CASES.parent.parent
BETWEEN_FILES = b"\0"


@cache
def cases_in(file: Path) -> Any:
    """Read a file of cases, once."""
    return yaml.load(file.read_bytes(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def texts_in(value: object, least: int = 8) -> Iterator[bytes]:
    """Yield the texts that stand anywhere in data, those of some length."""
    if isinstance(value, str):
        if len(value) >= least:
            yield value.encode("utf-8", "surrogatepass")
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from texts_in(part, least)


def texts_of(pattern: str, least: int = 8) -> list[bytes]:
    """List the texts of the cases whose files match a pattern, each once."""
    found = (text for file in sorted(CASES.glob(pattern)) for text in texts_in(cases_in(file), least))
    return list(dict.fromkeys(found))


def as_tree(files: dict[str, str]) -> bytes:
    """Write a tree as one text: paths and contents in turn."""
    parts = (part for path, text in files.items() for part in (path, text))
    return BETWEEN_FILES.join(part.encode("utf-8", "surrogateescape") for part in parts)


def read_tree(data: bytes) -> dict[str, bytes]:
    """Read a tree written by :func:`as_tree`, or by a fuzzer: any names that a tree of git may hold."""
    parts = data.split(BETWEEN_FILES)
    paths = (re.sub(rb"/{2,}", b"/", part.strip(b"/")).decode("utf-8", "surrogateescape") for part in parts[::2])
    return {path: text for path, text in zip(paths, parts[1::2], strict=False) if path}
