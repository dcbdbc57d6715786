"""CODEOWNERS as GitHub reads it: gitignore patterns, the last line that matches wins.

Source: docs.github.com, "About code owners", section "CODEOWNERS syntax": no ``!``, no ``[ ]``, invalid lines are
skipped, files over 3 MB are not loaded, ``docs/*`` does not go deeper, a line without owners takes ownership away.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property

from blastgate.model.named import NamedTuple
from blastgate.model.patterns import expression
from blastgate.policy.matching.globs import MaskMatcher, check_glob, compile_masks

MAX_BYTES = 3_000_000
LINES_AT_ONCE = 256

_FIELD = expression(r"(?:\\.|[^\s\\])+")
_OWNER = expression(r"@[A-Za-z0-9][A-Za-z0-9_-]*(?:/[A-Za-z0-9._-]+)?|[^@\s]+@[^@\s]+")


class OwnerLine(NamedTuple):
    """One line of CODEOWNERS: its 1-based number, its pattern as globs, and the owners it names."""

    line: int
    globs: tuple[str, ...]
    owners: tuple[str, ...]


Owners = Callable[[str], tuple[str, ...]]


def parse_codeowners(data: bytes) -> tuple[OwnerLine, ...]:
    """Read the lines that GitHub would take; a file over its limit has none."""
    if len(data) > MAX_BYTES:
        return ()
    text = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "surrogateescape")
    lines = (_read_line(number, line) for number, line in enumerate(text.split("\n"), 1))
    return tuple(line for line in lines if line is not None)


def compile_owners(data: bytes | None) -> Owners:
    """Return the function from a path to its owners; nobody where no line matches."""
    lines = parse_codeowners(data or b"")
    parts = [_LastMatch(lines[start : start + LINES_AT_ONCE]) for start in range(0, len(lines), LINES_AT_ONCE)]

    def owners(path: str) -> tuple[str, ...]:
        found = (part.line(path) for part in reversed(parts))
        return next((line.owners for line in found if line is not None), ())

    return owners


class _LastMatch:
    """Some lines in a row, compiled when first asked."""

    def __init__(self, lines: tuple[OwnerLine, ...]) -> None:
        self.lines = lines

    @cached_property
    def masks(self) -> MaskMatcher:
        return compile_masks((glob, 1 << i) for i, line in enumerate(self.lines) for glob in line.globs)

    def line(self, path: str) -> OwnerLine | None:
        """Return the last line that matches."""
        found = self.masks(path)
        return self.lines[found.bit_length() - 1] if found else None


def _read_line(number: int, line: str) -> OwnerLine | None:
    fields = _FIELD.findall(line)
    if not fields or fields[0].startswith(("#", "!", "[")) or "[" in fields[0]:
        return None
    globs = _globs(fields[0])
    comment = next((i for i, field in enumerate(fields) if i and field.startswith("#")), len(fields))
    owners = tuple(fields[1:comment])
    if any(check_glob(glob) for glob in globs) or not all(_OWNER.fullmatch(owner) for owner in owners):
        return None
    return OwnerLine(number, globs, owners)


def _globs(pattern: str) -> tuple[str, ...]:
    """Write a gitignore pattern as anchored globs: for the thing itself, and for what lies below it."""
    anchored = "/" in pattern.rstrip("/")
    folder_only = pattern.endswith("/")
    parts = [_part(part) for part in pattern.strip("/").split("/")]
    prefix = [] if anchored or parts[0] == "**" else ["**"]
    itself = "/".join([*prefix, *parts])
    if folder_only:
        return (f"{itself}/**",)
    if parts[-1] == "**" or (parts[-1] == "*" and anchored):
        return (itself,)
    return (itself, f"{itself}/**")


def _part(part: str) -> str:
    if part == "**":
        return part
    plain = re.sub(r"\\([A-Za-z0-9 #])", r"\1", part)
    return re.sub(r"([{}\]])", r"\\\1", re.sub(r"\*{2,}", "*", plain))
